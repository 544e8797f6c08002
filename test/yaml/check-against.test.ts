import { expect } from 'chai';
import { z } from 'zod';
import { checkAgainst } from '../../src/yaml/check-against.js';
import { readYaml } from '../../src/yaml/read-yaml.js';

const schema = z.strictObject({
  name: z.string().min(1),
  count: z.int().min(1).max(9).default(1),
  answer: z.enum(['997', 'none']).default('none'),
  list: z.array(z.string()).min(1).default(['x']),
  either: z.union([z.string(), z.array(z.string())]).optional(),
  finish: z
    .union([z.strictObject({ move: z.string() }), z.strictObject({ delete: z.literal(true) })])
    .optional(),
  place: z.union([z.literal('environment'), z.strictObject({ files: z.string() })]).optional(),
  doors: z
    .record(
      z.string().regex(/^[a-z]+$/, 'this name is not allowed here\nuse small letters'),
      z.strictObject({ hostKey: z.string() }),
    )
    .default({}),
  how: z
    .discriminatedUnion('by', [
      z.strictObject({ by: z.literal('folder'), path: z.string() }),
      z.strictObject({ by: z.literal('sftp') }),
    ])
    .optional(),
  custom: z.string().regex(/^a+$/, 'only the letter a\nwrite aaa').optional(),
});

const check = (text: string) => checkAgainst(readYaml('x.yaml', text), schema).problems;

describe('checkAgainst', () => {
  it('returns what the schema makes of a sound file', () => {
    const { value, problems } = checkAgainst(readYaml('x.yaml', 'name: a'), schema);
    expect(problems).to.deep.equal([]);
    expect(value).to.deep.equal({ name: 'a', count: 1, answer: 'none', list: ['x'], doors: {} });
  });

  const cases: {
    it: string;
    text: string;
    code: string;
    at: [number, number, number];
    path: string;
    message: string;
    help?: string;
  }[] = [
    {
      it: 'suggests the nearest key for an unknown one',
      text: 'name: a\ndoors:\n  front:\n    hostKeys: x',
      code: 'KEY_UNKNOWN',
      at: [4, 5, 8],
      path: 'doors.front.hostKeys',
      message: 'unknown key "hostKeys"',
      help: 'did you mean "hostKey"?',
    },
    {
      it: 'lists the known keys where none is near',
      text: 'name: a\nretention: 7y',
      code: 'KEY_UNKNOWN',
      at: [2, 1, 9],
      path: 'retention',
      message: 'unknown key "retention"',
      help: 'known keys: name, count, answer, list, either, finish, place, doors, how, custom',
    },
    {
      it: 'suggests the nearest word of an enumeration',
      text: 'name: a\nanswer: nnoe',
      code: 'VALUE_INVALID',
      at: [2, 9, 4],
      path: 'answer',
      message: '"nnoe" is not one of the allowed values',
      help: 'did you mean "none"?',
    },
    {
      it: 'tells a map where a word is due, whatever its keys are called',
      text: 'name: a\nanswer: { toString: 1 }',
      code: 'VALUE_INVALID',
      at: [2, 9, 15],
      path: 'answer',
      message: 'expected one word, found a map of keys and values',
      help: 'one of 997, none',
    },
    {
      it: 'asks for quotation marks around a number that is meant as a word',
      text: 'name: a\nanswer: 997',
      code: 'VALUE_INVALID',
      at: [2, 9, 3],
      path: 'answer',
      message: 'expected text, found a number',
      help: 'put it in quotation marks: "997"',
    },
    {
      it: 'asks for quotation marks around a number that would lose its zeros',
      text: 'name: 0042',
      code: 'VALUE_TYPE',
      at: [1, 7, 4],
      path: 'name',
      message: 'expected text, found a number',
      help: 'put it in quotation marks',
    },
    {
      it: 'names a missing key',
      text: 'count: 2',
      code: 'KEY_MISSING',
      at: [1, 1, 5],
      path: 'name',
      message: 'missing key "name"',
    },
    {
      it: 'tells a number out of range',
      text: 'name: a\ncount: 10',
      code: 'VALUE_INVALID',
      at: [2, 8, 2],
      path: 'count',
      message: 'must be at most 9',
    },
    {
      it: 'tells a fraction from a whole number',
      text: 'name: a\ncount: 1.5',
      code: 'VALUE_TYPE',
      at: [2, 8, 3],
      path: 'count',
      message: 'expected a whole number, found a number',
    },
    {
      it: 'tells a key without a value',
      text: 'name:\ncount: 2',
      code: 'VALUE_TYPE',
      at: [1, 1, 4],
      path: 'name',
      message: 'expected text, found nothing',
      help: 'give the key a value, or remove it',
    },
    {
      it: 'tells an empty list',
      text: 'name: a\nlist: []',
      code: 'VALUE_INVALID',
      at: [2, 7, 2],
      path: 'list',
      message: 'must not be empty',
    },
    {
      it: 'shows how a list is written',
      text: 'name: a\nlist: b',
      code: 'VALUE_TYPE',
      at: [2, 7, 1],
      path: 'list',
      message: 'expected a list, found text',
      help: 'write [b]',
    },
    {
      it: 'names the forms that a value may have',
      text: 'name: a\neither: 5',
      code: 'VALUE_TYPE',
      at: [2, 9, 1],
      path: 'either',
      message: 'expected text or a list, found a number',
    },
    {
      it: 'goes into the form that the author meant',
      text: 'name: a\neither: [b, 5]',
      code: 'VALUE_TYPE',
      at: [2, 13, 1],
      path: 'either.1',
      message: 'expected text, found a number',
      help: 'put it in quotation marks',
    },
    {
      it: 'suggests a word that is one of several forms',
      text: 'name: a\nplace: enviroment',
      code: 'VALUE_TYPE',
      at: [2, 8, 10],
      path: 'place',
      message: 'expected "environment" or a map of keys and values, found text',
      help: 'did you mean "environment"?',
    },
    {
      it: 'suggests the nearest word where a word decides about the other keys',
      text: 'name: a\nhow: { by: fodler, path: x }',
      code: 'VALUE_INVALID',
      at: [2, 12, 6],
      path: 'how.by',
      message: '"fodler" is not one of the allowed values',
      help: 'did you mean "folder"?',
    },
    {
      it: 'notices that the deciding word is missing',
      text: 'name: a\nhow: { path: x }',
      code: 'KEY_MISSING',
      at: [2, 1, 3],
      path: 'how.by',
      message: 'missing key "by"',
    },
    {
      it: 'underlines a name that may not be a key',
      text: 'name: a\ndoors: { Front: { hostKey: x } }',
      code: 'VALUE_INVALID',
      at: [2, 10, 5],
      path: 'doors.Front',
      message: 'this name is not allowed here',
      help: 'use small letters',
    },
    {
      it: "takes a second line of the schema's own message as help",
      text: 'name: a\ncustom: b',
      code: 'VALUE_INVALID',
      at: [2, 9, 1],
      path: 'custom',
      message: 'only the letter a',
      help: 'write aaa',
    },
    {
      it: 'tells an empty file',
      text: '# nothing\n',
      code: 'KEY_MISSING',
      at: [1, 1, 1],
      path: '',
      message: 'the file is empty',
    },
    {
      it: 'tells a file that is a list',
      text: '- name: a',
      code: 'VALUE_TYPE',
      at: [1, 1, 9],
      path: '',
      message: 'expected a map of keys and values, found a list',
    },
  ];
  for (const { it: sentence, text, at, ...expected } of cases) {
    it(sentence, () => {
      const problems = check(text);
      const [line, col, length] = at;
      expect(problems, JSON.stringify(problems)).to.have.length(1);
      expect(problems[0]).to.include({ ...expected, line, col, length, severity: 'error' });
      expect(problems[0]!.help).to.equal(expected.help);
    });
  }

  it('says once that a key is misspelt, not also that it is missing', () => {
    expect(check('nmae: a').map(({ message }) => message)).to.deep.equal(['unknown key "nmae"']);
  });

  it('shows all problems of a file in the order of its lines', () => {
    const problems = check('list: b\nanswer: x\ncount: 0\nname: 1');
    expect(problems.map(({ line }) => line)).to.deep.equal([1, 2, 3, 4]);
  });

  it('checks nothing in a file that could not be read', () => {
    expect(check('list: b\nlist: c').map(({ code }) => code)).to.deep.equal(['YAML_DUPLICATE_KEY']);
  });

  it('checks a part of a file, and suggests keys that are checked elsewhere', () => {
    const yaml = readYaml('x.yaml', 'doors:\n  front: { hostKey: x, open: 1, clsoed: 2 }');
    const door = z.strictObject({ hostKey: z.string() });
    const { problems } = checkAgainst(yaml, door, {
      at: ['doors', 'front'],
      checkedElsewhere: ['open', 'closed'],
    });
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({
      line: 2,
      col: 33,
      path: 'doors.front.clsoed',
      help: 'did you mean "closed"?',
    });
  });
});
