/**
 * A mapping in turns gives what it gives at once, and others work between the turns of a long document.
 */
import { expect } from 'chai';
import type { Mapping } from '../../src/mapping/file/mapping.js';
import type { X12Document } from '../../src/x12/document.js';
import { invoiceMapping, makeInvoice, mappingOf } from './made-mapping.js';

const lines = (count: number) =>
  Array.from({ length: count }, (_, at) => [
    `IT1*${at + 1}*${at}*EA*1**VC*ITEM-${at}`,
    'REF*PO*PO-1',
    `REF*LI*${at}`,
  ]);
const nested = `lines:
  each: IT1
  fields:
    item.number: IT107
    quantity: { from: IT102 }
    references: { each: REF, fields: { qualifier: REF01, value: REF02 } }
totals.computed: { sum: [lines.quantity.value] }`;
const mapping = mappingOf(
  invoiceMapping(nested, 'rules: [{ id: count, check: { count: lines, equals: "7" }, otherwise: hold }]'),
);

/** Turns that others had while the mapping ran, and its result. */
async function turnsBeside(one: Mapping, document: X12Document) {
  let turns = 0;
  let running = true;
  const turn = () => {
    turns += 1;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  const result = await one.applyInTurns(document, { partner: 'acme' });
  running = false;
  return { turns, result };
}

describe('a mapping in turns', () => {
  it('gives what it gives at once', async () => {
    for (const count of [1, 31, 32, 33, 500]) {
      const document = makeInvoice(lines(count).flat());
      const { result } = await turnsBeside(mapping, document);
      const atOnce = mapping.apply(document, { partner: 'acme' });
      expect(result).to.deep.equal(atOnce);
      expect(Object.keys(result.origins)).to.deep.equal(Object.keys(atOnce.origins));
      expect(result.record['lines']).to.have.length(count);
    }
  });

  it('lets others work in the middle of long lists, also of lists inside of one entry', async () => {
    const long = makeInvoice(lines(500).flat());
    expect((await turnsBeside(mapping, long)).turns).to.be.above(30);
    const deep = makeInvoice([
      lines(1).flat()[0]!,
      ...Array.from({ length: 1_000 }, (_, at) => `REF*LI*${at}`),
    ]);
    expect((await turnsBeside(mapping, deep)).turns).to.be.above(20);
  });

  it('does not wait for others with a short document', async () => {
    expect((await turnsBeside(mapping, makeInvoice(lines(8).flat()))).turns).to.equal(0);
  });
});
