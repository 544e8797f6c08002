/**
 * What a partner would be answered: the segments of the TA1 and 997 for bytes as they came, written and read again.
 */
import { planAcknowledgment, writeAcknowledgment } from '../../src/x12/acknowledge/acknowledge.js';
import type { X12Report } from '../../src/x12/report.js';
import { readX12 } from './read-x12.js';

/** TA1 and AK1 to AK9 for every interchange, with "*" and ":" and without the envelope. */
export function answerTo(report: X12Report): string[] {
  return report.interchanges.flatMap((interchange) => {
    const plan = planAcknowledgment(interchange, { acknowledge: () => '997', ta1: 'always' });
    if (plan === undefined) return [];
    const written = writeAcknowledgment(plan, {
      interchangeControlNumber: 1,
      groupControlNumbers: plan.groups.map((_, index) => index + 1),
      date: '20260302',
      time: '0815',
    });
    if ('faults' in written) throw new Error(written.faults.map((fault) => fault.words).join(' '));
    const again = readX12(written.bytes).interchanges[0];
    if (again?.verdict !== 'accepted') throw new Error(`the answer is itself ${again?.verdict}`);
    return Buffer.from(written.bytes)
      .toString('utf8')
      .split('~\n')
      .filter((segment) => /^(TA1|AK|IK|CTX)/.test(segment))
      .map((segment) => segment.replaceAll('>', ':'));
  });
}
