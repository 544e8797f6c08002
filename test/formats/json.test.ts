/**
 * JSON as partners send it, sound and broken: numbers stay text, keys stand once, nothing throws.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { readFile, readTree, type TreeForm } from '../../src/formats/file-form.js';
import { jsonOptions } from '../../src/formats/json/json-options.js';
import type { TreeNode } from '../../src/formats/tree-document.js';

type Written = Parameters<typeof jsonOptions.parse>[0];

function formOf(more: object = {}, document: string[] = []): TreeForm {
  const written: Written = { format: 'json', ...more };
  return { format: 'json', options: jsonOptions.parse(written), document };
}

function read(file: string | Uint8Array, more: object = {}) {
  return readTree(typeof file === 'string' ? Buffer.from(file) : file, formOf(more));
}

function rootOf(file: string): TreeNode {
  const { root, issues } = read(file);
  expect(issues.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
  return root!;
}

function refusal(file: string | Uint8Array, more: object = {}) {
  const { root, issues } = read(file, more);
  expect(root).to.equal(undefined);
  expect(issues).to.have.length(1);
  const { code, place: { line, offset, length } = { line: undefined, offset: 0, length: 0 } } = issues[0]!;
  return {
    code,
    line,
    at: Buffer.from(file as string)
      .subarray(offset, offset + length)
      .toString(),
  };
}

const texts = (file: string, key: string) =>
  rootOf(file)
    .inner(key)
    .map(({ text }) => text);

describe('a JSON file', () => {
  it('keeps numbers as they are written', () => {
    const numbers = ['0.10', '1e5', '1E-7', '123456789012345678901', '-0', '1.0'];
    expect(texts(`{"n":[${numbers.join()}]}`, 'n')).to.deep.equal(numbers);
  });

  it('has strings without blanks around them, and nothing for null', () => {
    expect(texts('{"n":[" a\\tb \\u20ac\\ud83d\\ude91","",null,true,{}]}', 'n')).to.deep.equal([
      'a\tb \u20ac\ud83d\ude91', '', '', 'true', '',
    ]); // prettier-ignore
  });

  it('makes the same of one value and of a list, and one list of lists in lists', () => {
    expect(texts('{"n":1}', 'n')).to.deep.equal(['1']);
    expect(texts('{"n":[]}', 'n')).to.deep.equal([]);
    expect(texts('{"n":[1,[2,[3]]]}', 'n')).to.deep.equal(['1', '2', '3']);
  });

  it('says where each value stands', () => {
    const file = '{"\u00e9":1,\n "lines":[{"qty": 12.50},{"qty":"4"}]}';
    const [first, second] = rootOf(file).inner('lines');
    const { offset, length, ...place } = first!.inner('qty')[0]!.place();
    expect(Buffer.from(file).toString('utf8', offset, offset + length)).to.equal('12.50');
    expect(place).to.deep.equal({ line: 2, path: 'lines[1].qty' });
    expect(second?.inner('qty')[0]?.place().path).to.equal('lines[2].qty');
    expect(second?.inner('qty')[0]?.parent).to.equal(second);
    expect(second?.parent?.parent).to.equal(undefined);
  });

  it('may hold several documents: a list, or a list inside', () => {
    const documents = (file: string, path: string[] = []) =>
      readFile(Buffer.from(file), formOf({}, path)).documents.length;
    expect(documents('{}')).to.equal(1);
    expect(documents('[{},{}]')).to.equal(2);
    expect(documents('{"batch":{"orders":[{},{},{}]}}', ['batch', 'orders'])).to.equal(3);
    const none = readFile(Buffer.from('{"orders":[]}'), formOf({}, ['orders']));
    expect(none.issues.map(({ code }) => code)).to.deep.equal(['DOCUMENT_UNKNOWN']);
  });

  it('takes keys that mean something to a program for keys like any other', () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      expect(texts(`{"${key}":{"x":1}}`, key)).to.deep.equal(['']);
      expect(texts('{}', key)).to.deep.equal([]);
    }
    expect(({} as Record<string, unknown>)['x']).to.equal(undefined);
  });

  it('with a byte order mark is read in the encoding that it says', () => {
    for (const file of [
      Buffer.from('\ufeff{"a":"\u00e9"}'),
      Buffer.from('\ufeff{"a":"\u00e9"}', 'utf16le'),
    ]) {
      expect(read(file).root?.inner('a')[0]?.text).to.equal('\u00e9');
    }
    expect(refusal(Buffer.from('{"a":"\u00e9"}', 'latin1')).code).to.equal('ENCODING');
  });

  it('cut off anywhere is refused', () => {
    const whole = '{"a":[1,true,null,"x\\n"],"b":{"c":-1.5e3}}';
    for (let end = 1; end < whole.length; end += 1) {
      expect(read(whole.slice(0, end)).root, whole.slice(0, end)).to.equal(undefined);
    }
    expect(refusal('{"a":\n[1,').code).to.equal('JSON_NOT_CLOSED');
  });

  const refused: [string, string, string][] = [
    ['', 'JSON_MALFORMED', 'nothing at all'],
    ['<a/>', 'JSON_MALFORMED', 'what is no JSON'],
    ['{"a":1}\n{"a":2}', 'JSON_AFTER_END', 'a second value'],
    ['{"a":1}]', 'JSON_AFTER_END', 'an end too many'],
    ['[1}', 'JSON_MALFORMED', 'an end that does not fit'],
    ['{"a":1,"b":2,"a":3}', 'JSON_KEY_TWICE', 'a key that stands twice'],
    ['{"a":1,"\\u0061":3}', 'JSON_KEY_TWICE', 'a key that stands twice, once escaped'],
    ['{a:1}', 'JSON_MALFORMED', 'a key without quotation marks'],
    ["{'a':1}", 'JSON_MALFORMED', 'single quotation marks'],
    ['{"a":1,}', 'JSON_MALFORMED', 'a comma at the end of an object'],
    ['[1,]', 'JSON_MALFORMED', 'a comma at the end of a list'],
    ['[1 2]', 'JSON_MALFORMED', 'values without a comma'],
    ['{"a" 1}', 'JSON_MALFORMED', 'a key without a colon'],
    ['[01]', 'JSON_MALFORMED', 'a number with a leading zero'],
    ['[1.]', 'JSON_MALFORMED', 'a number that ends with a point'],
    ['[+1]', 'JSON_MALFORMED', 'a number with a plus'],
    ['[0x1F]', 'JSON_MALFORMED', 'a hexadecimal number'],
    ['[NaN]', 'JSON_MALFORMED', 'what is no number'],
    ['[tru]', 'JSON_MALFORMED', 'half a word'],
    ['["a\nb"]', 'JSON_MALFORMED', 'a line end in a string'],
    ['["\\x"]', 'JSON_MALFORMED', 'an unknown escape'],
    ['["\\u12"]', 'JSON_MALFORMED', 'half an escape'],
    ['["\\u0000"]', 'CHARACTER', 'an escaped NUL'],
    ['["\\ud800"]', 'CHARACTER', 'half a character'],
    ['[/* */1]', 'JSON_MALFORMED', 'a comment'],
    [`[${'9'.repeat(200)}]`, 'JSON_MALFORMED', 'a number of 200 digits'],
    ['['.repeat(5_000), 'TOO_DEEP', 'lists that stand too deep'],
  ];
  for (const [file, code, name] of refused) {
    it(`is refused for ${name}`, () => {
      expect(refusal(file).code).to.equal(code);
    });
  }

  it('is refused with the place of the fault', () => {
    expect(refusal('{"a":1,\n"b":x}')).to.deep.equal({ code: 'JSON_MALFORMED', line: 2, at: 'x' });
    expect(refusal('{"a":1,\n"a":2}')).to.deep.equal({ code: 'JSON_KEY_TWICE', line: 2, at: '"a"' });
    expect(refusal('[1,2,3]', { limits: { valuesMax: 3 } })).to.include({ code: 'TOO_MANY_VALUES', at: '3' });
  });
});

/** A tree of nodes as plain values, numbers as they stand. */
function plain(node: TreeNode | undefined, like: unknown): unknown {
  if (typeof like !== 'object' || like === null) return node?.text;
  return Object.fromEntries(
    Object.entries(like).map(([key, inner]) => {
      const nodes = node?.inner(key) ?? [];
      return [
        key,
        Array.isArray(inner) ? nodes.map((each, at) => plain(each, inner[at])) : plain(nodes[0], inner),
      ];
    }),
  );
}

function meant(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (value === null) return '';
  if (typeof value !== 'object') return JSON.stringify(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      Array.isArray(inner) ? inner.map(meant) : meant(inner),
    ]),
  );
}

describe('reading JSON', () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 8 })
    .filter((each) => !/[\u0000-\u001f\ufffd-\uffff]/.test(each));
  const scalar = fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)); // prettier-ignore
  const entries = fc.oneof(scalar, fc.dictionary(text, scalar, { maxKeys: 3 }));
  const value = fc.dictionary(text, fc.oneof(entries, fc.array(entries, { maxLength: 3 })), { maxKeys: 4 });

  it('finds what was written', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (written, indent) => {
        expect(plain(rootOf(JSON.stringify(written, null, indent)), written)).to.deep.equal(meant(written));
      }),
      { seed: 20261122 },
    );
  });

  it('never throws, and takes nothing that the parser of JavaScript refuses', () => {
    const signs = fc.array(fc.constantFrom(...'{}[],:"\\ \n0123-+.eEtrufalsn\u00e9\u0000'.split(''), 'true', 'null', '"a"', '\\u00'), { maxLength: 12 }); // prettier-ignore
    const files = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      signs.map((parts) => Buffer.from(parts.join(''))),
    );
    let sound = 0;
    fc.assert(
      fc.property(files, (file) => {
        const { root, issues } = read(file);
        expect(root === undefined).to.equal(issues.some(({ severity }) => severity === 'error'));
        for (const { place } of issues)
          expect((place?.offset ?? 0) + (place?.length ?? 0)).to.be.at.most(file.length);
        if (!root) return;
        sound += 1;
        JSON.parse(Buffer.from(file).toString());
      }),
      { seed: 20261122, numRuns: 5_000 },
    );
    expect(sound).to.be.above(20);
  });
});
