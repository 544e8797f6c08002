/**
 * What `waybill try` says about an acknowledgment that comes in.
 */
import { expect } from 'chai';
import {
  renderAcknowledgment,
  renderInterchangeAcknowledgment,
} from '../../../src/commands/files/acknowledgment-text.js';
import type { ReceivedAcknowledgment } from '../../../src/translation/translation.js';
import { readAcknowledgment } from '../../../src/x12/acknowledge/read-acknowledgment.js';
import { makeFile } from '../../x12/made-x12.js';
import { readDocuments } from '../../x12/read-x12.js';

function received(...body: string[]): ReceivedAcknowledgment {
  const [document] = readDocuments(makeFile([{ set: '997', body }], { functionalId: 'FA' }));
  const group = readAcknowledgment(document!)!;
  return { transactionSetId: 'id', set: '997', header: document!.group, group };
}

describe('waybill try, of an acknowledgment', () => {
  it('names the verdict of group and sets, each fault with its place, and what we sent there', () => {
    const faults = ['AK3*PO1*7*PO1*8', 'AK4*3*355*7*CT', 'AK3*REF*9**5'];
    const told = received('AK1*PO*2201', 'AK2*850*0001', ...faults, 'AK5*R*5', 'AK9*P*2*2*1');
    expect(renderAcknowledgment(told).split('\n')).to.deep.equal([
      'The 997 says of our group 2201 (PO): partially accepted',
      '  sets: 2 sent, 2 received, 1 accepted',
      '  set 0001 (850): rejected: one or more segments are at fault',
      '    segment 7, PO103: code value not accepted (we sent "CT")',
      '    segment 9 (REF): segment occurs too often',
    ]);
  });

  it('counts the faults that it does not show', () => {
    const faults = Array.from({ length: 130 }, (_, index) => `AK3*REF*${index + 2}**5`);
    const told = received('AK1*PO*1', 'AK2*850*0001', ...faults, 'AK5*R*5', 'AK9*R*1*1*0');
    expect(renderAcknowledgment(told).split('\n').at(-1)).to.equal('    and 30 more');
  });

  it('names what a TA1 says', () => {
    const ta1 = { interchangeControlNumber: '000000007', date: '260402', time: '0800' };
    expect(renderInterchangeAcknowledgment({ ...ta1, status: 'R', code: '025' })).to.equal(
      'The TA1 says of our interchange 000000007: rejected: the interchange control number was used before',
    );
    expect(renderInterchangeAcknowledgment({ ...ta1, status: 'Q', code: '000' })).to.equal(
      'The TA1 says of our interchange 000000007: nothing certain',
    );
  });
});
