/**
 * What the compilers of one mapping share: the file and its base, the crosswalks, and the problems found so far.
 */
import type { ZodType } from 'zod';
import type { RecordKind } from '../../canonical/index.js';
import type { Crosswalk } from '../../crosswalks/index.js';
import {
  checkAgainst,
  nearest,
  problemAt,
  type Problem,
  type ProblemWords,
  valueAt,
  type YamlFile,
  type YamlPath,
} from '../../yaml/index.js';
import type { Form } from './forms.js';
import type { Action, Incoming } from './mapping.js';
import { isFault, type Scope, type Select, type SelectorFault, type Selectors } from './scope.js';

export interface LoadedCrosswalk {
  crosswalk: Crosswalk;
  key: readonly string[];
  onMissing: Action;
  file: string;
}

/** A crosswalk and the column that is looked up. */
export interface Lookup extends LoadedCrosswalk {
  name: string;
  column: string;
}

export interface Compilation {
  readonly kind: RecordKind;
  readonly format: Incoming['format'] | 'record';
  readonly selectors: Selectors;
  /** undefined for crosswalks whose file has problems of its own. */
  readonly crosswalks: ReadonlyMap<string, LoadedCrosswalk | undefined>;
  readonly source: MappingSource;
  readonly problems: Problem[];
  /** Canonical paths of targets that are masked. */
  readonly sensitive: Set<string>;
  /** Canonical paths of all targets filled so far; of lists, those of the fields inside. */
  readonly mapped: Set<string>;
}

/** The mapping's own file, and the base that it extends. */
export interface MappingSource {
  /** The two merged. */
  value: Record<string, unknown>;
  own: YamlFile;
  base: YamlFile | undefined;
  /** Parts that stand elsewhere than their place in the merged value says. */
  places: Places;
}

/** Where a part of the merged value is written; of one that both files have, the own file first. */
export type Places = Map<unknown, readonly WrittenPlace[]>;

export interface WrittenPlace {
  yaml: YamlFile;
  path: YamlPath;
}

export function addProblem(compilation: Compilation, path: YamlPath, words: ProblemWords): void {
  const { source, problems } = compilation;
  const place = writtenAt(source, asWritten(source, path));
  problems.push(problemAt(place.yaml, place.path, words));
}

/** A plain selector stands for `{ from: ... }`, so a path may lead into what is text in the file. */
function asWritten(source: MappingSource, path: YamlPath): YamlPath {
  const above = path.findIndex((_, index) => typeof valueAt(source.value, path.slice(0, index)) === 'string');
  return above < 0 ? path : path.slice(0, above);
}

/** Checks one part of the merged file against a schema; its problems are added. */
export function checkPart<T>(compilation: Compilation, path: YamlPath, schema: ZodType<T>): T | undefined {
  const { source, problems } = compilation;
  const merged: YamlFile = {
    ...source.own,
    value: source.value,
    problems: [],
    writtenAt: (at) => writtenAt(source, at),
  };
  const checked = checkAgainst(merged, schema, { at: path });
  problems.push(...checked.problems);
  return checked.value;
}

/** The file that has a path of the merged value, or the most of it. */
function writtenAt({ value, own, base, places }: MappingSource, path: YamlPath): WrittenPlace {
  let written: readonly WrittenPlace[] = [own, ...(base ? [base] : [])].map((yaml) => ({ yaml, path: [] }));
  path.forEach((step, index) => {
    const further = written.map(({ yaml, path: before }) => ({ yaml, path: [...before, step] }));
    written = places.get(valueAt(value, path.slice(0, index + 1))) ?? further;
  });
  const known = written.map((place) => stepsKnown(place));
  return written[known.indexOf(Math.max(...known))]!;
}

/** How much of a path there is: what is missing stands nowhere. */
function stepsKnown({ yaml, path }: WrittenPlace): number {
  const missing = path.findIndex((_, index) => valueAt(yaml.value, path.slice(0, index + 1)) === undefined);
  return missing < 0 ? path.length + 1 : missing;
}

export function compileSelect(compilation: Compilation, selector: string, path: YamlPath): Select {
  const select = compilation.selectors.value(selector);
  if (!isFault(select)) return select;
  addProblem(compilation, path, selectorProblem(select));
  return () => undefined;
}

export function compileEach(
  compilation: Compilation,
  selector: string,
  path: YamlPath,
): (scope: Scope) => Scope[] {
  const each = compilation.selectors.each(selector);
  if (!isFault(each)) return each;
  addProblem(compilation, path, selectorProblem(each));
  return () => [];
}

function selectorProblem(fault: SelectorFault): ProblemWords {
  return { code: 'MAP103', message: fault.message, help: fault.help };
}

/** `items.item_number` to its table; undefined, with a problem, when there is none. */
export function compileLookup(
  compilation: Compilation,
  reference: string,
  path: YamlPath,
): Lookup | undefined {
  const dot = reference.indexOf('.');
  const [name, column] = [reference.slice(0, dot), reference.slice(dot + 1)];
  if (!compilation.crosswalks.has(name)) {
    const help = suggestion(name, compilation.crosswalks.keys(), 'name it under crosswalks:');
    addProblem(compilation, path, { code: 'MAP104', message: `there is no crosswalk "${name}"`, help });
    return undefined;
  }
  const loaded = compilation.crosswalks.get(name);
  if (!loaded) return undefined;
  if (loaded.crosswalk.columns.includes(column)) return { ...loaded, name, column };
  const help = suggestion(
    column,
    loaded.crosswalk.columns,
    `columns: ${loaded.crosswalk.columns.join(', ')}`,
  );
  addProblem(compilation, path, {
    code: 'MAP104',
    message: `crosswalk "${name}" has no column "${column}"`,
    help,
  });
  return undefined;
}

/** Cells of a looked-up column that no record could take: better told now than when a document waits. Empty ones are missing rows. */
export function checkColumn(
  compilation: Compilation,
  lookup: Lookup | undefined,
  form: Form,
  path: YamlPath,
): void {
  for (const row of lookup?.crosswalk.rows ?? []) {
    const cell = row.cell(lookup?.column ?? '');
    const formed = cell === '' ? { text: '' } : form(cell);
    if ('text' in formed) continue;
    const message = `${lookup?.file} row ${row.row}: "${cell}" in column "${lookup?.column}" ${formed.words}`;
    addProblem(compilation, path, { code: 'MAP112', message });
    return;
  }
}

/** "did you mean", or what to do otherwise. */
export function suggestion(word: string, known: Iterable<string>, otherwise: string): string {
  const near = nearest(word, known);
  return near === undefined ? otherwise : `did you mean "${near}"?`;
}
