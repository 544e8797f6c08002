/**
 * JSON files to trees. Bad data never throws: a file is read whole, or refused with the place of its first fault.
 */
import { decodeText } from '../file-text.js';
import { invisibleCharacter, TreeFault, type TreeReading, undecodable } from '../tree-document.js';
import type { JsonOptions } from './json-options.js';
import { readJsonText } from './json-reader.js';

/** @param bytes the whole file. Yields now and then, so that others may have a turn. */
export function* readJson(
  bytes: Uint8Array,
  options: Pick<JsonOptions, 'encoding' | 'limits'>,
): Generator<undefined, TreeReading> {
  const file = decodeText(bytes, options.encoding);
  if ('undecodable' in file) return { issues: [undecodable(file.undecodable, options.encoding)] };
  try {
    return { root: yield* readJsonText(file, options.limits), issues: invisibleCharacter(file) };
  } catch (error) {
    if (!(error instanceof TreeFault)) throw error;
    return { issues: [error.issueIn(file)] };
  }
}
