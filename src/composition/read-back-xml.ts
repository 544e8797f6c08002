/**
 * The second reading of XML that we are about to send, by a parser that shares no code with our reader and writer.
 *
 * Names, attributes and text are compared with what was meant; blanks that only set lines apart do not count. What is
 * found is told by its place, never by its content.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { XmlNode } from '../formats/index.js';

const attributesKey = ':@';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  // Numbered references too: tabs and line breaks are written as such.
  htmlEntities: true,
  processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
});

/** An element as the parser gives it: one key with its children, beside its attributes. */
type Parsed = Record<string, unknown>;

/** @returns the path of the first element that reads otherwise than meant; undefined when all is the same */
export function readBackXml(text: string, meant: XmlNode): string | undefined {
  if (XMLValidator.validate(text) !== true) return meant.name;
  const roots = elementsOf(parser.parse(text) as Parsed[]);
  return roots.length === 1 ? difference(roots[0]!, meant, meant.name) : meant.name;
}

function difference(found: Parsed, meant: XmlNode, path: string): string | undefined {
  const content = found[meant.name];
  if (!Array.isArray(content)) return path;
  const attributes = Object.entries((found[attributesKey] ?? {}) as Record<string, string>);
  if (JSON.stringify(attributes) !== JSON.stringify(meant.attributes)) return path;
  const text = (content as Parsed[]).map((one) => (typeof one['#text'] === 'string' ? one['#text'] : ''));
  const children = elementsOf(content as Parsed[]);
  const isText = meant.children.length === 0;
  const read = isText ? text.join('') : text.join('').trim();
  if (read !== (isText ? (meant.text ?? '') : (meant.text ?? '').trim())) return path;
  if (children.length !== meant.children.length) return path;
  for (const [index, child] of meant.children.entries()) {
    const place = difference(children[index]!, child, `${path}/${child.name}`);
    if (place !== undefined) return place;
  }
  return undefined;
}

function elementsOf(content: readonly Parsed[]): Parsed[] {
  return content.filter((one) => !Object.hasOwn(one, '#text'));
}
