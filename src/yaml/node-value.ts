/**
 * Parsed YAML nodes to plain values, refusing what a configuration file has no use for.
 *
 * Keys are taken as written, so that `010:` and `997:` are the words they look like; tags, merge keys and `__proto__` are
 * refused, and aliases count every time they are used, so that a small file cannot unfold into a huge value.
 */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import { defined } from '../defined.js';

/** Levels of lists and maps inside each other. */
export const depthMax = 64;
/** Values in one file, those that aliases repeat included. */
export const valuesMax = 50_000;

export interface NodeFault {
  code: 'YAML_TAG' | 'YAML_KEY' | 'YAML_DUPLICATE_KEY' | 'YAML_ALIAS' | 'YAML_TOO_DEEP' | 'YAML_TOO_LARGE';
  message: string;
  help?: string;
  /** UTF-16 offsets into the text. */
  start: number;
  end: number;
}

/** What each alias stands for. */
export type AliasTargets = Map<Node, Node>;

interface Walk {
  anchors: Map<string, Node>;
  targets: AliasTargets;
  faults: NodeFault[];
  values: number;
}

/** @returns the plain value; what is at fault is left out of it */
export function nodeValue(contents: Node | null): {
  value: unknown;
  targets: AliasTargets;
  faults: NodeFault[];
} {
  const walk: Walk = { anchors: new Map(), targets: new Map(), faults: [], values: 0 };
  const value = valueOf(contents, walk, 0);
  return { value, targets: walk.targets, faults: walk.faults };
}

/** The word a key stands for: as written, unless it is quoted. undefined for keys that are no single word. */
export function keyWord(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  if (key.type === 'PLAIN') return (key as Scalar & { source?: string }).source ?? String(key.value);
  return typeof key.value === 'string' ? key.value : undefined;
}

function valueOf(node: Node | null | undefined, walk: Walk, depth: number): unknown {
  if (node === null || node === undefined) return null;
  walk.values += 1;
  if (walk.values === valuesMax + 1) {
    const message = `more than ${valuesMax} values in one file, those repeated by aliases included`;
    walk.faults.push({ code: 'YAML_TOO_LARGE', message, ...rangeOf(node) });
  }
  if (walk.values > valuesMax) return null;
  if (depth > depthMax) return fault(walk, node, 'YAML_TOO_DEEP', `more than ${depthMax} levels deep`);
  if (isAlias(node)) return aliasValue(node, walk, depth);
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, node);
  if (node.tag !== undefined) {
    return fault(walk, node, 'YAML_TAG', `tags such as ${node.tag} are not read\nwrite the plain value`);
  }
  if (isMap(node)) return mapValue(node, walk, depth);
  if (isSeq(node)) return node.items.map((item) => valueOf(item as Node | null, walk, depth + 1));
  return isScalar(node) ? node.value : null;
}

/** The parser's own look-up walks the whole document for every alias, so the anchors passed are kept here. */
function aliasValue(node: Alias, walk: Walk, depth: number): unknown {
  const target = walk.anchors.get(node.source);
  if (target === undefined) {
    return fault(walk, node, 'YAML_ALIAS', `no anchor &${node.source} stands before this alias`);
  }
  walk.targets.set(node, target);
  return valueOf(target, walk, depth + 1);
}

function mapValue(map: YAMLMap, walk: Walk, depth: number): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { key, value } of map.items) {
    const word = checkedKey(key as Node | null, map, walk);
    if (word === undefined) continue;
    if (Object.hasOwn(result, word)) {
      fault(
        walk,
        key as Node,
        'YAML_DUPLICATE_KEY',
        `key "${word}" stands twice in the same map\nkeep one of them`,
      );
      continue;
    }
    result[word] = valueOf(value as Node | null, walk, depth + 1);
  }
  return result;
}

function checkedKey(key: Node | null, map: YAMLMap, walk: Walk): string | undefined {
  const word = keyWord(key);
  const place = key ?? map;
  if (word === undefined)
    return fault(walk, place, 'YAML_KEY', 'a key must be a single word or a quoted text');
  if (key?.tag !== undefined) return fault(walk, place, 'YAML_TAG', `tags such as ${key.tag} are not read`);
  if (word === '__proto__') return fault(walk, place, 'YAML_KEY', 'the key __proto__ is not allowed');
  if (word === '<<') {
    return fault(walk, place, 'YAML_KEY', 'merge keys (<<) are not read\nwrite the keys out');
  }
  return word;
}

/** @param words the message; help may follow on a second line */
function fault(walk: Walk, node: Node, code: NodeFault['code'], words: string): undefined {
  const [message = '', help] = words.split('\n');
  walk.faults.push({ code, message, ...defined({ help }), ...rangeOf(node) });
}

function rangeOf(node: Node): { start: number; end: number } {
  const range = node.range;
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 };
}
