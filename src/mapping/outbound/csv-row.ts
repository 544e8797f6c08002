/**
 * Rows of CSV: `fields:` by column. It is written when one of its fields has a value, or when it has constants only.
 */
import { type CsvWriting, writeCsvRow } from '../../formats/index.js';
import type { YamlPath } from '../../yaml/index.js';
import { addProblem, checkPart, suggestion, type OutboundField, rowBlock } from '../file/index.js';
import { compileCondition } from '../values/index.js';
import { compileValue, isConstant, type MakeValue, readField } from './compile-value.js';
import type { Cell, OutboundCompilation, Row, Write } from './draft.js';
import type { ComposedDocument, OutboundTarget } from './outbound-mapping.js';
import { anyText } from './write-forms.js';

type CsvTarget = Extract<OutboundTarget, { format: 'csv' }>;

/** Columns and the headings over them, of a flat file. */
function headingsOf({ columns = [] }: CsvTarget): Map<string, string> {
  return new Map(Array.isArray(columns) ? columns.map((name) => [name, name]) : Object.entries(columns));
}

export function checkCsvTarget(compilation: OutboundCompilation, to: CsvTarget): void {
  const refuse = (path: YamlPath, message: string, help?: string) =>
    addProblem(compilation, ['to', ...path], { code: 'MAP114', message, help });
  if ((to.columns === undefined) === (to.records === undefined))
    refuse([], 'a CSV file has either columns: or records:', 'columns: for rows that are all alike');
  if (/["\r\n]/.test(to.delimiter)) refuse(['delimiter'], 'this character cannot separate columns');
}

interface Part {
  at: number;
  make: MakeValue;
  isConstant: boolean;
}

export function compileRow(compilation: OutboundCompilation, path: YamlPath): Write {
  const block = checkPart(compilation, path, rowBlock);
  if (!block || compilation.to?.format !== 'csv') return () => false;
  const columns = columnsOf(compilation, compilation.to, block.row, path);
  const holds = block.when ? compileCondition(compilation, block.when, [...path, 'when']) : () => true;
  const given: [string, string, unknown][] = [
    ...Object.entries(block.fixed ?? {}).map(([name, value]): [string, string, unknown] => [
      'fixed',
      name,
      { value },
    ]),
    ...Object.entries(block.fields ?? {}).map(([name, field]): [string, string, unknown] => [
      'fields',
      name,
      field,
    ]),
  ];
  const parts = given.flatMap(([key, name, written]): Part[] => {
    const at = [...path, key, name];
    const position = columns.indexOf(name);
    if (position < 0) {
      const help = suggestion(name, columns, `columns: ${columns.join(', ')}`);
      addProblem(compilation, at, {
        code: 'MAP117',
        message: `there is no column "${name}"`,
        help,
        target: 'key',
      });
      return [];
    }
    const spec = key === 'fixed' ? (written as OutboundField) : readField(compilation, written, at);
    if (!spec) return [];
    const make = compileValue(compilation, spec, { label: name, path: at, form: anyText });
    return [{ at: position, make, isConstant: isConstant(spec) }];
  });
  const constantOnly = parts.every((part) => part.isConstant);
  const { row: type } = block;
  return (place) => {
    if (!holds(place.scope)) return false;
    const row: Row = { id: type ?? '', cells: columns.map((): Cell => undefined) };
    let hasValue = constantOnly;
    for (const part of parts) {
      const written = part.make(place);
      row.cells[part.at] = written;
      hasValue ||= written !== undefined && !part.isConstant;
    }
    if (!hasValue) return false;
    // The first column tells the type, as where such files are read.
    if (type !== undefined) row.cells[0] ??= { text: type, path: undefined };
    place.draft.rows.push(row);
    return true;
  };
}

/** Columns of a row, by its type where there are several. */
export function columnsOf(
  compilation: OutboundCompilation,
  to: CsvTarget,
  type: string | undefined,
  path: YamlPath,
): readonly string[] {
  if (!to.records) {
    if (type !== undefined)
      addProblem(compilation, [...path, 'row'], {
        code: 'MAP107',
        message: 'row: goes with records:, and this file has columns:',
      });
    return [...headingsOf(to).keys()];
  }
  const columns = type === undefined || !Object.hasOwn(to.records, type) ? undefined : to.records[type];
  if (columns) return columns;
  const known = Object.keys(to.records);
  const help = suggestion(type ?? '', known, `records: ${known.join(', ')}`);
  const message = type === undefined ? 'nothing says which row this is' : `there is no record "${type}"`;
  addProblem(compilation, type === undefined ? path : [...path, 'row'], { code: 'MAP117', message, help });
  return [];
}

/** All rows as text, and where each cell came from. */
export function writeCsvRows(
  rows: readonly Row[],
  to: CsvTarget,
  origins: Record<string, string>,
): Extract<ComposedDocument, { format: 'csv' }> {
  const how: CsvWriting = { delimiter: to.delimiter, quote: to.quote, formulas: to.formulas };
  const header = to.header && to.columns ? [writeCsvRow([...headingsOf(to).values()], how)] : [];
  const written = rows.map(({ cells }, index) => {
    const texts = cells.map((cell, at) => {
      if (!cell || !('text' in cell)) return '';
      if (cell.path !== undefined) origins[`${index + header.length + 1}.${at + 1}`] = cell.path;
      return cell.text;
    });
    return writeCsvRow(texts, how);
  });
  const all = [...header, ...written];
  const end = to.lineEnding === 'crlf' ? '\r\n' : '\n';
  return { format: 'csv', rows: all, text: all.map((row) => row + end).join('') };
}
