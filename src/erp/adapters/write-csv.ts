/**
 * A record as CSV: one row per line of the record, the fields of the record itself repeated on each.
 *
 * The columns come from the schema of the kind, never from the record, so every file of a kind has the same columns in the
 * same order. A list other than `lines` stands in one cell, as JSON.
 */
import { type Field, fieldsOf, isRecordKind, type RecordKind } from '../../canonical/index.js';
import { RefusedError } from '../../errors.js';
import { writeCsvRow } from '../../formats/index.js';
import type { ErpDelivery } from '../erp.js';

/** The list whose members become rows. */
const rowsField = 'lines';
/** Where each value stood in the partner's file: of use to the hub, not to an ERP. */
const originsField = 'origins';
/** What stands in one cell, as JSON. */
const listShapes: readonly Field['shape'][] = ['list', 'lots', 'identifiers'];
/** The first columns: whose record it is, and under which key a repeat is known. */
const startColumns = ['id', 'revision', 'record', 'businessKey', 'partner'];

/** The columns of one kind, as paths: of the record itself, and of one line. */
export interface CsvColumns {
  record: string[][];
  line: string[][];
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
  return [headingOf(columns), ...table].map((row) => `${writeCsvRow(row)}\r\n`).join('');
}

function headingOf(columns: CsvColumns): string[] {
  return [
    ...startColumns,
    ...columns.record.map((path) => path.join('.')),
    ...columns.line.map((path) => [rowsField, ...path].join('.')),
  ];
}

/** The columns that a kind gives, without those that every file starts with. */
export function columnsOf(kind: RecordKind): CsvColumns {
  const fields = fieldsOf(kind);
  const top = [...fields.keys()].filter(
    (path) => !path.includes('.') && ![rowsField, originsField].includes(path),
  );
  const cells = top.filter((name) => !startColumns.includes(name)).flatMap((name) => cellPaths(fields, name));
  const rows = fields.get(rowsField)?.names ?? [];
  const rowCells = rows.flatMap((name) => cellPaths(fields, `${rowsField}.${name}`));
  return {
    record: cells.map((path) => path.split('.')),
    line: rowCells.map((path) => path.split('.').slice(1)),
  };
}

function columnsOfKind(kind: string): CsvColumns {
  if (isRecordKind(kind)) return columnsOf(kind);
  throw new RefusedError('DELIVERY_REFUSED', 'The kind of this record has no CSV form', { detail: { kind } });
}

/** The plain values and lists at a path and below: each becomes one cell. */
function cellPaths(fields: ReadonlyMap<string, Field>, path: string): string[] {
  const field = fields.get(path);
  const isCell = field === undefined || field.names.length === 0 || listShapes.includes(field.shape);
  return isCell ? [path] : field.names.flatMap((name) => cellPaths(fields, `${path}.${name}`));
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
