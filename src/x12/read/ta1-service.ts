/**
 * Faults of ISB and ISE, the service segments between ISA and GS: told by TA1 codes of their own.
 *
 * We neither grade nor defer anything; what is absent is no fault, and what is there has only to be what it says.
 */
import { isDate, isTime, type SegmentFrame } from '../tokens/index.js';
import { ISB, ISE } from './envelope-ids.js';

export interface ServiceFault {
  element: number;
  ta1: string; // TA105
  words: string;
}

type Rule = readonly [element: number, ta1: string, holds: (text: string) => boolean, words: string];

const rules: ReadonlyMap<number, readonly Rule[]> = new Map([
  [ISB, [[1, '031', (text) => /^[A-Z0-9]$/.test(text), 'ISB01 is no grade of service']]],
  [
    ISE,
    [
      [1, '028', isDate, 'ISE01 is no date of the calendar'],
      [2, '029', isTime, 'ISE02 is no time of the day'],
      [3, '030', (text) => /^[A-Z0-9]{2}$/.test(text), 'ISE03 is no time code of two characters'],
    ],
  ],
]);

/** The first fault of a service segment; undefined where it has none, or is no service segment. */
export function findServiceFault(frame: SegmentFrame): ServiceFault | undefined {
  for (const [element, ta1, holds, words] of rules.get(frame.id) ?? []) {
    const text = frame.text(element);
    if (text !== '' && !holds(text)) return { element, ta1, words };
  }
  return undefined;
}
