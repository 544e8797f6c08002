/**
 * What the operands of rules name in mappings that write: paths into the record, and what has been written: elements such as
 * PO102 in all segments of that name, columns such as D.qty in all rows.
 *
 * An element with implied decimals is taken with its point: TDS01 of 12.50 is 12.50, though 1250 stands there.
 */
import { Arithmetic, fieldsOf } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  suggestion,
  type TermSpec,
  isFault,
  type RecordScope,
  type SelectorFault,
  type Selectors,
} from '../file/index.js';
import {
  constantOperand,
  isMasked,
  recordTerm,
  type RuleLanguage,
  type RuleOperand,
  type RuleTerm,
  type RuleValue,
} from '../rules/index.js';
import { findInRecord, textOf, parseRecordValue } from '../selectors/index.js';
import { compileCondition, type Condition, compileLength, termOf } from '../values/index.js';
import { recordTerms } from './calculated.js';
import { columnsOf } from './csv-row.js';
import type { Cell, ComposePlace, OutboundCompilation, Row, Written } from './draft.js';
import { checkSegmentId, elementTarget } from './segment.js';

/** Where values stand in what is written. */
interface WrittenPlace {
  /** As in the mapping: "PO102". */
  name: string;
  /** Segment, or type of row. */
  id: string;
  isNumber: boolean;
  isOrdered: boolean;
  /** One value, or those of all repetitions. */
  read(row: Row): Written[];
}

export function writtenOperands(compilation: OutboundCompilation): RuleLanguage<ComposePlace> {
  return {
    operand: (text, path) => compileOperand(compilation, text, path),
    term: (written, path) => compileTerm(compilation, written, path),
    count: (written, path) => compileCount(compilation, written, path),
    isTold: (name) => fieldsOf(compilation.kind).has(name),
    told: [...fieldsOf(compilation.kind).keys()],
  };
}

function compileOperand(
  compilation: OutboundCompilation,
  text: string,
  path: YamlPath,
): RuleOperand<ComposePlace> {
  const constant = constantOperand(text);
  if (constant) return constant;
  const selector = parseRecordValue(text, compilation.at);
  if (!isFault(selector)) {
    const read = ({ scope }: ComposePlace): RuleValue | undefined => {
      const found = findInRecord(selector, scope);
      const value = textOf(found?.value);
      return value === '' ? undefined : { text: value, path: found!.path };
    };
    return { sensitive: isMasked(compilation, selector.field), read };
  }
  const written = parseWritten(compilation, text, path);
  if (!written) {
    if (written === undefined) refuse(compilation, text, { path, fault: selector });
    return { sensitive: false, read: () => undefined };
  }
  const sensitive = compilation.masked.has(written.name);
  return { sensitive, read: (place) => valuesOf(written, place, () => true)[0] };
}

function refuse(
  compilation: OutboundCompilation,
  text: string,
  { path, fault }: { path: YamlPath; fault: SelectorFault },
): void {
  const isField = fieldsOf(compilation.kind).has(text);
  if (isField) return addProblem(compilation, path, { code: 'MAP103', ...fault });
  const example = compilation.to?.format === 'csv' ? 'a column: D.qty' : 'an element: PO102';
  const message = `"${text}" is no field of the record, and nothing that is written`;
  const known = [...fieldsOf(compilation.kind).keys()];
  const otherwise = fault.help ?? `a path into the record, ${example}, or a number`;
  addProblem(compilation, path, { code: 'MAP110', message, help: suggestion(text, known, otherwise) });
}

function compileTerm(
  compilation: OutboundCompilation,
  spec: TermSpec,
  path: YamlPath,
): RuleTerm<ComposePlace> {
  const { path: name, at, negative, when, whenAt } = termOf(spec, path);
  const written = fieldsOf(compilation.kind).has(name) ? undefined : parseWritten(compilation, name, at);
  // What is neither is told as a field that is not there.
  if (!written && written !== null) return recordTerm(compilation, spec, recordTerms(compilation, path));
  const none = { name, negative, sensitive: false, isNumber: true, isOrdered: true };
  if (!written) return { ...none, all: () => ({ values: [], isWhole: false }) };
  const holds =
    when === undefined ? () => true : compileRowCondition(compilation, when, { of: written, path: whenAt });
  return {
    name,
    negative,
    sensitive: compilation.masked.has(name),
    isNumber: written.isNumber,
    isOrdered: written.isOrdered,
    all: (place) => ({ values: valuesOf(written, place, holds), isWhole: isWritten(written, place) }),
  };
}

/** `count: lines`, or `count: PO1`: segments or rows that were written; with a condition on their own elements. */
function compileCount(
  compilation: OutboundCompilation,
  spec: TermSpec,
  path: YamlPath,
): (place: ComposePlace) => string | undefined {
  const { path: id, at, when, whenAt } = termOf(spec, path);
  if (fieldsOf(compilation.kind).has(id))
    return compileLength(compilation, spec, recordTerms(compilation, path));
  if (!rowIds(compilation).includes(id)) {
    const help = suggestion(
      id,
      rowIds(compilation),
      'a list of the record, or a segment that is written: PO1',
    );
    const message = `"${id}" is no list of the record, and nothing that is written`;
    addProblem(compilation, at, { code: 'MAP110', message, help });
    return () => undefined;
  }
  const of = { id };
  const holds =
    when === undefined ? () => true : compileRowCondition(compilation, when, { of, path: whenAt });
  return ({ draft }) => String(draft.rows.filter((row) => row.id === idOf(id) && holds(row)).length);
}

/** Segments, or types of rows, that this mapping writes. */
function rowIds({ to, order }: OutboundCompilation): string[] {
  if (to?.format === 'csv') return to.records ? Object.keys(to.records) : ['row'];
  return to?.format === 'x12' ? [...new Set(order.map(({ id }) => id))] : [];
}

/** The rows of a flat file have no type of their own. */
function idOf(id: string): string {
  return id === 'row' ? '' : id;
}

/** undefined for what is no name of something written, null when it is and a problem says what is wrong with it. */
function parseWritten(
  compilation: OutboundCompilation,
  name: string,
  path: YamlPath,
): WrittenPlace | undefined | null {
  if (compilation.to?.format === 'csv') return parseColumn(compilation, name, path);
  const id = /^([A-Z][A-Z0-9]{1,2})\d\d(-\d{1,2})?$/.exec(name)?.[1];
  if (id === undefined || compilation.to?.format !== 'x12') return undefined;
  if (!checkSegmentId(compilation, id, path)) return null;
  const target = elementTarget(compilation, id, name, path);
  if (!target) return null;
  if (!rowIds(compilation).includes(id)) {
    const help = `segments: ${rowIds(compilation).join(', ')}`;
    addProblem(compilation, path, { code: 'MAP110', message: `this mapping writes no ${id}`, help });
    return null;
  }
  const { element, component, form } = target;
  const isNumber = form.kind === 'number' || form.kind === 'decimal';
  const places = form.kind === 'number' ? form.places : 0;
  const read = ({ cells }: Row): Written[] =>
    writtenIn(cells[element - 1], component).map(({ text, path }) => ({
      text: withPoint(text, places),
      path,
    }));
  return { name, id, isNumber, isOrdered: isNumber, read };
}

function parseColumn(
  compilation: OutboundCompilation,
  name: string,
  path: YamlPath,
): WrittenPlace | undefined | null {
  const [id = '', ...rest] = name.split('.');
  if (compilation.to?.format !== 'csv' || !rowIds(compilation).includes(id)) return undefined;
  const columns = columnsOf(compilation, compilation.to, id === 'row' ? undefined : id, path);
  const column = rest.join('.');
  const at = columns.indexOf(column);
  if (at >= 0)
    return { name, id, isNumber: true, isOrdered: true, read: ({ cells }) => writtenIn(cells[at], 0) };
  const help = suggestion(column, columns, `columns: ${columns.join(', ')}`);
  addProblem(compilation, path, { code: 'MAP117', message: `there is no column "${column}"`, help });
  return null;
}

function writtenIn(cell: Cell, component: number): Written[] {
  const values = cell && 'repeats' in cell ? cell.repeats : [cell];
  return values.flatMap((value) => {
    const written = value && 'text' in value ? (component === 0 ? value : undefined) : value?.[component - 1];
    return written ? [written] : [];
  });
}

function withPoint(text: string, places: number): string {
  if (places === 0 || !/^-?\d+$/.test(text)) return text;
  return new Arithmetic(text).dividedBy(new Arithmetic(10).pow(places)).toFixed(places);
}

function valuesOf(
  { id, name, read }: WrittenPlace,
  { draft }: ComposePlace,
  holds: (row: Row) => boolean,
): RuleValue[] {
  const rows = draft.rows.filter((row) => row.id === idOf(id) && holds(row));
  return rows.flatMap(read).map(({ text, path }) => ({ text, path, target: name }));
}

/** False when an issue has left one of these elements empty. */
function isWritten({ name }: WrittenPlace, { run }: ComposePlace): boolean {
  return run.issues.every(({ action, target }) => action === 'warn' || target !== name);
}

/** A condition on other elements of the same segment, or columns of the same row. */
function compileRowCondition(
  compilation: OutboundCompilation,
  when: unknown,
  { of, path }: { of: { id: string }; path: YamlPath },
): (row: Row) => boolean {
  const selectors: Selectors = {
    ...compilation.selectors,
    wordsOf: () => undefined,
    value: (text) => {
      const named = compilation.to?.format === 'csv' && !text.includes('.') ? `${of.id}.${text}` : text;
      const place = parseWritten(compilation, named, path);
      if (place?.id !== of.id) return { message: `"${text}" does not stand in ${of.id}` };
      return (scope) => {
        const row = scope.format === 'record' ? (scope.entry['row'] as Row) : undefined;
        return { text: (row && place.read(row)[0]?.text) ?? '', origin: undefined };
      };
    },
  };
  const holds: Condition = compileCondition({ ...compilation, selectors }, when, path);
  return (row) => holds(scopeOfRow(row));
}

function scopeOfRow(row: Row): RecordScope {
  return { format: 'record', entry: { row }, prefix: '', outer: undefined };
}
