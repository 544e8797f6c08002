/**
 * The files of the fault tests: good ones, one with a broken set, a control number used twice, a duplicate, a CSV.
 */
import { invoiceFile, type Site } from '../kit/site.js';
import type { Expectation } from './invariants.js';

const broken = invoiceFile(2, ['INV-2', undefined, 'INV-3']);
const sheet =
  'Number,Date,Total,Item,Quantity,Unit\nS-1,2026-04-04,10.00,GAUZE,2,BX\nS-2,2026-04-04,5.00,TAPE,1,RL\n';

/** Three drops, so that each step runs more than once. */
export const waves: readonly (readonly { name: string; bytes: string }[])[] = [
  [
    { name: 'a.x12', bytes: invoiceFile(1, ['INV-1']) },
    { name: 'b.x12', bytes: broken },
    { name: 'c-number-used-twice.x12', bytes: invoiceFile(1, ['INV-9']) },
  ],
  [
    { name: 'd-duplicate-of-b.x12', bytes: broken },
    { name: 'e.csv', bytes: sheet },
    { name: 'f.x12', bytes: invoiceFile(3, ['INV-4']) },
  ],
  [
    { name: 'g.x12', bytes: invoiceFile(4, ['INV-5']) },
    { name: 'h.x12', bytes: invoiceFile(5, ['INV-6']) },
  ],
];

export const expectedOfWaves: Expectation = {
  effects: ['INV-1', 'INV-2', 'INV-3', 'INV-4', 'INV-5', 'INV-6', 'S-1', 'S-2'],
  answers: { 1: 'A', 2: 'P', 3: 'A', 4: 'A', 5: 'A' },
  states: {
    'a.x12': 'translated',
    'b.x12': 'partly-translated',
    'c-number-used-twice.x12': 'held',
    'd-duplicate-of-b.x12': 'duplicate',
    'e.csv': 'translated',
    'f.x12': 'translated',
    'g.x12': 'translated',
    'h.x12': 'translated',
  },
};

/** Drops the waves with a pause between, whether a hub is there or not. */
export async function dropWaves(site: Site, pauseMs = 300): Promise<void> {
  for (const wave of waves) {
    await site.drop(wave);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Many small files, one invoice each. */
export function manyFiles(count: number, from = 1): { name: string; bytes: string }[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index;
    return {
      name: `many-${String(number).padStart(6, '0')}.x12`,
      bytes: invoiceFile(number, [`MANY-${number}`]),
    };
  });
}

export function expectedOfMany(count: number, from = 1): Expectation {
  const numbers = Array.from({ length: count }, (_, index) => from + index);
  return {
    effects: numbers.map((number) => `MANY-${number}`),
    answers: Object.fromEntries(numbers.map((number) => [number, 'A'])),
    states: Object.fromEntries(
      numbers.map((number) => [`many-${String(number).padStart(6, '0')}.x12`, 'translated']),
    ),
  };
}
