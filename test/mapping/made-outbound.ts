/**
 * Mappings that write, and records, made for tests.
 */
import { compileMapping } from '../../src/mapping/compile.js';
import { segmentText } from '../../src/mapping/mapping-tests.js';
import type { ComposeResult, OutboundMapping } from '../../src/mapping/outbound/outbound-mapping.js';
import { outlineOf } from '../../src/x12/guides/outline.js';
import type { Problem } from '../../src/yaml/problem.js';
import type { Files } from './made-mapping.js';

export type Json = Record<string, unknown>;

export function compileOut(
  text: string,
  files: Files = {},
): { outbound?: OutboundMapping; problems: Problem[] } {
  const environment = { readText: (path: string) => files[path], outlines: outlineOf };
  return compileMapping({ file: 'mappings/made.yaml', text }, environment);
}

/** The mapping of a text without problems. */
export function outboundOf(text: string, files: Files = {}): OutboundMapping {
  const { outbound, problems } = compileOut(text, files);
  if (!outbound) throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return outbound;
}

/** An 850 with these blocks; crosswalks may be given. */
export function orderOut(segments: string, crosswalks = ''): string {
  return `map: made
version: 1
status: live
from: purchase-order@1
to: { format: x12, set: "850", version: "004010" }
${crosswalks}
segments:
${segments}
`;
}

export const order: Json = {
  record: 'purchase-order@1',
  partner: 'acme',
  number: 'PO-1',
  date: '2026-04-01',
  type: 'rush',
  shipTo: {
    name: 'Main OR',
    location: 'MAIN-OR',
    identifiers: [
      { kind: 'buyer', value: 'OR-1' },
      { kind: 'gln', value: '9521004200025' },
    ],
  },
  references: [
    { qualifier: 'DP', value: 'SURGERY' },
    { qualifier: 'IA', value: 'V-1' },
  ],
  procedure: { patient: 'DOE, JOHN' },
  totals: { stated: '1234.5' },
  lines: [
    {
      number: '1',
      item: { number: '000481516', identifiers: [{ kind: 'vendor', value: 'AM-7731' }] },
      quantity: { value: '100', unit: 'BX' },
      price: { value: '12.50', unit: 'BX' },
    },
    {
      number: '2',
      item: { number: '000220400', description: 'Suture' },
      quantity: { value: '3', unit: 'EA' },
      price: { value: '0.333', unit: 'EA' },
    },
  ],
};

export function composeWith(text: string, record: Json = order, files: Files = {}): ComposeResult {
  return outboundOf(text, files).compose(record, { partner: 'acme', today: '2026-04-05', time: '0930' });
}

/** The segments of an order, as text, and the issues as `CODE action path target`. */
export function written(
  segments: string,
  record: Json = order,
  crosswalks: { yaml: string; files: Files } = { yaml: '', files: {} },
): { segments: string[]; issues: string[] } {
  const { document, issues } = composeWith(orderOut(segments, crosswalks.yaml), record, crosswalks.files);
  if (document.format !== 'x12') throw new Error('not X12');
  return { segments: document.segments.map(segmentText), issues: issues.map(issueText) };
}

export function issueText({ code, action, path, target }: ComposeResult['issues'][number]): string {
  return `${code} ${action} ${path} ${target}`;
}
