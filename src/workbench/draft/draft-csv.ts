/**
 * A draft of a mapping from a CSV sample with a header row: its columns, and the fields that their headings speak of.
 *
 * A guess from headings and the form of the values; remarks hold no value of the sample.
 */
import type { RecordKind } from '../../canonical/index.js';
import { csvTable } from './csv-table.js';
import { type Draft, type DraftField, usualUnits } from './draft-mapping.js';
import { constants, fieldFrom, joined } from './draft-values.js';

export interface DraftCsv {
  map: string;
  title: string;
  to: RecordKind;
  /** Whether mappings/ has the usual crosswalk of units. */
  hasUnits: boolean;
}

/** What headings say that a file holds. */
export function guessKind(bytes: Buffer): RecordKind | undefined {
  const headings =
    csvTable(bytes)
      ?.columns.map(({ heading }) => heading.toLowerCase())
      .join(' ') ?? '';
  if (/invoice|\binv\b/.test(headings)) return 'invoice@1';
  if (/ship(ped|ment)|tracking|\basn\b/.test(headings)) return 'ship-notice@1';
  if (/receiv|receipt/.test(headings)) return 'receipt@1';
  if (/on ?hand|stock|inventory/.test(headings)) return 'inventory@1';
  if (/\bpo\b|order/.test(headings)) return 'purchase-order@1';
  return /price|catalog/.test(headings) ? 'price-catalog@1' : undefined;
}

/** @returns undefined when the file is no table with a header row */
export function draftCsv(bytes: Buffer, { map, title, to, hasUnits }: DraftCsv): Draft | undefined {
  const table = csvTable(bytes);
  if (!table || table.columns.length < 2) return undefined;
  const { columns } = table;
  const from: Record<string, unknown> = {
    format: 'csv',
    ...table.from,
    columns: Object.fromEntries(columns.map(({ name, heading }) => [name, heading])),
  };
  const used = new Set<string>();
  const fieldsOf = (level: readonly Guess[]): DraftField[] =>
    level.flatMap(({ heading, field, kinds }) => {
      if (kinds && !kinds.includes(to)) return [];
      const column = columns.find((one) => !used.has(one.name) && heading.test(one.heading));
      if (!column) return [];
      used.add(column.name);
      return [fieldFrom({ selector: `row.${column.name}`, values: column.values }, field)];
    });
  const lines = joined(fieldsOf(lineGuesses), hasUnits);
  const top = fieldsOf(topGuesses);
  const key = top.find(({ name }) => name === 'number');
  const grouped = columns.find(({ name }) => key && takesFrom(key, name));
  if (grouped) from['groupBy'] = grouped.name;
  const remarks = columns
    .filter(({ name }) => !used.has(name))
    .map(({ name, heading }) => `  row.${name} (${heading})`);
  const fields: DraftField[] = [
    ...constants(to),
    ...top,
    { name: 'lines', list: { each: 'row', fields: lines } },
  ];
  const told = remarks.length === 0 ? [] : ['TODO no field is guessed for these columns:', ...remarks];
  return {
    map,
    title,
    from,
    to,
    ...(hasUnits ? { crosswalks: usualUnits } : {}),
    fields,
    remarks: [
      ...told,
      ...(grouped
        ? []
        : [
            'TODO the whole file is one document here: groupBy: names the column whose value begins another one.',
          ]),
      'TODO compare every field with the guide of the partner.',
    ],
  };
}

interface Guess {
  heading: RegExp;
  field: string;
  kinds?: readonly RecordKind[];
}

const lineGuesses: readonly Guess[] = [
  { heading: /^(po )?line( ?(no|num|number|#))?\.?$/i, field: 'number' },
  {
    heading:
      /^(vendor |supplier |catalog |mfr )?(item|part|sku|product|material|catalog|cat\.?)( ?(no|num|number|code|id|#))?\.?$/i,
    field: 'vendor item',
  },
  { heading: /gtin|upc|ean|barcode/i, field: 'gtin' },
  { heading: /desc/i, field: 'item.description' },
  { heading: /^(qty|quantity|units)|(qty|quantity)$/i, field: 'quantity' },
  { heading: /\bu\/?o?\/?m\b|unit of measure|^unit$|^units?$/i, field: 'unit' },
  { heading: /(unit )?(price|cost)/i, field: 'price' },
  { heading: /ext(ended)?\b|line (total|amount)|^amount$/i, field: 'amount' },
];

const topGuesses: readonly Guess[] = [
  { heading: /^(invoice|inv)( ?(no|num|number|id|#))?\.?$/i, field: 'number', kinds: ['invoice@1'] },
  {
    heading: /^(shipment|asn|packing slip|delivery)( ?(no|num|number|id|#))?\.?$/i,
    field: 'number',
    kinds: ['ship-notice@1'],
  },
  { heading: /^(receipt)( ?(no|num|number|id|#))?\.?$/i, field: 'number', kinds: ['receipt@1'] },
  {
    heading: /^((your|our|customer|cust\.?) )?(po|p\.o\.|order|purchase order)( ?(no|num|number|id|#))?\.?$/i,
    field: 'number',
    kinds: ['purchase-order@1'],
  },
  {
    heading: /^((your|our|customer|cust\.?) )?(po|p\.o\.|order|purchase order)( ?(no|num|number|id|#))?\.?$/i,
    field: 'order.number',
    kinds: ['invoice@1'],
  },
  { heading: /(invoice|inv|order|po|ship|receipt)? ?date/i, field: 'date' },
  { heading: /currency/i, field: 'currency' },
  {
    heading: /ship ?to( name)?$/i,
    field: 'shipTo.name',
    kinds: ['invoice@1', 'purchase-order@1', 'ship-notice@1'],
  },
  {
    heading: /(invoice |grand )?total|invoice amount/i,
    field: 'totals.stated',
    kinds: ['invoice@1', 'purchase-order@1'],
  },
];

function takesFrom({ take }: DraftField, column: string): boolean {
  const from = typeof take === 'string' ? take : take?.['from'];
  return from === `row.${column}`;
}
