import { expect } from 'chai';
import { lineCharactersMax, problemOfExpression } from '../../src/formats/line-expression.js';

describe('expressions that lines are compared with', () => {
  for (const text of [
    '^H,',
    '^Invoice (No|Number)',
    '^"?H"?[,;|*+]',
    '^ *H *,',
    '^\\d{2}/\\d{2}/\\d{4}',
    '^(?:H|HDR)\\b',
    '\\(a+\\)',
    '[(a)+]+',
    '^\\\\1',
    'x{1,9}',
  ]) {
    it(`may be ${text}`, () => {
      expect(problemOfExpression(text)).to.equal(undefined);
    });
  }

  for (const [text, why] of [
    ['(a+)+$', /repeats a group/],
    ['^(a|aa)+$', /repeats a group/],
    ['([a-z]+){1,9}', /repeats a group/],
    ['(?:x)*', /repeats a group/],
    ['(?=a)b', /looks around/],
    ['(?<n>a)\\k<n>', /looks around/],
    ['(a)\\1', /looks around/],
    ['a*a*b', /2 repetitions/],
    ['^a*a*a*b', /3 repetitions/],
    ['^(a*|a*)b', /2 repetitions/],
    [`${'a?'.repeat(20)}${'a'.repeat(20)}`, /20 of \? and \|/],
    ['(a|b)(a|b)(a|b)(a|b)(a|b)', /5 of \? and \|/],
    ['(', /not a regular expression/],
    ['a'.repeat(201), /more than 200 characters/],
  ] as const) {
    it(`are refused: ${text.slice(0, 40)}`, () => {
      expect(problemOfExpression(text)).to.match(why);
    });
  }

  it('take no more than a moment at their worst', function () {
    this.timeout(5_000);
    const line = `${'a'.repeat(lineCharactersMax - 1)}!`;
    for (const text of ['^a*a*b', '^a?a?a?a?a*a*b', 'a?a?a?a?a*b', '^(a|a)(a|a)(a|a)(a|a)a*b']) {
      expect(problemOfExpression(text)).to.equal(undefined);
      for (let lines = 0; lines < 50; lines += 1) expect(new RegExp(text).test(line)).to.equal(false);
    }
  });
});
