/**
 * `element: Order`: one element of XML with its attributes, its text and the elements inside. It is left out when nothing in it
 * has a value.
 */
import { unwritableInXml, writeXml, type XmlNode } from '../../formats/index.js';
import type { YamlPath } from '../../yaml/index.js';
import { addProblem, checkPart, elementBlock } from '../file/index.js';
import { compileCondition, addIssue } from '../values/index.js';
import { compileValue, isConstant, type MakeValue, readField } from './compile-value.js';
import type { ComposePlace, OutboundCompilation, Write, Written } from './draft.js';
import type { ComposedDocument, OutboundTarget } from './outbound-mapping.js';
import { anyText } from './write-forms.js';

type XmlTarget = Extract<OutboundTarget, { format: 'xml' }>;

interface Part {
  make: MakeValue;
  isConstant: boolean;
}

const attributeName = /^[A-Za-z_][\w.-]*(:[A-Za-z_][\w.-]*)?$/;

export function compileElement(
  compilation: OutboundCompilation,
  path: YamlPath,
  compileBlocks: (compilation: OutboundCompilation, path: YamlPath) => Write,
): Write {
  const block = checkPart(compilation, path, elementBlock);
  if (!block) return () => false;
  const { element: name } = block;
  const holds = block.when ? compileCondition(compilation, block.when, [...path, 'when']) : () => true;
  const compile = (written: unknown, label: string, at: YamlPath): Part[] => {
    const spec = readField(compilation, written, at);
    if (!spec) return [];
    const make = compileValue(compilation, spec, { label, path: at, form: anyText });
    return [{ make: writable(make, label), isConstant: isConstant(spec) }];
  };
  const attributes = Object.entries(block.attributes ?? {}).flatMap(([attribute, written]) => {
    const at = [...path, 'attributes', attribute];
    if (!attributeName.test(attribute))
      addProblem(compilation, at, {
        code: 'MAP117',
        message: `"${attribute}" is no name of XML`,
        target: 'key',
      });
    return compile(written, `${name}@${attribute}`, at).map((part) => ({ ...part, attribute }));
  });
  const [text] = block.text === undefined ? [] : compile(block.text, name, [...path, 'text']);
  const inner = block.elements && compileBlocks(compilation, [...path, 'elements']);
  const constantOnly = [...attributes, ...(text ? [text] : [])].every((part) => part.isConstant) && !inner;
  return (place) => {
    if (!holds(place.scope)) return false;
    let hasValue = constantOnly;
    const made = (part: Part): string | undefined => {
      const written = part.make(place)?.text;
      hasValue ||= written !== undefined && !part.isConstant;
      return written;
    };
    const values = attributes.flatMap((part): [string, string][] => {
      const value = made(part);
      return value === undefined ? [] : [[part.attribute, value]];
    });
    const content = text && made(text);
    const children: XmlNode[] = [];
    hasValue = (inner?.({ ...place, draft: { ...place.draft, nodes: children } }) ?? false) || hasValue;
    if (!hasValue) return false;
    const node = { name, attributes: values, children };
    place.draft.nodes.push(content === undefined ? node : { ...node, text: content });
    return true;
  };
}

/** Characters that XML cannot hold are told and left out. */
function writable(make: MakeValue, label: string) {
  return (place: ComposePlace): Written | undefined => {
    const written = make(place);
    if (!written) return undefined;
    const text = written.text.replace(unwritableInXml, '');
    if (text === written.text) return written;
    const words = `${label} holds a character that XML cannot hold.`;
    const manner = { action: 'hold' as const, sensitive: true, target: label };
    addIssue(place.run, written.path ?? label, manner, { code: 'VALUE_NOT_WRITABLE', words });
    return { ...written, text };
  };
}

export function writeXmlNodes(
  children: readonly XmlNode[],
  to: XmlTarget,
): Extract<ComposedDocument, { format: 'xml' }> {
  const attributes = Object.entries(to.namespaces).map(([prefix, uri]): [string, string] => [
    prefix === '' ? 'xmlns' : `xmlns:${prefix}`,
    uri,
  ]);
  const root = { name: to.root, attributes, children };
  return { format: 'xml', root, text: writeXml(root, to) };
}
