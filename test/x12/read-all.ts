/**
 * Reads bytes to the end and keeps every document, for tests that look at both.
 */
import type { X12Document } from '../../src/x12/document.js';
import type { X12Report } from '../../src/x12/report.js';
import { readX12 } from './read-x12.js';

export function readAll(bytes: Uint8Array): { report: X12Report; documents: X12Document[] } {
  const documents: X12Document[] = [];
  const report = readX12(bytes, { wants: () => true, onSet: (document) => documents.push(document) });
  return { report, documents };
}
