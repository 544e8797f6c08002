/**
 * Broken and hostile XML, by the numbers of the list of bad input: refused with a place, or read as it stands. Nothing throws,
 * nothing is fetched, nothing is guessed.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readTree } from '../../src/formats/file-form.js';
import type { TreeNode } from '../../src/formats/tree-document.js';
import { xmlOptions } from '../../src/formats/xml/xml-options.js';

type Written = Parameters<typeof xmlOptions.parse>[0];

function read(file: string | Uint8Array, more: object = {}) {
  const written: Written = { format: 'xml', root: 'r', ...more };
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  return readTree(bytes, { format: 'xml', options: xmlOptions.parse(written), root: 'r', document: [] });
}

/** Why the file is refused, and the text at the place that is named. */
function refusal(file: string | Uint8Array, more: object = {}) {
  const { root, issues } = read(file, more);
  expect(root).to.equal(undefined);
  expect(issues).to.have.length(1);
  const { code, place: { line, offset, length } = { line: undefined, offset: 0, length: 0 } } = issues[0]!;
  const bytes = Buffer.from(file as string);
  return { code, line, at: bytes.subarray(offset, offset + length).toString() };
}

function texts(file: string | Uint8Array, name: string, more: object = {}): string[] {
  const { root, issues } = read(file, more);
  expect(issues).to.deep.equal([]);
  return root!.inner(name).map(({ text }: TreeNode) => text);
}

const laughs = `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><r>&c;</r>`;

describe('bad XML', () => {
  it('M01 refuses entities that grow, however document types are treated', () => {
    for (const doctype of ['refuse', 'ignore']) {
      expect(refusal(laughs, { doctype })).to.include({ code: 'XML_DOCTYPE', line: 1 });
    }
  });

  it('M02 refuses one long entity that is used often', () => {
    const long = `<!DOCTYPE r [<!ENTITY a "${'x'.repeat(9_000)}">]><r>${'&a;'.repeat(20_000)}</r>`;
    expect(refusal(long, { doctype: 'ignore' }).code).to.equal('XML_DOCTYPE');
  });

  it('M03 reads no file and asks no server for an entity or a document type elsewhere', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-xml-'));
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end('<!ENTITY x "y">');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const secret = join(folder, 'secret.txt');
    writeFileSync(secret, 'do not read');
    try {
      for (const uri of [`file://${secret}`, `http://127.0.0.1:${port}/x.dtd`]) {
        const entity = `<!DOCTYPE r [<!ENTITY x SYSTEM "${uri}">]><r>&x;</r>`;
        expect(refusal(entity, { doctype: 'ignore' }).code).to.equal('XML_DOCTYPE');
        const elsewhere = `<!DOCTYPE r SYSTEM "${uri}"><r>text</r>`;
        expect(refusal(elsewhere).code).to.equal('XML_DOCTYPE');
        expect(read(elsewhere, { doctype: 'ignore' }).root?.text).to.equal('text');
        expect(refusal(`<!DOCTYPE r SYSTEM "${uri}"><r>&x;</r>`, { doctype: 'ignore' })).to.include({
          code: 'XML_REFERENCE',
          at: '&x;',
        });
      }
      await new Promise((resolve) => setImmediate(resolve));
      expect(asked).to.equal(0);
      expect(readFileSync(secret, 'utf8')).to.equal('do not read');
    } finally {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    }
  });

  it('M04 refuses parameter entities', () => {
    const file = '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;]><r/>';
    expect(refusal(file, { doctype: 'ignore' }).code).to.equal('XML_DOCTYPE');
  });

  it('M05 refuses references by the million', () => {
    expect(refusal(`<r>${'&#65;'.repeat(2_000_000)}</r>`)).to.include({
      code: 'TOO_MANY_REFERENCES',
      at: '&',
    });
    expect(refusal('<r>&amp;&amp;&amp;</r>', { limits: { referencesMax: 2 } }).code).to.equal(
      'TOO_MANY_REFERENCES',
    );
  });

  it('M06 refuses elements that stand too deep', () => {
    const deep = '<r>'.repeat(5_000) + '</r>'.repeat(5_000);
    expect(refusal(deep)).to.include({ code: 'TOO_DEEP', at: '<r>' });
    expect(read('<r><r/></r>', { limits: { depthMax: 2 } }).issues).to.deep.equal([]);
    expect(refusal('<r><r><r/></r></r>', { limits: { depthMax: 2 } }).code).to.equal('TOO_DEEP');
  });

  it('M07 takes names that mean something to a program for names like any other', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const elements = names.map((name) => `<${name} ${name}="b">a</${name}>`).join('');
    for (const name of names) {
      expect(texts(`<r>${elements}</r>`, name)).to.deep.equal(['a']);
      expect(texts('<r/>', name)).to.deep.equal([]);
    }
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
    expect({}.toString()).to.equal('[object Object]');
  });

  it('M08 refuses a file that was cut off, wherever', () => {
    const whole = '<?xml version="1.0"?><r a="1"><b>text</b><![CDATA[x]]><!-- c --><d/></r>';
    for (let end = 1; end < whole.length; end += 1) {
      const { root, issues } = read(whole.slice(0, end));
      expect(root, whole.slice(0, end)).to.equal(undefined);
      expect(issues).to.have.length(1);
    }
    expect(refusal('<r>\n<a>1</a><b>2')).to.deep.equal({ code: 'XML_NOT_CLOSED', line: 2, at: '<b>' });
  });

  it('M09 refuses a second root, and text behind the first', () => {
    expect(refusal('<r/>\n<r/>')).to.include({ code: 'XML_AFTER_END', line: 2 });
    expect(refusal('<r></r> more')).to.include({ code: 'XML_AFTER_END', at: 'more' });
    expect(refusal('<r></r><![CDATA[]]>').code).to.equal('XML_AFTER_END');
    expect(read('<r/>\n<!-- said the sender -->\n<?done?>\n').issues).to.deep.equal([]);
  });

  it('M10 refuses end tags that do not fit', () => {
    expect(refusal('<r>\n<a></b></r>')).to.deep.equal({ code: 'XML_TAG_MISMATCH', line: 2, at: '</b>' });
    expect(refusal('<r><a></r></a>').code).to.equal('XML_TAG_MISMATCH');
    expect(refusal('<r><a></a ></ r></r>').code).to.equal('XML_TAG_MISMATCH');
    expect(refusal('</r>').code).to.equal('XML_AFTER_END');
    expect(read('<r><a></a\n></r >').issues).to.deep.equal([]);
  });

  it('M11 refuses what is no XML', () => {
    expect(refusal('{}').code).to.equal('XML_MALFORMED');
    expect(refusal('').code).to.equal('XML_NO_ELEMENT');
    expect(refusal('  \n').code).to.equal('XML_NO_ELEMENT');
    expect(refusal('<?xml version="1.0"?>').code).to.equal('XML_NO_ELEMENT');
    expect(refusal('text <r/>').code).to.equal('XML_MALFORMED');
    expect(refusal(' <?xml version="1.0"?><r/>').code).to.equal('XML_MALFORMED');
  });

  it('M12 keeps numbers as they are written', () => {
    const numbers = [
      '00123456789012',
      '1e5',
      '0x1F',
      '12345678901234567890',
      '0.10',
      '-0',
      '+1',
      'Infinity',
      'true',
    ];
    const file = `<r>${numbers.map((number) => `<n>${number}</n>`).join('')}</r>`;
    expect(texts(file, 'n')).to.deep.equal(numbers);
    const attributes = `<r>${numbers.map((number) => `<n v="${number}"/>`).join('')}</r>`;
    const values = read(attributes)
      .root!.inner('n')
      .flatMap((node) => node.inner('@v'));
    expect(values.map(({ text }) => text)).to.deep.equal(numbers);
  });

  it('M13 makes the same shape of one line and of many', () => {
    expect(texts('<r><line>1</line></r>', 'line')).to.deep.equal(['1']);
    expect(texts('<r><line>1</line><x/><line>2</line></r>', 'line')).to.deep.equal(['1', '2']);
    const many = Array.from({ length: 500 }, (_, index) => String(index));
    expect(texts(`<r>${many.map((text) => `<line>${text}</line>`).join('')}</r>`, 'line')).to.deep.equal(
      many,
    );
  });

  it('M14 decodes what the file says, and refuses what it is not', () => {
    const wide = (text: string) => Buffer.from(text, 'utf16le');
    const xml = (encoding: string) =>
      `<?xml version="1.0" encoding="${encoding}"?><r><v>caf\u00e9 \u20ac</v></r>`;
    const cp1252 = (encoding: string) => Buffer.from(xml(encoding).replace('\u20ac', '\u0080'), 'latin1');
    const bigEndian = wide(`\ufeff${xml('utf-16')}`).swap16();
    const sound: (string | Buffer)[] = [
      ...[xml('UTF-8'), `\ufeff${xml('utf-8')}`, wide(`\ufeff${xml('UTF-16')}`), wide(xml('utf-16'))],
      ...[bigEndian, cp1252('ISO-8859-1'), cp1252('windows-1252')],
      wide(`\ufeff<r><v>caf\u00e9 \u20ac</v></r>`),
    ];
    for (const file of sound) expect(texts(file, 'v')).to.deep.equal(['caf\u00e9 \u20ac']);
    const unsound: (string | Buffer)[] = [
      ...[cp1252('utf-8'), xml('utf-16'), wide(`\ufeff${xml('utf-8')}`), `\ufeff${xml('windows-1252')}`],
      ...[xml('EBCDIC-CP-US'), '<r>\ufffd</r>', Buffer.from([0x3c, 0x72, 0x3e, 0xc3, 0x28])],
      Buffer.concat([wide('\ufeff<r>'), Buffer.from([0x00, 0xd8]), wide('</r>')]),
    ];
    for (const file of unsound) expect(refusal(file).code).to.equal('ENCODING');
    const broken = Buffer.from('<r>\n<v>\u00e9\xe9</v></r>', 'latin1');
    expect(read(broken).issues[0]).to.nested.include({
      code: 'ENCODING',
      'place.offset': 7,
      'place.line': 2,
    });
    expect(texts(xml('utf-16'), 'v', { encoding: 'utf-8' })).to.deep.equal(['caf\u00e9 \u20ac']);
  });

  it('M15 ignores instructions and inclusions', () => {
    const file = `<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>
      <r xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/><v>1</v><?php echo 1 ?></r>`;
    expect(texts(file, 'v')).to.deep.equal(['1']);
  });

  it('M16 reads 10 MB of elements, and refuses more than the limit', () => {
    const flat = `<r>${'<line no="1"><item>AM-7731</item><qty>40</qty></line>'.repeat(190_000)}</r>`;
    expect(flat.length).to.be.above(10_000_000);
    expect(texts(flat, 'line')).to.have.length(190_000);
    expect(refusal(flat, { limits: { elementsMax: 100_000 } }).code).to.equal('TOO_MANY_TAGS');
  });

  const malformed: [string, string][] = [
    ['a plain ampersand', '<r>A & B</r>'],
    ['an unknown reference', '<r>&nbsp;</r>'],
    ['a reference to no character', '<r>&#0;</r>'],
    ['a reference to half a character', '<r>&#xD800;</r>'],
    ['a plain < in text', '<r>1 < 2</r>'],
    ['a plain < in an attribute', '<r a="<"/>'],
    ['an attribute without quotes', '<r a=1/>'],
    ['an attribute without a value', '<r a/>'],
    ['an attribute twice', '<r a="1" a="2"/>'],
    ['an attribute twice under two prefixes', '<r xmlns:p="u" xmlns:q="u" p:a="1" q:a="2"/>'],
    ['a declaration of a prefix twice', '<r xmlns:p="u" xmlns:p="v"/>'],
    ['attributes without a blank', '<r a="1"b="2"/>'],
    ['a prefix that is not declared', '<p:r/>'],
    ['a prefix on an attribute that is not declared', '<r p:a="1"/>'],
    ['a name with two colons', '<r xmlns:a="u"><a:b:c/></r>'],
    ['a name that is none', '<1/>'],
    ['a slash that stands alone', '<r / >'],
    ['two hyphens in a comment', '<r><!-- a -- b --></r>'],
    ['the end of a CDATA section in text', '<r>]]></r>'],
    ['a declaration that is not first', '<r><?xml version="1.0"?></r>'],
    ['unknown markup', '<r><!ELEMENT r ANY></r>'],
    ['a document type behind the root', '<r/><!DOCTYPE r>'],
  ];
  for (const [name, file] of malformed) {
    it(`refuses ${name}`, () => {
      expect(refusal(file, { doctype: 'ignore' }).code).to.match(/^XML_/);
    });
  }

  it('refuses control characters, and says where', () => {
    expect(refusal('<r>\n\u0007</r>')).to.include({ code: 'CHARACTER', line: 2, at: '\u0007' });
    expect(refusal('<r>\ufffe</r>').code).to.equal('CHARACTER');
    expect(refusal('<r a="&#x1b;"/>').code).to.equal('XML_REFERENCE');
  });

  it('refuses more attributes than the limit', () => {
    const attributes = Array.from({ length: 101 }, (_, index) => `a${index}="1"`).join(' ');
    expect(refusal(`<r ${attributes}/>`).code).to.equal('TOO_MANY_ATTRIBUTES');
  });

  it('warns of characters that cannot be seen', () => {
    const { root, issues } = read('<r>\n<v>A\u202eB</v><v>\u200b</v></r>');
    expect(root?.inner('v')[0]?.text).to.equal('A\u202eB');
    expect(issues).to.have.length(1);
    expect(issues[0]).to.deep.include({
      code: 'INVISIBLE_CHARACTER',
      severity: 'warning',
      place: { line: 2, offset: 8, length: 3 },
    });
  });
});
