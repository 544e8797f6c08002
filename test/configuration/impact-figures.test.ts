import { expect } from 'chai';
import {
  addDocument,
  addFigures,
  compareRecords,
  emptyFigures,
  fieldsCountedMax,
  fieldsShownMax,
  type ComparedRecord,
} from '../../src/configuration/impact/impact-figures.js';

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
    const impact = emptyFigures();
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
    const changes: Partial<ComparedRecord>[] = [
      { deliver: ['other'] },
      { agreement: 'b' },
      { codes: ['RULE'] },
    ];
    for (const change of changes) {
      const impact = emptyFigures();
      addDocument(impact, 'a', record(), record(change));
      expect(impact.changed, JSON.stringify(change)).to.equal(1);
    }
  });

  it('adds up money exactly, by currency, of totals that differ and of what would be held', () => {
    const impact = emptyFigures();
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
    const wide = Object.fromEntries(
      Array.from({ length: fieldsShownMax + 5 }, (_, index) => [`f${index}`, 'x']),
    );
    const shown = addDocument(emptyFigures(), 'a', record({ record: {} }), record({ record: wide }))!;
    expect(shown.fields).to.have.length(fieldsShownMax);
    expect(shown.moreFields).to.equal(5);
  });

  it('counts in how many documents each field differs, whatever its place, and limits the names', () => {
    const lines = (...values: string[]) => record({ record: { lines: values.map((value) => ({ value })) } });
    const figures = emptyFigures();
    addDocument(figures, 'a', lines('1', '2'), lines('3', '4'));
    addDocument(figures, 'a', lines('1'), lines('3'));
    addDocument(figures, 'a', lines('1'), undefined);
    expect(figures.fields).to.deep.equal({ 'lines.value': 2 });
    const wide = Object.fromEntries(
      Array.from({ length: fieldsCountedMax + 4 }, (_, index) => [`f${index}`, 'x']),
    );
    addDocument(figures, 'a', record({ record: {} }), record({ record: wide }));
    expect(Object.keys(figures.fields)).to.have.length(fieldsCountedMax + 1);
    expect(figures.fields['(other fields)']).to.equal(5);
  });

  it('adds up file by file as it would in one', () => {
    const total = (stated: string) => ({ record: { currency: 'USD', totals: { stated } } });
    const pairs: Parameters<typeof addDocument>[] = [
      [emptyFigures(), 'a', record(total('0.10')), record({ ...total('10.00'), state: 'held' })],
      [emptyFigures(), 'b', record(total('0.20')), record(total('20.00'))],
      [emptyFigures(), 'b', record(), record()],
    ];
    const [whole, parts] = [emptyFigures(), emptyFigures()];
    for (const [part, ...pair] of pairs) {
      addDocument(whole, ...pair);
      addDocument(part, ...pair);
      addFigures(parts, part);
    }
    expect(parts).to.deep.equal(whole);
    expect(parts).to.deep.include({ documents: 3, changed: 2, fields: { 'totals.stated': 2 } });
  });
});
