/**
 * Names with prefixes to names with the URI of their namespace, as the elements around them declare it.
 */
import { TreeFault } from '../tree-document.js';

/** What is declared on one element; what it does not declare, the scope around it does. */
export interface NameScope {
  above: NameScope | undefined;
  /** By prefix; '' is for element names without one. */
  declared: ReadonlyMap<string, string>;
  /** Names resolved before: the same few stand in a file again and again. */
  resolved: Map<string, string>;
}

const xmlUri = 'http://www.w3.org/XML/1998/namespace';

export function outermostScope(): NameScope {
  return { above: undefined, declared: new Map([['xml', xmlUri]]), resolved: new Map() };
}

/** @returns the local name, or `{uri}name`; with @ before it for attributes */
export function resolveName(
  written: string,
  scope: NameScope,
  kind: 'element' | 'attribute',
): string | undefined {
  const key = kind === 'element' ? written : `@${written}`;
  const before = scope.resolved.get(key);
  if (before !== undefined) return before;
  const name = lookUp(written, scope, kind);
  if (name !== undefined) scope.resolved.set(key, name);
  return name;
}

function lookUp(written: string, scope: NameScope, kind: 'element' | 'attribute'): string | undefined {
  const colon = written.indexOf(':');
  const prefix = written.slice(0, Math.max(colon, 0));
  const local = written.slice(colon + 1);
  const sign = kind === 'element' ? '' : '@';
  // An attribute without a prefix is in no namespace, whatever the default is.
  if (prefix === '' && kind === 'attribute') return colon < 0 ? sign + local : undefined;
  const uri = uriOf(prefix, scope);
  if (local === '' || local.includes(':') || colon === 0) return undefined;
  if (uri === undefined) return prefix === '' ? sign + local : undefined;
  return uri === '' ? sign + local : `${sign}{${uri}}${local}`;
}

function uriOf(prefix: string, scope: NameScope): string | undefined {
  for (let at: NameScope | undefined = scope; at; at = at.above) {
    const uri = at.declared.get(prefix);
    if (uri !== undefined) return uri;
  }
  return undefined;
}

export function undeclaredPrefix(at: { start: number; end: number; value: string }): TreeFault {
  const words = 'A name has a prefix that no xmlns declares here, or a colon that does not belong.';
  return new TreeFault('XML_NAMESPACE', words, { ...at, value: at.value.slice(0, 99) });
}
