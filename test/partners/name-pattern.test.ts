import { expect } from 'chai';
import * as fc from 'fast-check';
import { fitsPattern } from '../../src/partners/name-pattern.js';

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
  ];
  for (const [pattern, name, expected] of cases) {
    it(`says ${String(expected)} for "${name}" and "${pattern}"`, () => {
      expect(fitsPattern(pattern, name)).to.equal(expected);
    });
  }

  it('agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(patterns, letters, (pattern, name) => {
        const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        expect(fitsPattern(pattern, name)).to.equal(new RegExp(`^${source}$`).test(name));
      }),
    );
  });

  it('is not made slow by any pattern', () => {
    expect(fitsPattern(`${'*a'.repeat(100)}b`, 'a'.repeat(255))).to.equal(false);
  });
});
