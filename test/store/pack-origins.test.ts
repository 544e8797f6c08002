/**
 * Origins come back as they were, whatever they are; many of one kind take little.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Origin } from '../../src/canonical/fields/header.js';
import { packOrigins, unpackOrigins } from '../../src/store/database/pack-origins.js';
import '../kit/seed.js';

const counted = fc.nat(2 ** 31 - 1);
/** As they occur, and names that nobody foresaw: digits, zeros in front, more digits than a number holds. */
const name = fc.oneof(
  fc.constantFrom('lines.0.quantity.value', 'lines.10.quantity.value', 'lines.9.lots.12.lot', 'number'),
  fc.constantFrom('', '0', '007', '12.0034', '9'.repeat(40), '1'.repeat(15) + '0', '__proto__', '*', 'a\0b'),
  fc.constantFrom(
    '/cXML/Request[2]/ItemOut[17]/@quantity',
    '/cXML/Request/ItemOut/@quantity',
    '١٢',
    '\ud800',
  ),
  fc.string({ maxLength: 20 }),
);
const origin: fc.Arbitrary<Origin> = fc.record(
  {
    offset: fc.nat(Number.MAX_SAFE_INTEGER),
    length: counted,
    segment: counted,
    segmentId: fc.oneof(fc.constantFrom('IT1', 'N1', 'null', 'undefined'), name),
    element: counted,
    component: counted,
    row: counted,
    column: name,
    line: counted,
    path: name,
  },
  { requiredKeys: ['offset', 'length'] },
);

describe('packed origins', () => {
  it('are the same when they are unpacked', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, origin), { maxLength: 30 }), async (entries) => {
        const origins = Object.fromEntries(entries);
        expect(unpackOrigins(await packOrigins(origins))).to.deep.equal(origins);
      }),
      { numRuns: 500 },
    ));

  it('keep apart what only looks alike', async () => {
    const at = { offset: 1, length: 1 };
    const origins = {
      'a.1': { ...at, segmentId: 'A', column: 'BC' },
      'a.2': { ...at, segmentId: 'AB', column: 'C' },
      'a.3': { ...at, segmentId: 'null' },
      'a.4': { ...at, row: 2 },
      'a.5': { ...at, line: 2 },
    };
    expect(unpackOrigins(await packOrigins(origins))).to.deep.equal(origins);
  });

  it('take less than a byte each when they are many of one kind', async () => {
    const origins = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, line): [string, Origin] => [
        `lines.${line}.quantity.value`,
        {
          offset: 300 + line * 61,
          length: 1 + (line % 3),
          segment: 9 + line * 3,
          segmentId: 'IT1',
          element: 2,
        },
      ]),
    );
    const packed = await packOrigins(origins);
    expect(packed).to.have.length.below(10_000);
    expect(unpackOrigins(packed)).to.deep.equal(origins);
  });
});
