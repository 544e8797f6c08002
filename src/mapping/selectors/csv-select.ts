/**
 * Selectors of files with rows, CSV and fixed-width: `row.invoice_no`, `H.account`.
 *
 * Inside a list they speak of the entry's row. Outside, the rows of a flat file must agree about a header field; which of two
 * invoice dates is meant would be a guess.
 */
import type { CsvRow } from '../../formats/index.js';
import { nearest } from '../../yaml/index.js';
import type { CsvScope, Found, Select, SelectorFault, Selectors } from '../file/index.js';

/** The row type of flat files. */
const flat = 'row';

/** The columns of flat files, or of each type of rows; what is beside the names does not matter here. */
export interface RowShape {
  columns?: Readonly<Record<string, unknown>> | undefined;
  records?: Readonly<Record<string, { columns: readonly string[] }>> | undefined;
}

export function openCsvSelectors(shape: RowShape): Selectors {
  const types = columnsByType(shape);
  return {
    value: (selector) => {
      const [type = '', column = '', ...rest] = selector.split('.');
      if (column === '' || rest.length > 0) return unreadable(selector, types);
      const columns = types.get(type);
      if (!columns) return unknown(`there are no rows "${type}"`, type, [...types.keys()]);
      if (!columns.includes(column))
        return unknown(`rows "${type}" have no column "${column}"`, column, columns);
      return type === flat && !shape.records ? selectFlat(column) : selectTyped(type, column);
    },
    each: (selector) => {
      if (selector === 'here') return (scope) => [scope];
      if (!types.has(selector))
        return unknown(`there are no rows "${selector}"`, selector, [...types.keys()]);
      return (scope) => (scope.format === 'csv' ? entries(scope, selector) : []);
    },
    root: (document) => {
      if (document.format !== 'csv')
        throw new TypeError('a CSV mapping was given a document of another format');
      return { format: 'csv', document, current: undefined };
    },
    placeOf: (scope) => {
      const row = scope.format === 'csv' ? (scope.current ?? scope.document.rows[0]) : undefined;
      return row && { ...row.range(''), row: row.row };
    },
  };
}

function columnsByType({ columns, records }: RowShape): Map<string, readonly string[]> {
  if (!records) return new Map([[flat, Object.keys(columns ?? {})]]);
  return new Map(Object.entries(records).map(([type, record]) => [type, record.columns]));
}

function entries(scope: CsvScope, type: string): CsvScope[] {
  const rows = scope.document.rows.filter((row) => row.type === type);
  return rows.map((current) => ({ format: 'csv', document: scope.document, current }));
}

function selectTyped(type: string, column: string): Select {
  return (scope) => {
    if (scope.format !== 'csv') return undefined;
    const { current, document } = scope;
    const row = current?.type === type ? current : document.rows.find((candidate) => candidate.type === type);
    return row && cellOf(row, column);
  };
}

function selectFlat(column: string): Select {
  return (scope) => {
    if (scope.format !== 'csv') return undefined;
    return scope.current ? cellOf(scope.current, column) : agreedCell(scope.document.rows, column);
  };
}

function agreedCell(rows: readonly CsvRow[], column: string): Found | undefined {
  let first: CsvRow | undefined;
  let value = '';
  for (const row of rows) {
    const text = (row.cell(column) ?? '').trim();
    if (text === '') continue;
    if (!first) {
      first = row;
      value = text;
    } else if (text !== value) {
      return { ...cellOf(row, column), differs: true };
    }
  }
  const row = first ?? rows[0];
  return row && cellOf(row, column);
}

function cellOf(row: CsvRow, column: string): Found {
  return { text: (row.cell(column) ?? '').trim(), origin: { ...row.range(column), row: row.row, column } };
}

function unknown(message: string, word: string, known: readonly string[]): SelectorFault {
  const near = nearest(word, known);
  return { message, help: near === undefined ? `known: ${known.join(', ')}` : `did you mean "${near}"?` };
}

function unreadable(selector: string, types: ReadonlyMap<string, unknown>): SelectorFault {
  const type = [...types.keys()][0] ?? flat;
  return { message: `"${selector}" is not a selector of a CSV file`, help: `e.g. ${type}.invoice_no` };
}
