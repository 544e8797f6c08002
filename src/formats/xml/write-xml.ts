/**
 * Elements to XML text. Strict and small: everything is escaped, nothing is read back from outside.
 *
 * What XML 1.0 cannot hold at all, such as most control characters, must not be given: `unwritableInXml` finds it.
 */

export interface XmlNode {
  name: string;
  /** In the order in which they are written. */
  attributes: readonly (readonly [name: string, value: string])[];
  text?: string;
  children: readonly XmlNode[];
}

export interface XmlWriting {
  declaration: boolean;
  /** System identifier of the document type, such as that of cXML. */
  doctype?: string | undefined;
  /** Blanks for each level; 0 for no line breaks at all. */
  indent: number;
}

/** Control characters but tab and line breaks, halves of surrogate pairs, and the two that are no characters. */
export const unwritableInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu;

export function writeXml(root: XmlNode, how: XmlWriting): string {
  const lines: string[] = [];
  if (how.declaration) lines.push('<?xml version="1.0" encoding="UTF-8"?>');
  if (how.doctype !== undefined) lines.push(`<!DOCTYPE ${root.name} SYSTEM "${escaped(how.doctype)}">`);
  writeNode(root, { depth: 0, indent: how.indent, lines });
  return how.indent === 0 ? lines.join('') : `${lines.join('\n')}\n`;
}

interface Writing {
  depth: number;
  indent: number;
  lines: string[];
}

function writeNode(node: XmlNode, { depth, indent, lines }: Writing): void {
  const before = ' '.repeat(depth * indent);
  const attributes = node.attributes.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  const open = `${before}<${node.name}${attributes}`;
  const text = node.text ?? '';
  if (node.children.length === 0) {
    lines.push(text === '' ? `${open}/>` : `${open}>${escaped(text)}</${node.name}>`);
    return;
  }
  lines.push(`${open}>`);
  if (text !== '') lines.push(escaped(text));
  for (const child of node.children) writeNode(child, { depth: depth + 1, indent, lines });
  lines.push(`${before}</${node.name}>`);
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Line breaks and tabs too: a reader would make blanks of them. */
function escaped(text: string): string {
  return text.replace(/[&<>"'\t\n\r]/g, (character) => references[character] ?? character);
}
