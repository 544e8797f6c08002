import { expect } from 'chai';
import fc from 'fast-check';
import { fitsPattern } from '../src/name-pattern.js';

describe('fitsPattern', () => {
  const cases: [string, string, boolean][] = [
    ['*', '', true],
    ['*', 'anything.x12', true],
    ['*.x12', 'a.x12', true],
    ['*.x12', 'a.x12.exe', false],
    ['*.x12', 'A.X12', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a?c', 'a😀c', true],
    ['a*b*c', 'aXXbYYc', true],
    ['a*b*c', 'aXXcYYb', false],
    ['OHIO_*.csv', 'OHIO_.csv', true],
    ['a.c', 'abc', false],
    ['(a+)+$', 'aaaa', false],
    ['', '', true],
    ['', 'a', false],
    ['**', 'ab', true],
    ['*.edi', '.edi', true],
    ['*.edi', 'edi', false],
    ['*.edi', 'a.edi\n', false],
    ['*.edi', 'a\n.edi', true],
    ['a[1].{x}+.edi', 'a[1].{x}+.edi', true],
    ['?.edi', 'ab.edi', false],
  ];
  for (const [pattern, name, expected] of cases) {
    it(`says ${String(expected)} for ${JSON.stringify(name)} and "${pattern}"`, () => {
      expect(fitsPattern(pattern, name)).to.equal(expected);
    });
  }

  it('agrees with a regular expression', () => {
    const names = fc.string({ unit: fc.constantFrom('a', 'b', '.', '-'), maxLength: 12 });
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '-', '*', '?'), maxLength: 8 });
    const asRegExp = (pattern: string) =>
      new RegExp(`^${pattern.replace(/[.-]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
    fc.assert(
      fc.property(
        patterns,
        names,
        (pattern, name) => fitsPattern(pattern, name) === asRegExp(pattern).test(name),
      ),
      { numRuns: 2000 },
    );
  });

  it('is not made slow by any pattern or name', () => {
    expect(fitsPattern(`${'*a'.repeat(100)}b`, 'a'.repeat(255))).to.equal(false);
    expect(fitsPattern(`${'*-'.repeat(40)}.x12`, '-'.repeat(255))).to.equal(false);
  });
});
