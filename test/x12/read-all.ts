/**
 * Reads bytes to the end and keeps every document, for tests whose files are small.
 */
import type { X12Document } from '../../src/x12/document.js';
import { openX12Reader } from '../../src/x12/reader.js';
import type { X12Report } from '../../src/x12/report.js';

export function readAll(bytes: Uint8Array): { report: X12Report; documents: X12Document[] } {
  const documents: X12Document[] = [];
  const reader = openX12Reader({ wants: () => true, onSet: (document) => documents.push(document) });
  reader.write(bytes);
  return { report: reader.end(), documents };
}
