/**
 * The files of the fault tests: good ones, one with a broken set, a control number used twice, a duplicate, a CSV.
 */
import { invoiceFile, type Site } from '../kit/site.js';
import type { Expectation } from './invariants.js';

const sheet = (key: string) =>
  'Number,Date,Total,Item,Quantity,Unit\n' +
  `S-${key}1,2026-04-04,10.00,GAUZE,2,BX\nS-${key}2,2026-04-04,5.00,TAPE,1,RL\n`;

/** Three drops, so that each step runs more than once. Each round has names, numbers and keys of its own, the first the plainest. */
function wavesOf(round: number): readonly (readonly { name: string; bytes: string }[])[] {
  const { label, key, number } = marks(round);
  const broken = invoiceFile(number + 2, [`INV-${key}2`, undefined, `INV-${key}3`]);
  const file = (name: string, bytes: string) => ({ name: `${label}${name}`, bytes });
  return [
    [
      file('a.x12', invoiceFile(number + 1, [`INV-${key}1`])),
      file('b.x12', broken),
      file('c-number-used-twice.x12', invoiceFile(number + 1, [`INV-${key}9`])),
    ],
    [
      file('d-duplicate-of-b.x12', broken),
      file('e.csv', sheet(key)),
      file('f.x12', invoiceFile(number + 3, [`INV-${key}4`])),
    ],
    [
      file('g.x12', invoiceFile(number + 4, [`INV-${key}5`])),
      file('h.x12', invoiceFile(number + 5, [`INV-${key}6`])),
    ],
  ];
}

function marks(round: number): { label: string; key: string; number: number } {
  if (round === 0) return { label: '', key: '', number: 0 };
  return { label: `${round}-`, key: `${round}-`, number: round * 10 };
}

/** What a round ends as. */
export function expectedOfWaves(round = 0): Expectation {
  const { label, key, number } = marks(round);
  const states = {
    'a.x12': 'translated',
    'b.x12': 'partly-translated',
    'c-number-used-twice.x12': 'held',
    'd-duplicate-of-b.x12': 'duplicate',
    'e.csv': 'translated',
    'f.x12': 'translated',
    'g.x12': 'translated',
    'h.x12': 'translated',
  };
  return {
    effects: [1, 2, 3, 4, 5, 6].map((index) => `INV-${key}${index}`).concat(`S-${key}1`, `S-${key}2`),
    answers: Object.fromEntries([1, 2, 3, 4, 5].map((index) => [number + index, index === 2 ? 'P' : 'A'])),
    states: Object.fromEntries(Object.entries(states).map(([name, state]) => [`${label}${name}`, state])),
  };
}

/** What several drops end as together. */
export function together(...expectations: readonly Expectation[]): Expectation {
  return {
    effects: expectations.flatMap(({ effects }) => effects),
    answers: Object.assign({}, ...expectations.map(({ answers }) => answers)) as Expectation['answers'],
    states: Object.assign({}, ...expectations.map(({ states }) => states)) as Expectation['states'],
  };
}

/** Drops the waves of a round with a pause between, whether a hub is there or not. */
export async function dropWaves(site: Site, { round = 0, pauseMs = 300 } = {}): Promise<void> {
  for (const wave of wavesOf(round)) {
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
