/**
 * `overrides:` of a mapping that writes: single blocks of the base changed, replaced, taken away or added to.
 *
 * A block is named by its id, or else by what it begins with (PO1, shipTo, lines) where only one block of the base does.
 */
import { hasErrors, problemAt, type Problem, type YamlFile, type YamlPath } from '../../yaml/index.js';
import { type Places, suggestion } from './compilation.js';
import { type Entry, isEntry } from './record-path.js';

/** Keys that begin a block. */
const kinds = ['segment', 'party', 'lots', 'loop', 'levels', 'row', 'element', 'each'] as const;
/** Keys under which further blocks stand. */
const inner = ['segments', 'rows', 'elements', 'loop', 'levels'] as const;
/** Parts that are merged name by name. */
const byName = ['fixed', 'fields', 'attributes'] as const;

interface Merging {
  own: YamlFile;
  base: YamlFile;
  places: Places;
  overrides: Readonly<Record<string, unknown>>;
  /** How many blocks of the base have a name. */
  names: ReadonlyMap<string, number>;
}

/** @param merged the two files as one, in which blocks of the base stand as the base has them */
export function overrideBlocks(
  merged: Entry,
  { own, base, places }: Pick<Merging, 'own' | 'base' | 'places'>,
): { value: Entry; problems: Problem[] } {
  const { overrides, ...value } = merged;
  if (!isEntry(overrides)) return { value, problems: [] };
  const refuse = (path: YamlPath, message: string, help?: string): Problem =>
    problemAt(own, path, { code: 'MAP111', message, help, target: 'key' });
  const lists = ['segments', 'rows', 'elements'].filter((key) => Array.isArray(value[key]));
  const replaced = lists.find((key) => valueIn(own, key) !== undefined);
  if (replaced !== undefined)
    return {
      value,
      problems: [
        refuse(['overrides'], `overrides: change the blocks of a base, and ${replaced}: replace them all`),
      ],
    };
  const names = new Map<string, number>();
  for (const key of lists) countNames(value[key], names);
  const problems = Object.keys(overrides).flatMap((name) => {
    const count = names.get(name) ?? 0;
    if (count === 1) return [];
    const many = `give the one that is meant an id: in ${base.file}`;
    return count > 1
      ? [refuse(['overrides', name], `the base has ${count} blocks "${name}"`, many)]
      : [
          refuse(
            ['overrides', name],
            `the base has no block "${name}"`,
            suggestion(name, names.keys(), `blocks: ${[...names.keys()].join(', ')}`),
          ),
        ];
  });
  if (hasErrors(problems)) return { value, problems };
  const merging = { own, base, places, overrides, names };
  for (const key of lists) value[key] = mergeList(value[key], [key], merging);
  return { value, problems };
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}

function valueIn({ value }: YamlFile, key: string): unknown {
  return isEntry(value) ? value[key] : undefined;
}

function countNames(blocks: unknown, names: Map<string, number>): void {
  for (const block of Array.isArray(blocks) ? blocks.filter(isEntry) : []) {
    const name = nameOf(block);
    if (name !== undefined) names.set(name, (names.get(name) ?? 0) + 1);
    for (const key of inner) countNames(block[key], names);
  }
}

function nameOf(block: Entry): string | undefined {
  const written = [block['id'], block['level'], ...kinds.map((key) => block[key])];
  return written.find((name) => typeof name === 'string');
}

function mergeList(list: unknown, path: YamlPath, merging: Merging): unknown {
  if (!Array.isArray(list)) return list;
  return list.flatMap((block: unknown, index) =>
    isEntry(block) ? mergeBlock(block, [...path, index], merging) : [block],
  );
}

/** The block as it is to be, with those before and after it; none when it is taken away. */
function mergeBlock(block: Entry, path: YamlPath, merging: Merging): unknown[] {
  const { own, base, places, overrides } = merging;
  const name = nameOf(block) ?? '';
  const override = Object.hasOwn(overrides, name) ? overrides[name] : undefined;
  if (override === null) return [];
  const { before, after, ...change } = isEntry(override) ? override : {};
  const at = ['overrides', name];
  const around = (key: 'before' | 'after', written: unknown) =>
    (Array.isArray(written) ? written : []).map((one: unknown, index) => {
      places.set(one, [{ yaml: own, path: [...at, key, index] }]);
      return one;
    });
  const made = isAnother(block, change) ? { ...change } : changed(block, change);
  if (made['id'] === undefined && block['id'] !== undefined) made['id'] = block['id'];
  for (const key of inner) {
    if (made[key] === block[key]) made[key] = mergeList(made[key], [...path, key], merging);
    if (made[key] === undefined || isEmpty(made[key])) delete made[key];
  }
  const written = Object.keys(change).length === 0 ? [] : [{ yaml: own, path: at }];
  places.set(made, isAnother(block, change) ? written : [...written, { yaml: base, path }]);
  return [...around('before', before), made, ...around('after', after)];
}

/** What begins as a block does stands in its place; an `each:` may say other entries than the base's. */
function isAnother(block: Entry, change: Entry): boolean {
  const begun = kinds.find((key) => change[key] !== undefined);
  return begun !== undefined && !(begun === 'each' && block['each'] !== undefined);
}

function changed(block: Entry, change: Entry): Entry {
  const made: Entry = { ...block };
  // An element that was a constant may become a field, and the other way round.
  for (const [key, other] of [
    ['fixed', 'fields'],
    ['fields', 'fixed'],
  ] as const)
    made[key] = withoutNames(block[key], change[other]);
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete made[key];
    else made[key] = byName.some((one) => one === key) ? mergedNames(made[key], value) : value;
  }
  for (const key of byName) if (made[key] === undefined) delete made[key];
  return made;
}

function withoutNames(part: unknown, names: unknown): unknown {
  if (!isEntry(part) || !isEntry(names)) return part;
  return Object.fromEntries(Object.entries(part).filter(([name]) => (names[name] ?? null) === null));
}

function mergedNames(base: unknown, own: unknown): unknown {
  if (!isEntry(base) || !isEntry(own)) return own;
  const result = { ...base, ...own };
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== null));
}
