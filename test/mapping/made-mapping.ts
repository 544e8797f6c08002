/**
 * Mappings and documents made for tests: a short YAML text, a few segments or lines, one record.
 */
import type { Document } from '../../src/formats/document.js';
import { readFile } from '../../src/formats/file-form.js';
import { compileMapping } from '../../src/mapping/compile.js';
import type { Mapping, MappingResult } from '../../src/mapping/file/mapping.js';
import type { X12Document } from '../../src/x12/document.js';
import { openX12Reader } from '../../src/x12/read/reader.js';
import type { Problem } from '../../src/yaml/problem.js';
import { makeFile } from '../x12/made-x12.js';

/** Files of the mappings folder, by their path in it. */
export type Files = Record<string, string>;

export function compileText(text: string, files: Files = {}): { mapping?: Mapping; problems: Problem[] } {
  return compileMapping({ file: 'mappings/made.yaml', text }, { readText: (path) => files[path] });
}

/** The mapping of a text without problems. */
export function mappingOf(text: string, files: Files = {}): Mapping {
  const { mapping, problems } = compileText(text, files);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (!mapping) throw new Error(errors.map((problem) => `${problem.path}: ${problem.message}`).join('\n'));
  return mapping;
}

/** A mapping from an 810 with what an invoice must have; `fields` and what follows are added. */
export function invoiceMapping(fields: string, rest = ''): string {
  return `map: made
version: 1
status: live
from: { format: x12, set: "810", version: "004010" }
to: invoice@1
fields:
  number: BIG02
  date: BIG01
  kind: { value: invoice }
  totals.stated: { from: TDS01, type: implied-decimal }
${indented(fields)}
${fields.includes('lines:') ? '' : '  lines: { each: IT1, fields: { item.number: IT107, quantity: { from: IT102 } } }'}
${rest}
`;
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

/** An 810 with a header, these segments and a total, unless that is among them. */
export function makeInvoice(segments: readonly string[], total = 'TDS*10000'): X12Document {
  const totals = segments.some((segment) => segment.startsWith('TDS*')) ? [] : [total];
  return makeSet('810', ['BIG*20260404*INV-1*20260401*PO-1', ...segments, ...totals]);
}

export function makeSet(set: string, body: readonly string[]): X12Document {
  const functionalIds: Record<string, string> = { '810': 'IN', '850': 'PO', '855': 'PR', '856': 'SH' };
  return readX12(makeFile([{ set, body }], { functionalId: functionalIds[set] ?? 'PO' }))[0]!;
}

/** All sets of a file. */
export function readX12(bytes: string | Uint8Array): X12Document[] {
  const documents: X12Document[] = [];
  const reader = openX12Reader({ wants: () => true, onSet: (document) => documents.push(document) });
  reader.write(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  reader.end();
  return documents;
}

export function readFor(mapping: Mapping, bytes: Uint8Array): Document[] {
  return mapping.from.format === 'x12' ? readX12(bytes) : [...readFile(bytes, mapping.from).documents];
}

export function apply(text: string, document: Document, files: Files = {}): MappingResult {
  return mappingOf(text, files).apply(document, { partner: 'acme', today: '2026-04-05' });
}
