/**
 * The shape of an XML or JSON sample: each kind of element or key once, with how often it stands and what its values look like.
 *
 * Where several of a name stand side by side and a role or type tells them apart, each is a kind of its own: `Contact(@role=shipTo)`.
 */
import type { TreeNode } from '../../formats/index.js';

export interface TreeShape {
  /** As a selector says it: `cbc:ID`, `@id`, `Contact(@role=shipTo)`. */
  step: string;
  /** The name in small letters, a word at a time: "invoice line". */
  words: string;
  /** Whether several stand in one place. */
  isList: boolean;
  /** Texts that are not empty; the first ones. */
  values: readonly string[];
  inner: readonly TreeShape[];
}

/** How names are written in selectors. @returns undefined for a name that no selector can say */
export type WriteName = (name: string) => string | undefined;

/** Values kept of one kind. */
const valuesMax = 200;
/** Kinds that a role may tell apart. */
const rolesMax = 12;
/** Levels looked into. */
const depthMax = 40;

/** @param nodes all of one kind, wherever they stand */
export function shapeOf(nodes: readonly TreeNode[], step: string, write: WriteName, depth = 0): TreeShape {
  const parents = new Map<TreeNode | undefined, number>();
  for (const { parent } of nodes) parents.set(parent, (parents.get(parent) ?? 0) + 1);
  const values: string[] = [];
  for (const { text } of nodes) if (text !== '' && values.length < valuesMax) values.push(text);
  const isList = [...parents.values()].some((count) => count > 1) || nodes.some(isInList);
  const inner = depth >= depthMax ? [] : innerShapes(nodes, write, depth + 1);
  return { step, words: wordsOf(step), isList, values, inner };
}

/** One entry of a list in JSON says that it stands in one. */
function isInList(node: TreeNode): boolean {
  return /\[\d+\]$/.test(node.place().path) && !node.place().path.startsWith('/');
}

function innerShapes(nodes: readonly TreeNode[], write: WriteName, depth: number): TreeShape[] {
  const byName = new Map<string, TreeNode[]>();
  for (const node of nodes) {
    for (const inner of node.all()) {
      const same = byName.get(inner.name);
      if (same) same.push(inner);
      else byName.set(inner.name, [inner]);
    }
  }
  return [...byName].flatMap(([name, same]) => {
    const written = write(name);
    if (written === undefined) return [];
    return [...byRole(same, written, write)].map(([step, some]) => shapeOf(some, step, write, depth));
  });
}

const roleNames = /^@?(role|type|qualifier|qual|kind|name|domain|purpose|scheme)( ?(code|id|name))?$/;

/** Under the step that finds them. */
function byRole(nodes: readonly TreeNode[], written: string, write: WriteName): Map<string, TreeNode[]> {
  const alone = new Map([[written, [...nodes]]]);
  const names = new Set(nodes[0]?.all().map(({ name }) => name) ?? []);
  for (const name of names) {
    const role = write(name);
    if (role === undefined || !roleNames.test(`${name.startsWith('@') ? '@' : ''}${wordsOf(name)}`)) continue;
    // What an element is called is no role: only an attribute, or a key beside a value, names the kind.
    if (wordsOf(name).startsWith('name') && !name.startsWith('@') && !names.has('value')) continue;
    const roles = rolesOf(nodes, name);
    // One scheme or type alone tells nothing apart; a role says whose name it is.
    if (roles === undefined || (roles.size === 1 && !/role|qual/.test(wordsOf(name)))) continue;
    return new Map(
      [...roles].map(([value, some]) => [
        `${written}(${role}=${/^[\w.-]+$/.test(value) ? value : `"${value}"`})`,
        some,
      ]),
    );
  }
  return alone;
}

/** @returns undefined when it does not tell them apart everywhere */
function rolesOf(nodes: readonly TreeNode[], name: string): Map<string, TreeNode[]> | undefined {
  const roles = new Map<string, TreeNode[]>();
  const seen = new Map<TreeNode | undefined, Set<string>>();
  for (const node of nodes) {
    const value = node.inner(name)[0]?.text ?? '';
    const before = seen.get(node.parent) ?? new Set();
    if (!/^[\w .-]{1,30}$/.test(value) || before.has(value)) return undefined;
    seen.set(node.parent, before.add(value));
    roles.set(value, [...(roles.get(value) ?? []), node]);
    if (roles.size > rolesMax) return undefined;
  }
  return roles;
}

/** "InvoiceID" is "invoice id", "Contact(@role=shipTo)" is "contact (ship to)". */
export function wordsOf(step: string): string {
  const local = step.replace(/^@?\{[^}]*\}/, '').replace(/^@?[\w.-]+:(?=[^(]*)/, '');
  const role = /\((?:[^=]*)=([^)]*)\)$/.exec(local)?.[1];
  const name = local.replace(/\(.*$/, '');
  return role === undefined ? plainWords(name) : `${plainWords(name)} (${plainWords(role)})`;
}

function plainWords(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replaceAll('#', ' no ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}
