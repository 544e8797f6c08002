/**
 * What happened to a hub so far, as far as it says when the hub is at rest and what is still to come of it.
 */
import { sample } from './documents.js';
import type { Left, Life } from './life.js';

export const [acme, lakeview, purchasing] = [
  'acme-medical',
  'lakeview-hospital',
  'st-mary-purchasing',
] as const;
export const [prairie, ohio, harbor] = ['prairie-trust', 'ohio-lab-supply', 'harbor-exchange'] as const;
export const [redwood, triCounty] = ['redwood-orthopedics', 'tri-county-supply'] as const;

/** Who can sign in. Made up, for snapshots only. */
export const operator = { name: 'ada', password: 'correct horse battery' } as const;

/** Folders that are not mounted carry this behind their names. */
export const away = '.away';

/** What a hub still has to do with what it was given, beside what its database says. */
export interface ToCome {
  /** Records that no delivery is written for yet, by business key. */
  records: string[];
  /** Orders that are not at the supplier yet, by number. */
  orders: string[];
}

/** Rows that documents wait for: one for an order of ours, one for an invoice. */
export const missingRows = [
  {
    waits: '4500071401',
    row: ['item_number=000999999', 'stock_unit=BX', 'vendor_item=AM-9999', 'vendor_unit=CA', 'factor=6'],
  },
  {
    waits: 'AM-INV-HELD',
    row: [
      'item_number=000481517',
      'stock_unit=BX',
      'vendor_item=AM-7732',
      'vendor_unit=RL',
      'factor=1',
      'direction=in',
    ],
  },
] as const;

export class Story {
  readonly toCome: ToCome = { records: [], orders: [] };
  /** Files that ended, whatever became of them. */
  #files = 0;
  readonly #left: Record<string, number> = {};
  #control = 900_000;

  constructor(readonly life: Life) {}

  /** A control number that no sample has. */
  next(): number {
    return (this.#control += 1);
  }

  /** @param ends false for a file that is received no further than that */
  async drop(partner: string, name: string, text: string, ends = true): Promise<void> {
    await this.life.site.drop(partner, name, Buffer.from(text, 'latin1'));
    if (ends) this.#files += 1;
  }

  /** Drops samples of a partner as they are. */
  async dropSamples(partner: string, ending: string, names: readonly string[]): Promise<void> {
    for (const name of names) await this.drop(partner, `${name}.${ending}`, sample(`${partner}/${name}`));
  }

  /** @param more what stays to be done from now on, by step; `received`: files that are stored and not translated */
  leave(more: Left): void {
    for (const [step, count] of Object.entries(more)) this.#left[step] = (this.#left[step] ?? 0) + count;
  }

  /** Waits until nothing is left to do but what stays. */
  rest(more: Left = {}): Promise<void> {
    this.leave(more);
    return this.life.rest(this.#files, this.#left);
  }
}
