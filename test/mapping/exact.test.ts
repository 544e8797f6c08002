/**
 * Quick arithmetic gives what decimal.js gives, digit for digit.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { Arithmetic } from '../../src/canonical/fields/scalars.js';
import { product, rounded, sum } from '../../src/mapping/values/exact.js';

/** Short and long, around the limit of what a whole number holds exactly. */
const digits = fc.oneof(
  fc.nat(999).map(String),
  fc.bigInt({ min: 0n, max: 10n ** 15n }).map(String),
  fc.bigInt({ min: 9_007_199_254_740_000n, max: 9_007_199_254_750_000n }).map(String),
  fc.bigInt({ min: 0n, max: 10n ** 22n }).map(String),
);
const places = fc.oneof(
  fc.constantFrom('', '0', '00', '5', '50', '005', '4999', '9999'),
  fc.nat(99999999).map(String),
);
const decimal = fc
  .tuple(fc.constantFrom('', '-'), digits, places)
  .map(([sign, whole, behind]) => sign + whole + (behind === '' ? '' : `.${behind}`));

describe('exact arithmetic', () => {
  it('multiplies as decimal.js does', () => {
    fc.assert(
      fc.property(decimal, decimal, (one, other) => {
        expect(product(one, other)).to.equal(new Arithmetic(one).times(other).toFixed());
      }),
      { numRuns: 2_000 },
    );
  });

  it('adds up as decimal.js does, with the places of the most precise term', () => {
    fc.assert(
      fc.property(fc.array(decimal, { maxLength: 6 }), (terms) => {
        const most = Math.max(0, ...terms.map((term) => term.split('.')[1]?.length ?? 0));
        const total = terms.reduce((before, term) => before.plus(term), new Arithmetic(0));
        expect(sum(terms)).to.equal(total.toFixed(most));
      }),
      { numRuns: 2_000 },
    );
  });

  it('rounds as decimal.js does: half a unit goes away from zero', () => {
    fc.assert(
      fc.property(decimal, fc.nat(12), (text, count) => {
        expect(rounded(text, count)).to.equal(new Arithmetic(text).toFixed(count));
      }),
      { numRuns: 2_000 },
    );
    expect(
      ['0.125', '-0.125', '0.004', '-0.004', '2', '999.995'].map((text) => rounded(text, 2)),
    ).to.deep.equal(['0.13', '-0.13', '0.00', '-0.00', '2.00', '1000.00']);
  });
});
