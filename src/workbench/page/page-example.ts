/**
 * A whole file for the page of a mapping, out of its tests, and single values of it beside their places.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Origin } from '../../canonical/index.js';
import { defined } from '../../defined.js';
import { type Mapping, inputPath } from '../../mapping/index.js';
import { isInside } from '../../yaml/index.js';
import { mappingDocuments } from '../try/index.js';

export interface MadeExamples {
  /** '' when there is none. */
  text: string;
  /** What stood at a place and became this field of the record; '' when nothing did. */
  of(path: string, selector: string): string;
}

const fileBytesMax = 16_384;
const valueCharactersMax = 40;

/** The input of the first test that expects no issues. */
export function examplesOf(root: string, mapping: Mapping): MadeExamples {
  const none = { text: '', of: () => '' };
  const test = mapping.tests.find(
    ({ expect }) => Array.isArray(expect['issues']) && expect['issues'].length === 0,
  );
  if (test === undefined) return none;
  const bytes = bytesOf(root, inputPath(mapping.file, test.input));
  if (bytes === undefined) return none;
  const document = mappingDocuments(mapping.from, bytes).documents[test.document - 1];
  const found = new Map<string, string>();
  const context = { partner: test.partner, ...defined({ today: test.today }) };
  const origins: Record<string, Origin> =
    document === undefined ? {} : mapping.apply(document, context).origins;
  for (const [path, { offset, length, segmentId, element, column, path: way }] of Object.entries(origins)) {
    const value = textOf(bytes.subarray(offset, offset + length)).trim();
    const place =
      segmentId === undefined
        ? (column ?? way ?? '')
        : `${segmentId}${String(element ?? 0).padStart(2, '0')}`;
    const plain = path.replace(/\.\d+(?=\.|$)/g, '');
    const last = place.replace(/^.*[/.]/, '').replace(/\[\d+\]$/, '');
    if (value.length > 0 && value.length <= valueCharactersMax && !found.has(`${plain} ${last}`))
      found.set(`${plain} ${last}`, value);
  }
  return {
    text: onLines(mapping, textOf(bytes)),
    of: (path, selector) => {
      const last = selector
        .replace(/^.*[/.^@:]/, (way) => (way.endsWith('@') ? '@' : ''))
        .replace(/\(.*$/, '')
        .replace(/-\d+$/, '');
      const paths = [path, `${path}.value`, `${path}.raw.value`, `${path}.raw.unit`];
      return paths.map((one) => found.get(`${one} ${last}`)).find((one) => one !== undefined) ?? '';
    },
  };
}

function bytesOf(root: string, path: string): Buffer | undefined {
  const file = resolve(root, path);
  if (!isInside(resolve(root), file) || !existsSync(file) || statSync(file).size > fileBytesMax)
    return undefined;
  return readFileSync(file);
}

/** As UTF-8, or as Windows writes it. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

/** Segments that stand in one line get lines of their own, to be read. */
function onLines({ from }: Mapping, text: string): string {
  const isOneLine = from.format === 'x12' && !text.trimEnd().includes('\n');
  return (isOneLine ? text.replace(/~/g, '~\n') : text).trimEnd();
}
