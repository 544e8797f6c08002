/**
 * Prefixes for the namespaces of an XML sample: the file's own where they can be used, for people know them from its guide.
 */
import type { TreeNode } from '../../formats/index.js';
import type { WriteName } from './tree-shape.js';

export interface XmlNames {
  /** As a mapping declares them: prefix, or `default`, to URI. */
  namespaces: Record<string, string>;
  /** `{uri}name` as `prefix:name`. */
  write: WriteName;
}

const xmlUri = 'http://www.w3.org/XML/1998/namespace';

export function xmlNames(root: TreeNode, bytes: Uint8Array): XmlNames {
  const uris = new Set<string>();
  let hasPlain = false;
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const uri = uriOf(node.name);
    if (uri !== undefined) uris.add(uri);
    else if (!node.name.startsWith('@')) hasPlain = true;
    pending.push(...node.all());
  }
  const prefixes = new Map([[xmlUri, 'xml']]);
  const said = declared(bytes);
  for (const uri of uris) if (uri !== xmlUri) prefixes.set(uri, prefixFor(uri, { prefixes, said, hasPlain }));
  const taken = new Set([...uris].filter((uri) => uri !== xmlUri));
  const namespaces = Object.fromEntries([...taken].map((uri) => [prefixes.get(uri) ?? '', uri]));
  return { namespaces, write: (name) => written(name, prefixes) };
}

interface Known {
  prefixes: ReadonlyMap<string, string>;
  /** URI to the prefix in the file, '' for none. */
  said: ReadonlyMap<string, string>;
  /** Some elements are in no namespace: then there is no default. */
  hasPlain: boolean;
}

function prefixFor(uri: string, { prefixes, said, hasPlain }: Known): string {
  const used = new Set(prefixes.values());
  const own = said.get(uri) ?? 'ns';
  const wanted = own !== '' ? own : hasPlain ? 'ns' : 'default';
  if (!used.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) if (!used.has(`ns${number}`)) return `ns${number}`;
}

/** Declarations as they stand in the file; found as text, for the tree keeps URIs only. */
function declared(bytes: Uint8Array): Map<string, string> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const found = new Map<string, string>();
  for (const [, prefix = '', double, single] of text.matchAll(
    /\sxmlns(?::([\w.-]+))?\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g,
  )) {
    const uri = double ?? single ?? '';
    if (!found.has(uri)) found.set(uri, prefix);
  }
  return found;
}

function uriOf(name: string): string | undefined {
  return /^@?\{([^}]*)\}/.exec(name)?.[1];
}

function written(name: string, prefixes: ReadonlyMap<string, string>): string | undefined {
  const [, sign = '', uri, local = ''] = /^(@?)(?:\{([^}]*)\})?(.*)$/.exec(name) ?? [];
  if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(local)) return undefined;
  if (uri === undefined) return sign + local;
  const prefix = prefixes.get(uri) ?? '';
  // An attribute is never in the default namespace.
  return prefix === 'default' ? (sign === '' ? local : undefined) : `${sign}${prefix}:${local}`;
}
