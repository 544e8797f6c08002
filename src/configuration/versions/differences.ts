/**
 * What differs between two versions of the configuration, in words: by agreement, connection and field, not by line.
 *
 * Values are shown as they are written: a configuration holds names of secrets, never a secret.
 */
import { sha256, type Version, type VersionFile } from '../../store/configuration/index.js';
import { readYaml } from '../../yaml/index.js';

export interface FileDifference {
  path: string;
  change: 'added' | 'changed' | 'removed';
  /** One for each thing that differs, such as `agreement invoices: acknowledge 997 -> 999`. */
  words: string[];
}

type YamlValue = string | number | boolean | null | undefined | readonly YamlValue[] | YamlMap;
type YamlMap = { readonly [key: string]: YamlValue };

/** Differences told of one file; more are counted. */
const differencesPerFileMax = 50;
/** Rows of a table shown of those added and removed. */
const rowsShownMax = 5;
/** Characters of a value that are shown. */
const valueShownMax = 60;

/** @param before undefined: there was none */
export function findDifferences(before: Version | undefined, after: Version): FileDifference[] {
  const old = new Map(before?.files.map((file) => [file.path, file]));
  const found: FileDifference[] = [];
  for (const file of after.files) {
    const other = old.get(file.path);
    old.delete(file.path);
    if (other === undefined) found.push({ path: file.path, change: 'added', words: summary(file) });
    else if (sha256(other.bytes) !== sha256(file.bytes)) {
      found.push({ path: file.path, change: 'changed', words: limited(differencesOf(other, file)) });
    }
  }
  for (const file of old.values()) found.push({ path: file.path, change: 'removed', words: summary(file) });
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Mappings whose content changed under the same version: their records could not be told apart by it. */
export function findSameVersions(before: Version | undefined, after: Version): string[] {
  const old = new Map(before?.files.map((file) => [file.path, file]));
  return after.files
    .filter(({ path }) => path.startsWith('mappings/') && isYamlPath(path))
    .flatMap((file) => {
      const other = old.get(file.path);
      if (other === undefined) return [];
      const [one, two] = [valueOf(other), valueOf(file)];
      if (JSON.stringify(one) === JSON.stringify(two)) return [];
      if (!isMap(one) || !isMap(two) || one['version'] !== two['version']) return [];
      return [`${file.path} changed, but its version is still ${shown(two['version'])}`];
    });
}

function limited(words: string[]): string[] {
  if (words.length <= differencesPerFileMax) return words;
  const more = words.length - differencesPerFileMax;
  return [...words.slice(0, differencesPerFileMax), `and ${more} more`];
}

function differencesOf(before: VersionFile, after: VersionFile): string[] {
  if (!isYamlPath(after.path)) return rowDifferences(before, after);
  const words = compare(valueOf(before), valueOf(after), []);
  return words.length === 0 ? ['comments or layout only'] : words;
}

function valueOf({ path, bytes }: VersionFile): YamlValue {
  return readYaml(path, bytes.toString('utf8')).value as YamlValue;
}

function isYamlPath(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

function isMap(value: YamlValue): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Walks both; where only one of them has something, that is told as a whole. */
function compare(before: YamlValue, after: YamlValue, path: readonly string[]): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [one, other] = [asMap(before), asMap(after)];
  if (one === undefined || other === undefined) return [changed(path, before, after)];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.flatMap((key) => {
    const inside = [...path, key];
    if (!Object.hasOwn(one, key)) return [`${placeOf(inside)} added${valueIn(other[key])}`];
    if (!Object.hasOwn(other, key)) return [`${placeOf(inside)} removed${valueIn(one[key])}`];
    return compare(one[key], other[key], inside);
  });
}

/** A map, or a list whose entries have names: `agreements` are told by their id. */
function asMap(value: YamlValue): YamlMap | undefined {
  if (isMap(value)) return value;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const named = value.flatMap((entry: YamlValue) => {
    const id = isMap(entry) ? (entry['id'] ?? entry['name']) : undefined;
    return typeof id === 'string' ? [[id, entry] as const] : [];
  });
  const isNamed = named.length === value.length && new Set(named.map(([id]) => id)).size === value.length;
  return isNamed ? Object.fromEntries(named) : undefined;
}

function changed(path: readonly string[], before: YamlValue, after: YamlValue): string {
  return `${placeOf(path)} ${shown(before)} -> ${shown(after)}`;
}

/** Lists and maps of a partner file that have a word of their own. */
const words: Record<string, string> = { agreements: 'agreement', connections: 'connection' };

/** `agreement invoices: acknowledge`, or `fields.lines.each`. */
function placeOf(path: readonly string[]): string {
  const [top = '', name, ...rest] = path;
  const word = words[top];
  if (word === undefined || name === undefined) return path.join('.');
  return rest.length === 0 ? `${word} ${name}` : `${word} ${name}: ${rest.join('.')}`;
}

function valueIn(value: YamlValue): string {
  return isMap(value) ? '' : ` (${shown(value)})`;
}

function shown(value: YamlValue): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  const plain = text.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ');
  return plain.length > valueShownMax ? `${plain.slice(0, valueShownMax)}...` : plain;
}

/** Tables: rows by their text, because a row has no name of its own. */
function rowDifferences(before: VersionFile, after: VersionFile): string[] {
  const [one, other] = [rowsOf(before), rowsOf(after)];
  const [inOne, inOther] = [new Set(one), new Set(other)];
  const added = other.filter((row) => !inOne.has(row));
  const removed = one.filter((row) => !inOther.has(row));
  if (added.length + removed.length === 0) return ['the order of its rows'];
  return [...rowWords('added', added), ...rowWords('removed', removed)];
}

function rowsOf({ bytes }: VersionFile): string[] {
  return bytes
    .toString('utf8')
    .split(/\r?\n/)
    .filter((row) => row !== '');
}

function rowWords(what: string, rows: readonly string[]): string[] {
  if (rows.length === 0) return [];
  const examples = rows.slice(0, rowsShownMax).map((row) => `  ${shown(row)}`);
  return [`${rows.length} ${rows.length === 1 ? 'row' : 'rows'} ${what}`, ...examples];
}

/** What stands in a file that is added or removed as a whole. */
function summary(file: VersionFile): string[] {
  if (!isYamlPath(file.path)) return [`${Math.max(0, rowsOf(file).length - 1)} rows`];
  const value = valueOf(file);
  if (!isMap(value)) return [];
  const count = (key: string, noun: string) => {
    const found = Object.keys(asMap(value[key]) ?? {}).length;
    return found === 0 ? [] : [`${found} ${noun}${found === 1 ? '' : 's'}`];
  };
  const status = value['status'] === undefined ? [] : [shown(value['status'])];
  const name = [value['name'] ?? value['title']].flatMap((text) => (text === undefined ? [] : [shown(text)]));
  const found = [
    ...name,
    ...status,
    ...count('connections', 'connection'),
    ...count('agreements', 'agreement'),
  ];
  return found.length === 0 ? [] : [found.join(', ')];
}
