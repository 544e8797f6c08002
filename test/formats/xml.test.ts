/**
 * XML as it is read: text, attributes, namespaces and places; and what is written comes back, whatever it is.
 */
import { expect } from 'chai';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import { readFile, readTree } from '../../src/formats/file-form.js';
import type { TreeNode } from '../../src/formats/tree-document.js';
import { xmlOptions } from '../../src/formats/xml/xml-options.js';

type Written = Parameters<typeof xmlOptions.parse>[0];

function optionsOf(more: object = {}) {
  const written: Written = { format: 'xml', root: 'r', doctype: 'ignore', ...more };
  return xmlOptions.parse(written);
}

/** The file as a tree. */
function treeOf(bytes: Uint8Array) {
  return readTree(bytes, { format: 'xml', options: optionsOf(), root: 'r', document: [] });
}

function rootOf(file: string | Uint8Array): TreeNode {
  const { root, issues } = treeOf(typeof file === 'string' ? Buffer.from(file) : file);
  expect(issues.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
  return root!;
}

/** What stands at the place of a node. */
function bytesAt(file: Uint8Array, node: TreeNode): string {
  const { offset, length } = node.place();
  return Buffer.from(file.subarray(offset, offset + length)).toString();
}

describe('an element of XML', () => {
  it('has its own text without blanks around it, with CDATA and references as what they stand for', () => {
    expect(rootOf('<r>\n  A &amp; B <![CDATA[<&amp;>]]> &#233;&#x20AC;\n</r>').text).to.equal(
      'A & B <&amp;> \u00e9\u20ac',
    );
  });

  it('leaves out the text of elements inside, comments and instructions', () => {
    expect(rootOf('<r>one<!-- no --> <b>two</b> three<?no?></r>').text).to.equal('one  three');
    expect(rootOf('<r><b>two</b></r>').text).to.equal('');
  });

  it('has line ends as line feeds, and in attributes as blanks', () => {
    const root = rootOf('<r a="x\r\ny\tz">one\r\ntwo\rthree</r>');
    expect(root.text).to.equal('one\ntwo\nthree');
    expect(root.inner('@a')[0]?.text).to.equal('x y z');
  });

  it('says where its text stands, else its start tag', () => {
    const file = Buffer.from('\ufeff<r>\n<b>\n  caf\u00e9 \ud83d\ude91 </b><c x="\u00e9 1" y=\'2\'/></r>');
    const root = rootOf(file);
    const [b, c] = [root.inner('b')[0]!, root.inner('c')[0]!];
    expect(bytesAt(file, b)).to.equal('caf\u00e9 \ud83d\ude91');
    expect(b.place()).to.include({ line: 3, path: '/r/b' });
    expect(bytesAt(file, c)).to.equal('<c x="\u00e9 1" y=\'2\'/>');
    const [y] = c.inner('@y');
    expect(bytesAt(file, y!)).to.equal('2');
    expect(y?.place()).to.include({ line: 3, path: '/r/c/@y' });
  });

  it('counts in its path among those of its name', () => {
    const root = rootOf('<r><a/><b/><a><c/></a></r>');
    const [, second] = root.inner('a');
    expect(second?.inner('c')[0]?.place().path).to.equal('/r/a[2]/c');
    expect(root.inner('b')[0]?.place().path).to.equal('/r/b');
  });

  it('says where it stands in UTF-16 and Windows-1252 too', () => {
    const wide = Buffer.from('\ufeff<r><a>\u20ac</a><b>x</b></r>', 'utf16le');
    const { offset, length } = rootOf(wide).inner('b')[0]!.place();
    expect(wide.toString('utf16le', offset, offset + length)).to.equal('x');
    const narrow = Buffer.from(
      '<?xml version="1.0" encoding="latin1"?><r><a>\u00e9</a><b>x</b></r>',
      'latin1',
    );
    const place = rootOf(narrow).inner('b')[0]!.place();
    expect(narrow.toString('latin1', place.offset, place.offset + place.length)).to.equal('x');
  });

  it('says where it stands behind thousands of characters of several bytes', () => {
    const file = Buffer.from(`<r><a>${'\u00e9\ud83d\ude91x'.repeat(5_000)}</a><b>here</b></r>`);
    expect(bytesAt(file, rootOf(file).inner('b')[0]!)).to.equal('here');
  });

  it('is known by the URI of its namespace, whatever the prefix', () => {
    const root = rootOf(
      '<p:r xmlns:p="urn:a" xmlns="urn:b"><c p:d="1" d="2" xml:lang="en"/><c xmlns=""/><x:c xmlns:x="urn:b"/></p:r>',
    );
    expect(root.name).to.equal('{urn:a}r');
    const [c, ...more] = root.inner('{urn:b}c');
    expect(more).to.have.length(1);
    expect(root.inner('c')).to.have.length(1);
    expect(c?.inner('@{urn:a}d')[0]?.text).to.equal('1');
    expect(c?.inner('@d')[0]?.text).to.equal('2');
    expect(c?.inner('@{http://www.w3.org/XML/1998/namespace}lang')[0]?.text).to.equal('en');
  });
});

describe('an XML file', () => {
  const form = (document: string[], root = 'r') =>
    ({ format: 'xml', options: optionsOf(), root, document }) as const;

  it('may hold several documents', () => {
    const file = Buffer.from('<r><h/><d>1</d><g><d>2</d></g><d>3</d></r>');
    const { documents } = readFile(file, form(['d']));
    expect(documents.map(({ position }) => position)).to.deep.equal([{ document: 1 }, { document: 2 }]);
    expect(readFile(file, form([])).documents).to.have.length(1);
  });

  it('without the root or the documents that are looked for is of another kind', () => {
    for (const other of [form(['x']), form([], 'cXML')]) {
      const { documents, issues } = readFile(Buffer.from('<r/>'), other);
      expect(documents).to.deep.equal([]);
      expect(issues.map(({ code }) => code)).to.deep.equal(['DOCUMENT_UNKNOWN']);
    }
  });
});

/** A tree to write: names, attributes, and text or inner trees. */
interface Tree {
  name: string;
  attributes: [string, string][];
  content: (string | Tree)[];
}

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,6}$/);
const anyText = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map((text) => text.replace(/[\u0000-\u0008\u000b-\u001f\ufffd-\uffff]/g, '?'));
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name,
    attributes: fc.uniqueArray(
      fc.tuple(
        name.filter((one) => !/^xml/i.test(one)),
        anyText,
      ),
      {
        selector: ([key]) => key,
        maxLength: 3,
      },
    ),
    content: fc.array(fc.oneof({ depthSize: 'small' }, anyText, tie('tree')), { maxLength: 4 }),
  }),
}));

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;'); // prettier-ignore

function write({ name: tag, attributes, content }: Tree): string {
  const written = attributes.map(([key, text]) => ` ${key}="${escape(text)}"`).join('');
  return `<${tag}${written}>${content.map((one) => (typeof one === 'string' ? escape(one) : write(one))).join('')}</${tag}>`;
}

function expectSame(node: TreeNode, meant: Tree): void {
  expect(node.name).to.equal(meant.name);
  const own = meant.content.filter((one) => typeof one === 'string').join('');
  expect(node.text.replace(/\s+/g, ' ')).to.equal(own.replace(/\s+/g, ' ').trim());
  for (const [key, text] of meant.attributes)
    expect(node.inner(`@${key}`)[0]?.text).to.equal(text.replace(/[\t\n]/g, ' ').trim());
  const inner = meant.content.filter((one) => typeof one !== 'string');
  const seen = new Map<string, number>();
  for (const one of inner) {
    const position = seen.get(one.name) ?? 0;
    seen.set(one.name, position + 1);
    expectSame(node.inner(one.name)[position]!, one);
  }
}

describe('reading XML', () => {
  it('finds what was written', () => {
    fc.assert(
      fc.property(tree, (meant) => expectSame(rootOf(write(meant)), meant)),
      { seed: 20261122 },
    );
  });

  it('never throws, whatever the bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 60 });
    const markup = fc.array(
      fc.constantFrom(...['<', '>', '/', '</r>', '<r', '<r>', ' a="', '"', "'", '&', '&amp;', ';', '<!--', '-->', '<![CDATA[', ']]>', '<?xml', '?>', '<!DOCTYPE', '[', ' ', '\n', 'x', ':', 'xmlns', '=', '\ufeff', '\u0000', '\ud800']), // prettier-ignore
      { maxLength: 20 },
    );
    const files = fc.oneof(
      bytes,
      markup.map((parts) => Buffer.from(parts.join(''))),
    );
    fc.assert(
      fc.property(files, (file) => {
        const { root, issues } = treeOf(file);
        expect(root === undefined).to.equal(issues.some(({ severity }) => severity === 'error'));
        for (const { place } of issues)
          expect((place?.offset ?? 0) + (place?.length ?? 0)).to.be.at.most(file.length);
      }),
      { seed: 20261122, numRuns: 3_000 },
    );
  });

  it('refuses what the validator of fast-xml-parser refuses, and agrees with its parser about the rest', () => {
    const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, parseAttributeValue: false, preserveOrder: true, trimValues: false, attributeNamePrefix: '' }); // prettier-ignore
    const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom('<', '>', '/', '"', '&', 'x', ' ', '')), { maxLength: 2 }); // prettier-ignore
    let sound = 0;
    fc.assert(
      fc.property(tree, edits, (meant, all) => {
        const text = all.reduce((file, [at, sign]) => {
          const place = at % file.length;
          return file.slice(0, place) + sign + file.slice(place + 1);
        }, write(meant));
        const { root } = treeOf(Buffer.from(text));
        if (!root) return;
        sound += 1;
        expect(XMLValidator.validate(text), text).to.equal(true);
        const [top] = parser.parse(text) as Record<string, unknown>[];
        expect(Object.keys(top ?? {})[0]).to.equal(root.name);
      }),
      { seed: 20261122, numRuns: 500 },
    );
    expect(sound).to.be.above(100);
  });
});
