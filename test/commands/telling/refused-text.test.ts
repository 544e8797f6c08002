/**
 * What `waybill outbound --refused` says.
 */
import { expect } from 'chai';
import { refusedText } from '../../../src/commands/hub/refused-text.js';
import type { ListedRefused } from '../../../src/operations/documents/refused-documents.js';

type Document = ListedRefused['documents'][number];
const made: Document = {
  id: '0197-1',
  kind: 'purchase-order@1',
  businessKey: 'PO-1',
  partner: 'acme',
  document: 'x12/850/004010',
  verdict: 'rejected',
  saidAt: '2026-04-15T09:00:30.000Z',
  interchangeControlNumber: '000000012',
  groupControlNumber: '7',
  setControlNumber: '0001',
  fileName: '850_000000012.x12',
  words: 'The partner says about this 850 in group 7 (PO): rejected.',
  faults: [],
};
const fault = (words: string) => ({ segment: 3, segmentId: 'PO1', element: 3, component: null, words });
const text = (documents: Document[], more = false) => refusedText({ documents, more }).split('\n');

describe('waybill outbound --refused, in words', () => {
  it('puts what a partner said, and its faults, below the document', () => {
    const other = { ...made, id: '0197-2', businessKey: 'ORDER-2', verdict: 'accepted-with-errors' as const };
    const lines = text([{ ...made, faults: [fault('segment 3, PO103: code value not accepted')] }, other]);
    expect(lines.slice(0, 5)).to.deep.equal([
      'Number   Record            Partner  When                  Verdict               Interchange  Group  Set   File               Document',
      'PO-1     purchase-order@1  acme     2026-04-15 09:00 UTC  rejected              000000012    7      0001  850_000000012.x12  0197-1',
      '  The partner says about this 850 in group 7 (PO): rejected.',
      '    segment 3, PO103: code value not accepted',
      'ORDER-2  purchase-order@1  acme     2026-04-15 09:00 UTC  accepted-with-errors  000000012    7      0001  850_000000012.x12  0197-2',
    ]);
    expect(lines.at(-2)).to.match(/^Next: /);
  });

  it('counts the faults that it does not show, and says that there are older documents', () => {
    const faults = Array.from({ length: 13 }, (_, at) => fault(`segment ${at}`));
    const lines = text([{ ...made, faults }], true);
    expect(lines.filter((line) => line.startsWith('    segment'))).to.have.length(10);
    expect(lines).to.include('    and 3 more: --json shows them');
    expect(lines).to.include('There are older ones: --limit N shows more.');
  });

  it('keeps to one line for a document, whatever its number or the words of a partner hold', () => {
    const [, row, said] = text([{ ...made, businessKey: 'A\n\u001b[2J', words: 'segment 3 (\u001b[)' }]);
    expect(row).to.match(/^A<U\+000A><U\+001B>\[2J .* 0197-1$/);
    expect(said).to.equal('  segment 3 (<U+001B>[)');
  });

  it('says so when nothing is refused', () => {
    expect(refusedText({ documents: [], more: false })).to.equal(
      'Nothing that was sent is refused by a partner.\n',
    );
  });
});
