/**
 * A record as CSV: one row per line of the record, the fields of the record itself repeated on each.
 *
 * The columns come from the schema of the kind, never from the record, so every file of a kind has the same columns in the
 * same order. A list other than `lines` stands in one cell, as JSON.
 */
import { z } from 'zod';
import { isRecordKind, schemaOf } from '../canonical/index.js';
import { RefusedError } from '../errors.js';
import type { ErpDelivery } from './erp.js';

/** The list whose members become rows. */
const rowsField = 'lines';
/** Where each value stood in the partner's file: of use to the hub, not to an ERP. */
const originsField = 'origins';
/** The first columns: whose record it is, and under which key a repeat is known. */
const startColumns = ['id', 'revision', 'record', 'businessKey', 'partner'];

/** The columns of one kind, as paths: of the record itself, and of one line. */
export interface CsvColumns {
  record: string[][];
  line: string[][];
}

/** The part of a JSON Schema that is looked at here. */
interface Shape {
  properties?: Record<string, Shape>;
  items?: Shape;
}

/**
 * @param delivery a record of a kind that the canonical schemas know
 * @returns CSV as in RFC 4180, with a heading
 * @throws RefusedError the kind has no schema, so it has no columns
 */
export function writeCsv(delivery: ErpDelivery): string {
  const columns = columnsOfKind(delivery.kind);
  const { kind, recordId, revision, businessKey, partner, body } = delivery;
  const start = [recordId, String(revision), kind, businessKey, partner];
  const fromRecord = columns.record.map((path) => cellText(valueAt(body, path)));
  const lines = valueAt(body, [rowsField]);
  // A record without lines is one row; so is one with an empty list, or it would vanish.
  const rows: unknown[] = Array.isArray(lines) && lines.length > 0 ? lines : [undefined];
  const table = rows.map((line) => [
    ...start,
    ...fromRecord,
    ...columns.line.map((path) => cellText(valueAt(line, path))),
  ]);
  return [headingOf(columns), ...table].map((row) => `${row.map(writeCell).join(',')}\r\n`).join('');
}

function headingOf(columns: CsvColumns): string[] {
  return [
    ...startColumns,
    ...columns.record.map((path) => path.join('.')),
    ...columns.line.map((path) => [rowsField, ...path].join('.')),
  ];
}

/** The columns that a schema gives, without those that every file starts with. */
export function columnsOf(schema: z.ZodType): CsvColumns {
  const shape = z.toJSONSchema(schema, { unrepresentable: 'any' }) as Shape;
  const { [rowsField]: rows, [originsField]: _unused, ...rest } = shape.properties ?? {};
  const paths = pathsOf({ properties: rest }, []);
  return {
    record: paths.filter(([first]) => !startColumns.includes(first ?? '')),
    line: rows?.items === undefined ? [] : pathsOf(rows.items, []),
  };
}

function columnsOfKind(kind: string): CsvColumns {
  if (isRecordKind(kind)) return columnsOf(schemaOf(kind));
  throw new RefusedError('DELIVERY_REFUSED', 'The kind of this record has no CSV form', { detail: { kind } });
}

function pathsOf(shape: Shape, path: string[]): string[][] {
  if (shape.properties === undefined) return [path];
  return Object.entries(shape.properties).flatMap(([name, inner]) => pathsOf(inner, [...path, name]));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * A cell that a spreadsheet would run as a formula gets an apostrophe in front, also when the sign is full-width or follows
 * blanks. A plain negative number is none.
 */
function writeCell(text: string): string {
  const isFormula =
    /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(text) && !/^-\d+(\.\d+)?$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
