import { expect } from 'chai';
import type { ReadyDocument } from '../../src/composition/plan-document.js';
import { documentRows } from '../../src/configuration/impact/document-rows.js';
import type { OutboundTarget } from '../../src/mapping/outbound/outbound-mapping.js';
import type { OutboundSegment } from '../../src/x12/write/outbound.js';

const csv = { format: 'csv', delimiter: ',', quote: 'needed', lineEnding: 'lf', formulas: 'guard' } as const;

/** What documentRows reads of a plan. */
function plan(to: OutboundTarget, document: object, origins: Record<string, string> = {}): ReadyDocument {
  const mapping = { from: 'purchase-order@1', sensitive: [], to };
  return { state: 'ready', route: { mapping }, composed: { document, origins } } as unknown as ReadyDocument;
}

function written(segments: OutboundSegment[], origins: Record<string, string>, body: unknown) {
  const document = { format: 'x12', set: '850', version: '004010', segments };
  return shown(plan({ format: 'x12', set: '850', version: '004010' }, document, origins), body);
}

function shown(ready: ReadyDocument, body: unknown, sensitive: string[] = []): string[] {
  return documentRows(ready, body, sensitive).flatMap(({ cells }) =>
    cells.map((cell) => `${cell.place} ${cell.isHidden() ? '***' : cell.text}`),
  );
}

describe('a document that goes out, as rows', () => {
  it('hides what came from a sensitive field, also as a component, and what holds the value of one', () => {
    const body = { number: 'PO-1', procedure: { patient: 'Doe', date: '2026-04-01', room: '4' } };
    const segments: OutboundSegment[] = [
      ['DTM', '472', '20260401'],
      ['REF', 'EJ', '', '', ['ZZ', 'D-17']],
      ['MSG', 'for Doe, room 4'],
      ['CTT', '4', '44'],
    ];
    const origins = { '2.2': 'procedure.date', '3.4-2': 'procedure.patientNumber', '4.1': 'number' };
    expect(written(segments, origins, body)).to.deep.equal([
      ...['DTM01 472', 'DTM02 ***', 'REF01 EJ', 'REF02 ', 'REF03 ', 'REF04 ***'],
      ...['MSG01 ***', 'CTT01 ***', 'CTT02 44'],
    ]);
  });

  it('joins components and repetitions, and hides lists of a mapping whatever their place', () => {
    const segments: OutboundSegment[] = [['REF', ['A', 'B'], [['C', 'D'], ['E']]]];
    expect(written(segments, {}, {})).to.deep.equal(['REF01 A>B', 'REF02 C>D^E']);
    const document = { format: 'csv', rows: ['A,"x, ""y"""', 'B,z'], text: '' };
    const ready = plan({ ...csv, header: false, columns: ['Order', 'Note'] }, document, {
      '1.2': 'lines.0.text',
    });
    expect(shown(ready, {}, ['lines.text'])).to.deep.equal(['Order A', 'Note ***', 'Order B', 'Note z']);
    expect(shown(ready, {})).to.include('Note x, "y"');
  });

  it('names the columns of rows by their type, where there are several, and those of a header', () => {
    const records = { H: ['Type', 'Order'], L: ['Type', 'Item'] };
    const typed = plan(
      { ...csv, header: false, records },
      { format: 'csv', rows: ['H,PO-1', 'L,I-1'], text: '' },
    );
    expect(shown(typed, {})).to.deep.equal(['H Type H', 'H Order PO-1', 'L Type L', 'L Item I-1']);
    const headed = plan(
      { ...csv, header: true, columns: { number: 'Order No.' } },
      { format: 'csv', rows: ['Order No.', 'PO-1'], text: '' },
    );
    expect(shown(headed, {})).to.deep.equal(['header number Order No.', 'number PO-1']);
  });
});
