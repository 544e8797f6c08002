/**
 * Reads bytes in one go, or in chunks of a size, for the tests of the X12 engine.
 */
import type { X12Document } from '../../src/x12/document.js';
import { openX12Reader, type X12ReaderOptions } from '../../src/x12/reader.js';
import type { X12Report } from '../../src/x12/report.js';

export function readX12(
  input: Uint8Array | string,
  options: X12ReaderOptions & { size?: number } = {},
): X12Report {
  const bytes = typeof input === 'string' ? Buffer.from(input, 'utf8') : input;
  const reader = openX12Reader(options);
  const size = options.size ?? Math.max(1, bytes.length);
  for (let start = 0; start < bytes.length; start += size) reader.write(bytes.subarray(start, start + size));
  return reader.end();
}

/** Reads every set as a document. */
export function readDocuments(input: Uint8Array | string): X12Document[] {
  const documents: X12Document[] = [];
  readX12(input, { wants: () => true, onSet: (document) => documents.push(document) });
  return documents;
}
