/**
 * One application of a mapping to one document: the origins and issues found so far, and where we stand.
 */
import type { Origin } from '../../canonical/index.js';
import { type MappingIssue, joinMissing, missingWords, type MissingRow, type Scope } from '../file/index.js';
import type { Action, Issue } from '../../vocabulary/index.js';

export interface Run {
  readonly partner: string;
  readonly day: string | undefined;
  readonly origins: Record<string, Origin>;
  readonly issues: MappingIssue[];
  /** Paths that an issue has left empty: nothing more is said about them. */
  readonly failed: Set<string>;
  /** List entries begun so far. */
  entries: number;
}

/** Work that yields now and then, so that others may have a turn. */
export type Turns<Result> = Generator<undefined, Result>;

/** List entries of one turn, of all lists together. */
export const turnEntries = 32;

/** Whether what goes over the whole record takes long. */
export function isLong({ entries }: Run): boolean {
  return entries > turnEntries;
}

/** Where a value is being made. */
export interface Place {
  scope: Scope;
  run: Run;
  /** The record or the list entry that is being filled. */
  entry: Record<string, unknown>;
  /** Path of that entry with a dot at its end; '' for the record. */
  prefix: string;
}

/** Makes the value of one target; undefined when there is nothing, or an issue says why. */
export type Make = (place: Place, path: string) => unknown;

/** What issues of one field have in common. */
export interface IssueManner {
  action: Action;
  /** Issues of sensitive fields hold no value. */
  sensitive: boolean;
  /** Of what goes out: the element, column or XML element that is being written. */
  target?: string;
}

/** What is wrong with a value; its place is the origin of that value. */
export interface Fault extends Issue<Origin> {
  missing?: MissingRow;
  /** Other than what the field says. */
  action?: Action;
}

/** Characters of a value kept in an issue. */
const valueCharactersMax = 99;

export function addIssue(run: Run, path: string, manner: IssueManner, fault: Fault): void {
  const { code, words, value, place, missing } = fault;
  const action = fault.action ?? manner.action;
  run.issues.push({
    code,
    action,
    words,
    ...(value === undefined || manner.sensitive ? {} : { value: value.slice(0, valueCharactersMax) }),
    path,
    ...(manner.target === undefined ? {} : { target: manner.target }),
    ...(place === undefined ? {} : { place }),
    ...(missing === undefined ? {} : lacking([manner.sensitive ? withoutKey(missing) : missing])),
  });
  if (action !== 'warn') run.failed.add(path);
}

function lacking(missing: readonly MissingRow[]): Pick<MappingIssue, 'crosswalks' | 'missing'> {
  return { crosswalks: [...new Set(missing.map(({ crosswalk }) => crosswalk))], missing };
}

function withoutKey({ key: _content, ...rest }: MissingRow): MissingRow {
  return rest;
}

const weight: Record<Action, number> = { warn: 0, hold: 1, reject: 2 };

/**
 * Issues with the same code at the same element or cell are one: a unit that is missing in a table is told once. Of what goes
 * out, those at the same field of the record.
 */
export function mergeIssues(issues: readonly MappingIssue[]): MappingIssue[] {
  const merged = new Map<string, MappingIssue>();
  issues.forEach((issue, index) => {
    const key = valueKey(issue) ?? `${index}`;
    const first = merged.get(key);
    merged.set(key, first ? joined(first, issue) : issue);
  });
  return [...merged.values()];
}

function valueKey({ code, place, target, path, rule }: MappingIssue): string | undefined {
  // Each rule has a sentence of its own.
  if (rule !== undefined) return undefined;
  if (target !== undefined) return `${code} ${path}`;
  return place && isOneValue(place) ? placeKey(code, place) : undefined;
}

/** A whole segment or row is where things are missing: several different ones may be. */
function isOneValue(origin: Origin): boolean {
  return origin.element !== undefined || origin.column !== undefined || origin.path !== undefined;
}

function placeKey(code: string, origin: Origin): string {
  const { offset, segment, element, component, row, column } = origin;
  return [code, offset, segment, element, component, row, column].join(' ');
}

function joined(first: MappingIssue, next: MappingIssue): MappingIssue {
  const [own, other] = [first.target ?? first.path, next.target ?? next.path];
  const also = new Set([...(first.also ?? []), ...(other === undefined ? [] : [other])]);
  if (own !== undefined) also.delete(own);
  const missing = joinMissing(first.missing ?? [], next.missing ?? []);
  return {
    ...first,
    action: weight[next.action] > weight[first.action] ? next.action : first.action,
    ...(also.size === 0 ? {} : { also: [...also] }),
    ...(missing.length === 0 ? {} : { ...lacking(missing), words: missingWords(missing) }),
  };
}
