/**
 * A mapping file and the base that it extends, checked key by key and merged into one.
 *
 * What the own file says replaces or adds; `~` takes a field of the base away. A base cannot extend another one.
 */
import { createHash } from 'node:crypto';
import {
  checkAgainst,
  hasErrors,
  problemAt,
  type Problem,
  readYaml,
  type YamlFile,
} from '../../yaml/index.js';
import type { MappingSource, Places } from './compilation.js';
import { mappingFile, type MappingFile } from './mapping-file.js';
import { outboundFile, type OutboundFile } from './outbound-file.js';
import { overrideBlocks } from './override-blocks.js';
import { isEntry } from './record-path.js';

/**
 * @param readText of a file in the mappings folder; undefined when there is none
 * @returns `goesOut` for a mapping that writes documents
 */
export function readSource(
  source: { file: string; text: string },
  readText: (path: string) => string | undefined,
): { source?: MappingSource; goesOut: boolean; problems: Problem[] } {
  const own = readYaml(source.file, source.text);
  const extended = isEntry(own.value) ? own.value['extends'] : undefined;
  const baseText = typeof extended === 'string' ? readText(extended) : undefined;
  const goesOut =
    isOutbound(own.value) || (baseText !== undefined && isOutbound(readYaml('', baseText).value));
  const schema = goesOut ? outboundFile : mappingFile;
  const checked = checkAgainst<MappingFile | OutboundFile>(own, schema);
  if (!checked.value) return { goesOut, problems: checked.problems };
  const ownValue = own.value as Record<string, unknown>;
  const places: Places = new Map();
  if (checked.value.extends === undefined) {
    const problems = withoutBase(own);
    if (problems.length > 0) return { goesOut, problems };
    return { source: { value: ownValue, own, base: undefined, places }, goesOut, problems };
  }
  const { base, problems } = readBase(own, checked.value.extends, { text: baseText, schema });
  if (!base) return { goesOut, problems };
  const value = merged(base, own, places);
  if (!goesOut) return { source: { value, own, base, places }, goesOut, problems };
  const overridden = overrideBlocks(outboundOnly(value), { own, base, places });
  if (overridden.problems.length > 0) return { goesOut, problems: overridden.problems };
  return { source: { value: overridden.value, own, base, places }, goesOut, problems };
}

function withoutBase(own: YamlFile): Problem[] {
  if (!isEntry(own.value) || own.value['overrides'] === undefined) return [];
  const message = 'overrides: change a base, and nothing is extended here';
  return [problemAt(own, ['overrides'], { code: 'MAP111', message, target: 'key' })];
}

/** From a record, or with what only a document that goes out has. */
function isOutbound(value: unknown): boolean {
  const own = ['segments', 'rows', 'elements', 'overrides'];
  return (
    isEntry(value) && (typeof value['from'] === 'string' || own.some((key) => Object.hasOwn(value, key)))
  );
}

/** Without the empty parts that merging adds for mappings that read. */
function outboundOnly(value: Record<string, unknown>): Record<string, unknown> {
  const known = Object.keys(outboundFile.shape);
  return Object.fromEntries(Object.entries(value).filter(([key]) => known.includes(key)));
}

function readBase(
  own: YamlFile,
  path: string,
  { text, schema }: { text: string | undefined; schema: typeof mappingFile | typeof outboundFile },
): { base?: YamlFile; problems: Problem[] } {
  const refuse = (message: string, help?: string) => ({
    problems: [problemAt(own, ['extends'], { code: 'MAP111', message, help })],
  });
  if (text === undefined) return refuse(`there is no mapping file "${path}"`, 'the path starts in mappings/');
  const base = readYaml(inFolderOf(own.file, path), text);
  const checked = checkAgainst<MappingFile | OutboundFile>(base, schema);
  if (!checked.value || hasErrors(checked.problems)) return { problems: checked.problems };
  if (checked.value.extends !== undefined)
    return refuse('the base extends another file itself', 'one level only');
  return { base, problems: [] };
}

/** How a file of the mappings folder is shown, like the mapping itself. */
export function inFolderOf(file: string, path: string): string {
  const folder = /^(.*\/)?mappings\//.exec(file)?.[0] ?? '';
  return folder + path;
}

const byName = ['crosswalks', 'fixed', 'fields'] as const;

function merged(baseFile: YamlFile, ownFile: YamlFile, places: Places): Record<string, unknown> {
  const base = baseFile.value as Record<string, unknown>;
  const own = ownFile.value as Record<string, unknown>;
  const result: Record<string, unknown> = { ...base, ...own };
  for (const key of byName) result[key] = mergedMaps(base[key], own[key]);
  result['rules'] = mergedRules([baseFile, ownFile], places);
  result['tests'] = own['tests'] ?? [];
  return result;
}

/** Lists of fields are merged too, down to their own fields; any other field is replaced as a whole. */
function mergedMaps(base: unknown, own: unknown): Record<string, unknown> {
  const result: Record<string, unknown> = isEntry(base) ? { ...base } : {};
  for (const [name, value] of Object.entries(isEntry(own) ? own : {})) {
    const before = result[name];
    if (value === null) delete result[name];
    else if (isEntry(before) && isEntry(value) && isEntry(before['fields']) && isEntry(value['fields'])) {
      result[name] = { ...before, ...value, fields: mergedMaps(before['fields'], value['fields']) };
    } else result[name] = value;
  }
  return result;
}

/** An own rule stands in the place of that of the base with its id, or takes it away; two of one id in one file are left to be told. */
function mergedRules(files: readonly YamlFile[], places: Places): unknown[] {
  const written = files.map((yaml) => {
    const rules = (yaml.value as Record<string, unknown>)['rules'];
    return (Array.isArray(rules) ? rules : []).map((rule: unknown, index) => {
      places.set(rule, [{ yaml, path: ['rules', index] }]);
      return rule;
    });
  });
  const [base = [], own = []] = written;
  const replaced = base.flatMap((rule) => {
    const by = own.filter((one) => idOf(one) === idOf(rule));
    if (by.some((one) => isEntry(one) && one['check'] === null)) return [];
    return by.length === 0 ? [rule] : by;
  });
  const known = new Set(base.map(idOf));
  return [...replaced, ...own.filter((rule) => !known.has(idOf(rule)))];
}

function idOf(rule: unknown): unknown {
  return isEntry(rule) ? rule['id'] : rule;
}

/** SHA-256, hex. Length before text, so that no two lists of texts look alike. */
export function hashOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}\n`).update(text);
  return hash.digest('hex');
}
