/**
 * `waybill map try MAPPING FILE`: what a mapping makes of a file, beside the file: each value with its place and text, the
 * issues, and what was not taken. Needs no partner; nothing is saved.
 */
import { join } from 'node:path';
import type { Origin } from '../../canonical/index.js';
import { defined } from '../../defined.js';
import type { Document } from '../../formats/index.js';
import {
  type ComposedDocument,
  type Mapping,
  type MappingIssue,
  type OutboundMapping,
  segmentText,
} from '../../mapping/index.js';
import {
  columnsOf,
  mappingDocuments,
  type NotedForm,
  noteReading,
  type TriedDocument,
  type TriedValue,
  type WrittenDocument,
} from '../../workbench/try/index.js';
import { decodeText, outlineOf } from '../../x12/index.js';
import { findMapping } from '../asking/index.js';
import { readBytes, whenFoldersChange } from '../input/index.js';
import { printAnswer, type JsonOption } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';
import { renderTried, renderWritten } from './map-try-text.js';

export interface MapTryOptions extends JsonOption {
  watch?: boolean;
  /** Whose rows of crosswalks count. */
  partner?: string;
}

/** Bytes that this command reads. */
const triedBytesMax = 64 * 1_048_576;

/** @returns the exit code: 1 when something is held or rejected, or cannot be read; 2 for a mapping that there is not */
export async function mapTry(
  root: string,
  given: { mapping: string; file: string },
  options: MapTryOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const once = (): Promise<number> => tryOnce(root, given, options, terminal);
  if (options.watch !== true) return once();
  return whenFoldersChange([join(root, 'mappings'), given.file], once, terminal);
}

async function tryOnce(
  root: string,
  { mapping: name, file }: { mapping: string; file: string },
  options: MapTryOptions,
  terminal: Terminal,
): Promise<number> {
  const mapping = findMapping(root, name, terminal)?.mapping;
  if (mapping === undefined) return 2;
  const bytes = await readBytes(file, triedBytesMax, terminal);
  if (bytes === undefined) return 1;
  const context = { partner: options.partner ?? '', today: new Date().toISOString().slice(0, 10) };
  if ('compose' in mapping) return compose(mapping, { file, bytes, context }, options, terminal);
  const { documents, faults } = mappingDocuments(mapping.from, bytes);
  for (const fault of faults) terminal.remark(`${file}: ${fault}\n`);
  const tried = documents.map((document) => tryDocument(mapping, document, { bytes, context }));
  const json = options.json === true;
  if (json) await terminal.write(`${JSON.stringify({ mapping: mapping.name, documents: tried })}\n`);
  else for (const one of tried) await terminal.write(renderTried(mapping, one, { file, bytes }));
  if (tried.length === 0) return 1;
  if (!json) terminal.remark(`Next: npx waybill test record ${file} --mapping ${mapping.name}\n`);
  return tried.some(({ issues }) => issues.some(isSerious)) || faults.length > 0 ? 1 : 0;
}

interface Given {
  bytes: Buffer;
  context: { partner: string; today: string };
}

function tryDocument(mapping: Mapping, document: Document, { bytes, context }: Given): TriedDocument {
  const noted = noteReading(document, formOf(mapping));
  const { record, origins, issues, businessKey } = mapping.apply(noted.document, context);
  const values = leavesOf(record).map(({ path, value }) => {
    const origin = origins[path];
    return { path, value, ...(origin === undefined ? {} : placeOf(origin, bytes)) };
  });
  return { document: nameOf(document), businessKey, values, issues, notTaken: noted.notTaken(), record };
}

function formOf({ from }: Mapping): NotedForm {
  if (from.format === 'x12') return { outline: outlineOf(from.version, from.set) };
  return from.format === 'csv' || from.format === 'fixed' ? { columns: (type) => columnsOf(from, type) } : {};
}

function nameOf(document: Document): string {
  return document.format === 'x12'
    ? `${document.set} ${document.transactionSetControlNumber}`
    : `document ${document.position.document}`;
}

function placeOf(origin: Origin, bytes: Buffer): Pick<TriedValue, 'place' | 'at' | 'text'> {
  const { offset, length, segment, segmentId, element, component, row, column, line, path } = origin;
  const number = element === undefined ? '' : String(element).padStart(2, '0');
  const place =
    segmentId === undefined
      ? (column ?? path)
      : `${segmentId}${number}${component === undefined ? '' : `-${component}`}`;
  const at = segment ?? row ?? line;
  return {
    ...defined({ place, at }),
    text: decodeText(bytes, { start: offset, end: offset + length, wrapped: true }),
  };
}

/** Every plain value of a record by its path, in order; what the hub sets itself is left out. */
export function leavesOf(value: unknown, path = ''): { path: string; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) =>
    path === '' && (key === 'record' || key === 'partner')
      ? []
      : leavesOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

export function isSerious({ action }: MappingIssue): boolean {
  return action !== 'warn';
}

async function compose(
  mapping: OutboundMapping,
  { file, bytes, context }: Given & { file: string },
  options: MapTryOptions,
  terminal: Terminal,
): Promise<number> {
  const record = recordOf(bytes);
  if (record === undefined) {
    terminal.remark(
      `${file} is no record: ${mapping.name} writes a document from a ${mapping.from} as JSON.\n`,
    );
    return 1;
  }
  const { document, issues, origins, businessKey } = mapping.compose(record, context);
  const used = new Set(Object.values(origins));
  const lines = linesOf(document).map(({ number, text }) => ({
    number,
    text,
    from: Object.entries(origins).flatMap(([at, path]) => (at.startsWith(`${number}.`) ? [path] : [])),
  }));
  // Nothing is known of what an XML document takes.
  const left = used.size === 0 ? [] : leavesOf(record);
  const notTaken = left
    .filter(({ path }) => !used.has(path))
    .map(({ path, value }) => ({ name: path, text: String(value), count: 1 }));
  const written: WrittenDocument = { businessKey, lines, issues, notTaken };
  await printAnswer(terminal, options, { mapping: mapping.name, documents: [written] }, () =>
    renderWritten(mapping, written),
  );
  return issues.some(isSerious) ? 1 : 0;
}

/** Segments count from 2, behind ST; rows and lines from 1. */
function linesOf(document: ComposedDocument): { number: number; text: string }[] {
  const numbered = (texts: readonly string[], first: number) =>
    texts.map((text, index) => ({ number: index + first, text }));
  if (document.format === 'x12') return numbered(document.segments.map(segmentText), 2);
  return numbered(document.format === 'csv' ? document.rows : document.text.trimEnd().split('\n'), 1);
}

function recordOf(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? (read as Record<string, unknown>)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
