import { expect } from 'chai';
import * as fc from 'fast-check';
import { depthMax, valuesMax } from '../../src/yaml/node-value.js';
import { readYaml, fileCharactersMax, problemsPerFileMax } from '../../src/yaml/read-yaml.js';

const codes = (text: string) => readYaml('x.yaml', text).problems.map(({ code }) => code);

describe('readYaml', () => {
  it('reads maps, lists, numbers, booleans and text', () => {
    const { value, problems } = readYaml('x.yaml', 'a: [1, two, true]\nb: { c: "3" }\nd:\n  - e: ~\n');
    expect(problems).to.deep.equal([]);
    expect(value).to.deep.equal({ a: [1, 'two', true], b: { c: '3' }, d: [{ e: null }] });
  });

  it('takes yes, no and on for the words that they are', () => {
    expect(readYaml('x.yaml', 'on: yes\noff: no').value).to.deep.equal({ on: 'yes', off: 'no' });
  });

  it('keeps keys as written, although they look like numbers', () => {
    expect(readYaml('x.yaml', '997: a\n010: b\n0x1F: c\ntrue: d').value).to.deep.equal({
      '997': 'a',
      '010': 'b',
      '0x1F': 'c',
      true: 'd',
    });
  });

  it('reads past a byte order mark and counts columns without it', () => {
    const yaml = readYaml('x.yaml', '\uFEFFa: 1');
    expect(yaml.value).to.deep.equal({ a: 1 });
    expect(yaml.position(['a'])).to.deep.equal({ line: 1, col: 4, length: 1 });
  });

  it('reads CRLF files and shows lines without the carriage return', () => {
    const yaml = readYaml('x.yaml', 'a: 1\r\nb:\r\n  c: x\r\n');
    expect(yaml.value).to.deep.equal({ a: 1, b: { c: 'x' } });
    expect(yaml.position(['b', 'c'])).to.deep.equal({ line: 3, col: 6, length: 1 });
    expect(yaml.line(3)).to.equal('  c: x');
  });

  const refused: [string, string, string, number, number][] = [
    ['an unclosed bracket', 'a: [1, 2\nb: 3', 'YAML_SYNTAX', 2, 1],
    ['an unclosed quotation mark', 'a: "x\nb: y', 'YAML_SYNTAX', 2, 5],
    ['a tab as indentation', 'a:\n\t- b', 'YAML_SYNTAX', 2, 1],
    ['a colon inside a plain value', 'a: b: c', 'YAML_SYNTAX', 1, 4],
    ['a second document', 'a: 1\n---\nb: 2', 'YAML_SYNTAX', 2, 1],
    ['an older YAML version', '%YAML 1.1\n---\na: yes', 'YAML_SYNTAX', 1, 1],
    ['a control character', 'a: "x\0y"', 'YAML_SYNTAX', 1, 6],
    ['an escape sequence for the terminal', 'a: \u001b[31m', 'YAML_SYNTAX', 1, 4],
    ['a tag that names a function', 'a: !!js/function "function () {}"', 'YAML_TAG', 1, 18],
    ['a tag of our own making', 'a: !secret x', 'YAML_TAG', 1, 12],
    ['a tag on a map', 'a: !!map { b: 1 }', 'YAML_TAG', 1, 10],
    ['a tag on a key', '!!str a: 1', 'YAML_TAG', 1, 7],
    ['the same key twice', 'a: 1\nb: 2\na: 3', 'YAML_DUPLICATE_KEY', 3, 1],
    ['the same key twice in different clothes', '1: a\n"1": b', 'YAML_DUPLICATE_KEY', 2, 1],
    ['the key __proto__', 'a:\n  __proto__: { isAdmin: true }', 'YAML_KEY', 2, 3],
    ['the key __proto__ in quotation marks', '"__proto__": 1', 'YAML_KEY', 1, 1],
    ['a list as a key', '? [a]\n: 1', 'YAML_KEY', 1, 3],
    ['a merge key', 'a: &a { b: 1 }\nc: { <<: *a }', 'YAML_KEY', 2, 6],
    ['an alias without an anchor', 'a: *nothing', 'YAML_ALIAS', 1, 4],
  ];
  for (const [what, text, code, line, col] of refused) {
    it(`refuses ${what}`, () => {
      const { problems, value } = readYaml('x.yaml', text);
      expect(problems[0]).to.include({ code, line, col, severity: 'error', file: 'x.yaml' });
      expect(value).to.equal(undefined);
    });
  }

  it('never touches the prototype of objects', () => {
    readYaml('x.yaml', '__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }');
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('refuses a file over the size limit without parsing it', () => {
    const yaml = readYaml('x.yaml', 'a: 1\n'.repeat(2_000_000));
    expect(yaml.problems.map(({ code }) => code)).to.deep.equal(['YAML_TOO_LARGE']);
    expect(yaml.problems[0]!.message).to.contain(String(fileCharactersMax));
  });

  it('reads a file of exactly the size limit', () => {
    expect(codes(`a: ${'x'.repeat(fileCharactersMax - 3)}`)).to.deep.equal([]);
    expect(codes(`a: ${'x'.repeat(fileCharactersMax - 2)}`)).to.deep.equal(['YAML_TOO_LARGE']);
  });

  it('reads an alias as what it stands for and places it where it is used', () => {
    const yaml = readYaml('x.yaml', 'a: &x { b: 1 }\nc: *x\n');
    expect(yaml.value).to.deep.equal({ a: { b: 1 }, c: { b: 1 } });
    expect(yaml.position(['c'])).to.include({ line: 2, col: 4 });
  });

  it('refuses aliases that unfold into more values than the limit', () => {
    const levels = 'bcdefghij'.split('').map((name, index) => {
      const before = 'abcdefghij'[index]!;
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`;
    });
    const bomb = ['a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]', ...levels].join('\n');
    const { problems } = readYaml('x.yaml', bomb);
    expect(problems[0]!.code).to.equal('YAML_TOO_LARGE');
    expect(problems[0]!.message).to.contain(String(valuesMax));
  });

  it('refuses an alias inside what it stands for', () => {
    expect(codes('a: &a [*a]')).to.deep.equal(['YAML_TOO_DEEP']);
  });

  it(`refuses more than ${depthMax} levels`, () => {
    const nested = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
    expect(codes(nested(depthMax))).to.deep.equal([]);
    expect(codes(nested(depthMax + 1))).to.deep.equal(['YAML_TOO_DEEP']);
  });

  const hostile: Record<string, string> = {
    'open brackets': '['.repeat(fileCharactersMax),
    'open maps': '{a: '.repeat(fileCharactersMax / 4),
    'nested lists on one line': '- '.repeat(fileCharactersMax / 2),
    'nested keys': '? '.repeat(fileCharactersMax / 2),
    anchors: '&a '.repeat(Math.floor(fileCharactersMax / 3)),
    aliases: `- &a 1\n${'- *a\n'.repeat(Math.floor(fileCharactersMax / 5) - 2)}`,
    'quotation marks': '"'.repeat(fileCharactersMax),
    tags: '! '.repeat(fileCharactersMax / 2),
    errors: 'a: b: c\n'.repeat(fileCharactersMax / 8),
  };
  for (const [what, text] of Object.entries(hostile)) {
    it(`survives a file full of ${what}`, () => {
      const { problems } = readYaml('x.yaml', text);
      expect(problems.length).to.be.within(1, problemsPerFileMax);
    });
  }

  it('never throws, whatever the text', () => {
    const alphabet = fc.constantFrom(...'ab:-?[]{},#&*!|>%@`"\'\n\t \\0~'.split(''), '<<', '---', ': ', '- ');
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 60 }), (parts) => {
        const yaml = readYaml('x.yaml', parts.join(''));
        for (const problem of yaml.problems) {
          expect(problem.line).to.be.at.least(1);
          expect(problem.col).to.be.at.least(1);
          expect(problem.length).to.be.at.least(1);
        }
        if (yaml.problems.length > 0) expect(yaml.value).to.equal(undefined);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('YamlFile', () => {
  const yaml = readYaml('x.yaml', 'top:\n  list:\n    - one\n    - { two: 2, three: 0042 }\n  empty:\n');

  it('places a value', () => {
    expect(yaml.position(['top', 'list', 0])).to.deep.equal({ line: 3, col: 7, length: 3 });
    expect(yaml.position(['top', 'list', 1, 'two'])).to.deep.equal({ line: 4, col: 14, length: 1 });
  });

  it('places a key', () => {
    expect(yaml.position(['top', 'list', 1, 'two'], 'key')).to.deep.equal({ line: 4, col: 9, length: 3 });
  });

  it('places a block of several lines at its key', () => {
    expect(yaml.position(['top', 'list'])).to.deep.equal({ line: 2, col: 3, length: 4 });
  });

  it('places an empty value at its key', () => {
    expect(yaml.position(['top', 'empty'])).to.deep.equal({ line: 5, col: 3, length: 5 });
  });

  it('places what is missing at the nearest thing above it', () => {
    expect(yaml.position(['top', 'absent', 'deeper'])).to.deep.equal({ line: 1, col: 1, length: 3 });
    expect(yaml.position(['absent'])).to.deep.equal({ line: 1, col: 1, length: 3 });
    expect(yaml.position(['top', 'list', 9])).to.deep.equal({ line: 2, col: 3, length: 4 });
  });

  it('knows how a value was written', () => {
    expect(yaml.textOf(['top', 'list', 1, 'three'])).to.equal('0042');
    expect(yaml.textOf(['top', 'list'])).to.equal(undefined);
    expect(yaml.textOf(['absent'])).to.equal(undefined);
  });
});
