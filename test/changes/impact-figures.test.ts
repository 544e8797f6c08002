import { expect } from 'chai';
import {
  addDocument,
  compareRecords,
  documentsShownMax,
  emptyImpact,
  fieldsShownMax,
  type ComparedRecord,
} from '../../src/changes/impact-figures.js';

function record(change: Partial<ComparedRecord> = {}): ComparedRecord {
  return {
    partner: 'acme',
    agreement: 'invoices',
    kind: 'invoice',
    businessKey: 'INV-1',
    state: 'accepted',
    deliver: ['erp-main'],
    record: { number: 'INV-1', currency: 'USD', totals: { stated: '0.10' } },
    codes: [],
    sensitive: [],
    ...change,
  };
}

describe('what a change would have done', () => {
  it('is counted by document: unchanged, changed, held and rejected, with and without a record', () => {
    const impact = emptyImpact(30, ['acme']);
    const held = record({ state: 'held', codes: ['CROSSWALK_MISSING'] });
    const rejected = record({ state: 'rejected', codes: ['RULE'] });
    addDocument(impact, 'a', record(), record());
    addDocument(impact, 'a', record(), held);
    addDocument(impact, 'a', held, record());
    addDocument(impact, 'a', held, rejected);
    addDocument(impact, 'a', undefined, record());
    addDocument(impact, 'a', record(), undefined);
    expect(impact).to.include({ documents: 6, unchanged: 1, changed: 5, newlyHeld: 1, noLongerHeld: 2 });
    expect(impact).to.include({ newlyRejected: 1, noLongerRejected: 0, appeared: 1, gone: 1 });
  });

  it('sees another ERP, agreement or issue as a change, where no field differs', () => {
    for (const change of [{ deliver: ['other'] }, { agreement: 'b' }, { codes: ['RULE'] }]) {
      const impact = emptyImpact(30, ['acme']);
      addDocument(impact, 'a', record(), record(change));
      expect(impact.changed, JSON.stringify(change)).to.equal(1);
    }
  });

  it('adds up money exactly, by currency, of totals that differ and of what would be held', () => {
    const impact = emptyImpact(30, ['acme']);
    const total = (stated: string, currency = 'USD') => ({ record: { currency, totals: { stated } } });
    addDocument(impact, 'a', record(total('0.10')), record(total('10.00')));
    addDocument(impact, 'a', record(total('0.20')), record(total('20.00')));
    addDocument(impact, 'a', record(total('5', 'EUR')), record({ ...total('5', 'EUR'), state: 'held' }));
    expect(impact.money).to.deep.equal({
      USD: { before: '0.3', after: '30', newlyHeld: '0' },
      EUR: { before: '0', after: '0', newlyHeld: '5' },
    });
  });

  it('names fields by path, masks sensitive ones, and shows only the first documents and fields', () => {
    const found = compareRecords(
      { procedure: { patient: { name: 'A' } }, lines: [{ quantity: '1' }] },
      { procedure: { patient: { name: 'B' } }, lines: [{ quantity: '2' }, { quantity: '3' }] },
      ['procedure.patient'],
    );
    expect(found).to.deep.equal([
      { path: 'procedure.patient.name', before: '***', after: '***' },
      { path: 'lines.0.quantity', before: '1', after: '2' },
      { path: 'lines.1.quantity', after: '3' },
    ]);
    const impact = emptyImpact(30, ['acme']);
    const wide = Object.fromEntries(
      Array.from({ length: fieldsShownMax + 5 }, (_, index) => [`f${index}`, 'x']),
    );
    for (let index = 0; index <= documentsShownMax; index += 1) {
      addDocument(impact, 'a', record({ record: {} }), record({ record: wide }));
    }
    expect(impact.shown).to.have.length(documentsShownMax);
    expect(impact.shown[0]!.fields).to.have.length(fieldsShownMax);
    expect(impact.shown[0]!.moreFields).to.equal(5);
  });
});
