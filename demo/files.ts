/**
 * The files that the demo drops, and what must become of each. Anything else makes the demo fail.
 *
 * The second wave comes when the first has settled: the supplier's answer to our order, the same file again, and another one
 * under a number that was used.
 */

export interface DemoFile {
  /** Name it is dropped under; its bytes are those of the sample. */
  name: string;
  /** Folder in samples/. */
  sample: string;
  /** Whose inbox. */
  partner: string;
  wave: 1 | 2;
  expected: Outcome;
}

/** What became of a file, as far as an onlooker can tell: the hub's word, the ERP's and the partner's folders. */
export interface Outcome {
  /** State of the file, with the reason where there is one. */
  state: string;
  /** Documents in it, such as `3 × 810`. */
  documents: string;
  /** Business keys of the records that the ERP has. */
  atErp: string[];
  /** What the 997 in the partner's folder says; `none` where no answer is due. */
  answer: string;
  /** What lies at another partner for it, and what that partner has answered; `none` where nothing goes on. */
  goesOn: string;
}

const accepted = 'accepted';
const none = 'none';

function file(
  partner: string,
  sample: string,
  documents: string,
  atErp: string[],
  more: Partial<Outcome> & { wave?: 2; name?: string } = {},
): DemoFile {
  const { wave = 1, name, ...outcome } = more;
  const extension =
    {
      'ohio-lab-supply': 'csv',
      'northwind-surgical': 'edi',
      'redwood-orthopedics': 'edi',
      'st-mary-purchasing': 'json',
    }[partner] ?? 'x12';
  return {
    name: name ?? `${sample}.${extension}`,
    sample: `${partner}/${sample}`,
    partner,
    wave,
    expected: { state: 'translated', documents, atErp, answer: accepted, goesOn: none, ...outcome },
  };
}

const acme = 'acme-medical';
const northwind = 'northwind-surgical';
const ohio = 'ohio-lab-supply';
const lakeview = 'lakeview-hospital';
const redwood = 'redwood-orthopedics';
const prairie = 'prairie-trust';
const purchasing = 'st-mary-purchasing';

export const demoFiles: readonly DemoFile[] = [
  file(purchasing, 'order', 'json', [], {
    answer: none,
    goesOn: '850 to acme-medical, answered by 855',
  }),
  file(lakeview, '850-standard', '850', ['LV-104417']),
  file(lakeview, '850-rush-and-bill-only', '2 × 850', ['LV-104420', 'LV-104421']),

  file(acme, '855-changed-and-backordered', '855', ['4500071234 / AM-SO-550934 / 2026-04-02']),
  file(acme, '856-sopi', '856', ['AM-SHP-774120']),
  file(acme, '810-standard', '810', ['AM-INV-88213']),
  file(acme, '810-credit-memo', '810', ['AM-CM-01920']),
  file(acme, '810-cs-means-case', '810', ['AM-INV-88244']),
  file(acme, '810-unknown-unit', '810', [], { state: 'held CROSSWALK_MISSING' }),
  file(acme, '810-total-does-not-add-up', '810', [], { state: 'held RULE' }),
  file(acme, '810-one-bad-of-three', '3 × 810', ['AM-INV-88260', 'AM-INV-88262'], {
    state: 'partly-translated',
    answer: 'partly, 2 of 3',
  }),
  file(acme, '810-ta1-requested', '810', ['AM-INV-88270'], { answer: 'accepted, TA1' }),
  file(acme, '997-inbound', '997', [], { answer: none }),
  file(acme, 'unknown-sender', none, [], { state: 'quarantined PARTNER_UNKNOWN', answer: none }),
  file(acme, 'not-x12', none, [], { state: 'quarantined FORMAT_UNKNOWN', answer: none }),

  file(northwind, '855-pipes', '855', ['4500071240 / NW-884120 / 2026-04-01']),
  file(northwind, '856-sotpi', '856', ['NW20260405-0071']),
  file(northwind, '810-implants-with-bom', '810', ['NW-5520017']),
  file(northwind, 'two-groups-line-feed', '855, 810', ['4500071266 / NW-884166 / 2026-04-03', 'NW-5520031'], {
    answer: 'accepted, 2 groups',
  }),

  file(redwood, '850-bill-only-by-representative', '850', ['RW-BO-30771']),
  file(prairie, '820-two-invoices-and-a-credit', '820', ['90017730224']),

  file(ohio, 'invoices-daily', '2 × csv', ['OL-60411', 'OL-60412'], { answer: none }),
  file(ohio, 'invoices-unmapped-unit', '2 × csv', ['OL-60431'], { state: 'held RECORD_HELD', answer: none }),

  file(acme, '855-accepted', '855', ['4500071190 / AM-SO-550871 / 2026-04-02'], { wave: 2 }),
  file(acme, '810-standard', none, [], {
    wave: 2,
    name: '810-standard-again.x12',
    state: 'duplicate SAME_CONTENT',
    answer: none,
  }),
  file(acme, '810-number-used-twice', '810', [], {
    wave: 2,
    state: 'held DUPLICATE_CONTROL_NUMBER',
    answer: none,
  }),
];
