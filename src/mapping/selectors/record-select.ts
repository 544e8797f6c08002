/**
 * Selectors over records at work: closures that find values and entries from where we stand.
 */
import {
  type Entry,
  isEntry,
  isFault,
  type RecordScope,
  type Scope,
  type Select,
  type SelectorFault,
  type Selectors,
} from '../file/index.js';
import {
  parseRecordList,
  parseRecordValue,
  type RecordSelector,
  type RecordStep,
  type Standpoint,
} from './record-selector.js';

export interface FoundInRecord {
  value: unknown;
  /** Path into the record, with list positions. */
  path: string;
}

/** The language of selectors at one place of a mapping. */
export function recordSelectors(at: Standpoint): Selectors {
  return {
    value: (text): Select | SelectorFault => {
      const selector = parseRecordValue(text, at);
      if (isFault(selector)) return selector;
      return (scope) => {
        const found = findInRecord(selector, scope);
        return found && { text: textOf(found.value), origin: undefined };
      };
    },
    each: (text) => {
      if (text === 'here') return (scope) => [scope];
      const selector = parseRecordList(text, at);
      return isFault(selector) ? selector : (scope) => findEntries(selector, scope);
    },
    wordsOf: (text) => {
      const selector = parseRecordValue(text, at);
      return isFault(selector) ? undefined : selector.field.choices;
    },
    root: () => {
      throw new TypeError('a record is not read as a document');
    },
    placeOf: () => undefined,
  };
}

export function scopeOfRecord(record: Entry): RecordScope {
  return { format: 'record', entry: record, prefix: '', outer: undefined };
}

/** @returns undefined where the entry on the way is not there; else the place, with or without a value */
export function findInRecord(selector: RecordSelector, from: Scope): FoundInRecord | undefined {
  const start = outerOf(from, selector.up);
  if (!start) return undefined;
  let at: FoundInRecord | undefined = { value: start.entry, path: start.prefix };
  for (const step of selector.steps) at = at && stepInto(at, step);
  return at;
}

/** Where a value would stand, whether it is there or not: `lines.0.item.identifiers`. */
export function placeInRecord(selector: RecordSelector, from: Scope): string {
  const found = findInRecord(selector, from);
  if (found) return found.path;
  const start = outerOf(from, selector.up);
  const picked = selector.steps.findIndex(({ pick }) => pick !== undefined);
  const steps = picked < 0 ? selector.steps : selector.steps.slice(0, picked + 1);
  return `${start?.prefix ?? ''}${steps.map(({ name }) => name).join('.')}`;
}

export function findEntries(selector: RecordSelector, from: Scope): RecordScope[] {
  const start = outerOf(from, selector.up);
  if (!start || from.format !== 'record') return [];
  const last = selector.steps.at(-1)!;
  const found = findInRecord(
    { ...selector, steps: [...selector.steps.slice(0, -1), { name: last.name }] },
    from,
  );
  if (!found || !Array.isArray(found.value)) return [];
  return found.value.flatMap((entry: unknown, index): RecordScope[] => {
    if (!isEntry(entry) || (last.pick && !last.pick.words.includes(textOf(entry[last.pick.field]))))
      return [];
    return [{ format: 'record', entry, prefix: `${found.path}.${index}.`, outer: from }];
  });
}

/** Text of a plain value, trimmed; '' for anything else. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' ? String(value) : '';
}

function outerOf(from: Scope, up: number): RecordScope | undefined {
  let at = from.format === 'record' ? from : undefined;
  for (let left = up; left > 0 && at; left--) at = at.outer;
  return at;
}

function stepInto(at: FoundInRecord, { name, pick }: RecordStep): FoundInRecord | undefined {
  if (!isEntry(at.value)) return undefined;
  const path = at.path === '' || at.path.endsWith('.') ? at.path + name : `${at.path}.${name}`;
  const value = Object.hasOwn(at.value, name) ? at.value[name] : undefined;
  if (!pick) return { value, path };
  if (!Array.isArray(value)) return undefined;
  for (const word of pick.words) {
    const index = value.findIndex((entry: unknown) => isEntry(entry) && textOf(entry[pick.field]) === word);
    if (index >= 0) return { value: value[index], path: `${path}.${index}` };
  }
  return undefined;
}
