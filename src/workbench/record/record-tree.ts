/**
 * One document of an XML or JSON file, written anew from what was read: what is no value, such as comments, is not in it.
 *
 * What the mapping does not look at is made up whatever it is: nobody has said that it is not personal.
 */
import {
  JsonValue,
  type TreeDocument,
  type TreeForm,
  type TreeNode,
  type XmlNode,
  writeXml,
} from '../../formats/index.js';
import type { Mapping } from '../../mapping/index.js';
import { xmlNames } from '../draft/index.js';
import { leavesBelow, type NotedTree, noteTree } from '../try/index.js';
import { isPersonalName, personalPath } from './personal.js';
import { type Invention, openInvention, type Scrubbed } from './scrub.js';
import { forget, holdsSecret } from './secrets.js';

/** @param documents all of the file, of which `document` is one: the others are left out */
export function recordTree(
  mapping: Mapping & { from: TreeForm },
  { document, documents }: { document: TreeDocument; documents: readonly TreeDocument[] },
  bytes: Buffer,
  partner: string,
): Scrubbed {
  const noted = noteTree(document);
  const { origins } = mapping.apply(noted.document, { partner });
  const others = new Set(documents.filter((one) => one !== document).map(({ node }) => node));
  const paths = new Map<string, string[]>();
  for (const [path, origin] of Object.entries(origins)) {
    const plain = path.replace(/\.\d+(?=\.|$)/g, '');
    if (origin.path !== undefined) paths.set(origin.path, [...(paths.get(origin.path) ?? []), plain]);
  }
  const verdicts = verdictsOf(mapping, document.root, { noted, paths });
  const secretTexts = [...verdicts].flatMap(([{ text }, { isSecret }]) => (isSecret ? [text] : []));
  const writing: Writing = { verdicts, noted, others, invention: openInvention(secretTexts) };
  const { encoding } = mapping.from.options;
  const text =
    mapping.from.format === 'xml' ? xmlText(document.root, writing, bytes) : jsonText(document.root, writing);
  // A mark wins over an encoding that the mapping names.
  const mark = encoding === undefined || encoding === 'utf-8' ? '' : '\ufeff';
  const told = new Map<string, number>();
  for (const { name } of verdicts.values()) told.set(name, (told.get(name) ?? 0) + 1);
  return { bytes: Buffer.from(mark + text), told };
}

/** What is to be made up, with its name for people. */
interface Verdict {
  name: string;
  isSecret: boolean;
}

function verdictsOf(
  mapping: Mapping,
  root: TreeNode,
  { noted, paths }: { noted: NotedTree; paths: ReadonlyMap<string, readonly string[]> },
): Map<TreeNode, Verdict> {
  const verdicts = new Map<TreeNode, Verdict>();
  for (const node of leavesBelow(root)) {
    const fields = paths.get(node.place().path) ?? [];
    const told = fields.flatMap((path) => personalPath(mapping, path) ?? []);
    const isItem = fields.some((path) => /(^|\.)item\./.test(path));
    const personal = told.find(({ isSecret }) => isSecret) ?? told[0];
    if (personal) verdicts.set(node, personal);
    else if (!noted.looked.has(node))
      verdicts.set(node, { name: 'what the mapping does not read', isSecret: false });
    else if (noted.taken.has(node) && !isItem && isPersonalName(node.name))
      verdicts.set(node, { name: node.place().path, isSecret: false });
  }
  return verdicts;
}

interface Writing {
  verdicts: ReadonlyMap<TreeNode, Verdict>;
  noted: NotedTree;
  others: ReadonlySet<TreeNode>;
  invention: Invention;
}

/** Made up, or as it stood without the secrets in it. */
function valueOf(node: TreeNode, { verdicts, invention }: Writing): string {
  return verdicts.has(node) ? invention.made(node.text) : withoutSecrets(node.text, invention);
}

function withoutSecrets(text: string, { made, secrets }: Invention): string {
  const clean = forget(text, secrets);
  return holdsSecret(clean, secrets) ? made(text) : clean;
}

/** Names that the mapping asks for stay, whatever they are. */
function nameOf(name: string, { noted, invention }: Writing): string {
  return noted.asked.has(name) ? name : withoutSecrets(name, invention);
}

function xmlText(root: TreeNode, writing: Writing, bytes: Buffer): string {
  const { namespaces } = xmlNames(root, bytes);
  const prefixes = new Map(Object.entries(namespaces).map(([prefix, uri]) => [uri, prefix]));
  prefixes.set('http://www.w3.org/XML/1998/namespace', 'xml');
  const used = new Map<string, string>();
  const qualified = (name: string): string => {
    const [, sign = '', uri, written = ''] = /^(@?)(?:\{([^}]*)\})?(.*)$/.exec(name) ?? [];
    const local = writing.noted.asked.has(name) ? written : withoutSecrets(written, writing.invention);
    if (uri === undefined) return local;
    const known = prefixes.get(uri) ?? 'default';
    if (known === 'xml') return `xml:${local}`;
    // An attribute is never in the namespace that has no prefix.
    const prefix = known === 'default' ? (sign === '' ? '' : 'own') : known;
    used.set(prefix === '' ? 'xmlns' : `xmlns:${prefix}`, uri);
    return prefix === '' ? local : `${prefix}:${local}`;
  };
  const nodeOf = (node: TreeNode, name: string): XmlNode => {
    const inner = node.all().filter((one) => !writing.others.has(one));
    const isAttribute = (one: TreeNode): boolean => one.name.startsWith('@');
    const text = node.text === '' ? '' : valueOf(node, writing);
    return {
      name,
      attributes: inner.filter(isAttribute).map((one) => [qualified(one.name), valueOf(one, writing)]),
      ...(text === '' ? {} : { text }),
      children: inner.filter((one) => !isAttribute(one)).map((one) => nodeOf(one, qualified(one.name))),
    };
  };
  const top = nodeOf(root, qualified(root.name));
  const declared = [...used].map(([name, uri]): [string, string] => [name, uri]);
  return writeXml({ ...top, attributes: [...declared, ...top.attributes] }, { declaration: true, indent: 2 });
}

function jsonText(root: TreeNode, writing: Writing): string {
  if (!(root instanceof JsonValue)) throw new TypeError('a tree of JSON holds values of JSON');
  return `${writeJson(root, writing, '')}\n`;
}

function writeJson(value: JsonValue, writing: Writing, indent: string): string {
  const inner = `${indent}  `;
  const block = (open: string, parts: readonly string[], close: string): string =>
    parts.length === 0
      ? open + close
      : `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
  if (value.members) {
    const parts = [...value.members].map(
      ([key, member]) => `${JSON.stringify(nameOf(key, writing))}: ${writeJson(member, writing, inner)}`,
    );
    return block('{', parts, '}');
  }
  if (value.entries) {
    const kept = value.entries.filter((entry) => !writing.others.has(entry));
    return block(
      '[',
      kept.map((entry) => writeJson(entry, writing, inner)),
      ']',
    );
  }
  const written = value.file.text.slice(value.start, value.end);
  if (written.startsWith('"')) return JSON.stringify(value.text === '' ? '' : valueOf(value, writing));
  if (/^[tfn]/.test(written)) return written;
  return numberOf(written, value, writing);
}

/** A number stays one: what is made up keeps its point, its sign and its exponent. */
function numberOf(written: string, value: JsonValue, writing: Writing): string {
  const made = valueOf(value, writing);
  return /^-?[1-9]\d*(\.\d+)?$|^-?0(\.\d+)?$/.test(made)
    ? made
    : written.replace(/[eE].*$/, '').replace(/\d/g, '7');
}
