/**
 * Reads bytes in one go, or in chunks, for the tests of the X12 engine.
 */
import type { X12Document } from '../../src/x12/document.js';
import { openX12Reader, type X12ReaderOptions } from '../../src/x12/read/reader.js';
import type { X12Report } from '../../src/x12/report.js';

export interface ReadOptions extends X12ReaderOptions {
  /** Bytes of each chunk; all in one when left out. */
  size?: number;
  /** Bytes of the next chunk, asked for each. */
  nextSize?: () => number;
}

export function readX12(input: Uint8Array | string, options: ReadOptions = {}): X12Report {
  const { size, nextSize, ...readerOptions } = options;
  const bytes = typeof input === 'string' ? Buffer.from(input, 'utf8') : input;
  const reader = openX12Reader(readerOptions);
  for (let start = 0; start < bytes.length;) {
    const end = start + (nextSize?.() ?? size ?? bytes.length);
    reader.write(bytes.subarray(start, end));
    start = end;
  }
  return reader.end();
}

/** Reads every set as a document. */
export function readDocuments(input: Uint8Array | string, options: ReadOptions = {}): X12Document[] {
  const documents: X12Document[] = [];
  readX12(input, { ...options, wants: () => true, onSet: (document) => documents.push(document) });
  return documents;
}
