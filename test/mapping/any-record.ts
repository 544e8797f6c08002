/**
 * Parts of records at random, and records put together from them, within what the common mappings can carry both ways.
 */
import fc from 'fast-check';

export type Json = Record<string, unknown>;

/** Some of the fields; those that are left out are absent, not undefined. */
export function some(
  fields: Record<string, fc.Arbitrary<unknown>>,
  required: readonly string[] = [],
): fc.Arbitrary<Json> {
  return fc.record(fields, { requiredKeys: [...required] });
}

export function textOf(max: number, characters = 'ABCXYZ abc019.,-/#&()\u00e9\u00df'): fc.Arbitrary<string> {
  return fc
    .string({ unit: fc.constantFrom(...characters), minLength: 2, maxLength: max })
    .map((text) => text.trim())
    .filter((text) => text.length >= 2);
}

const plain = 'ABCXYZ abc019.,-/#&()';
export const code = textOf(20, 'ABCXYZ019-');
export const day = fc
  .integer({ min: 0, max: 3650 })
  .map((days) => new Date(Date.UTC(2021, 0, 1 + days)).toISOString().slice(0, 10));
export const decimal = fc
  .tuple(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 4 }))
  .map(([digits, places]) => decimalText(digits, places));
export const unit = fc.constantFrom('EA', 'BX', 'CA', 'PK', 'KT');

export function decimalText(digits: number, places: number): string {
  const text = String(digits).padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

const address = some(
  {
    line1: textOf(55),
    line2: textOf(55),
    line3: textOf(55),
    city: textOf(30),
    state: fc.constantFrom('IL', 'TX'),
    postalCode: fc.constantFrom('01234', '60601-1234'),
    country: fc.constantFrom('US', 'USA'),
  },
  ['line1'],
);
const contact = some(
  {
    role: fc.constantFrom('BD', 'CN'),
    name: textOf(60),
    phone: fc.constant('5555550100'),
    fax: fc.constant('5555550199'),
    email: fc.constant('a@b.example'),
  },
  ['role', 'name'],
);
const partyNumber = fc.oneof(
  fc.constantFrom('vendor', 'buyer', 'hin', 'npi').chain((kind) => code.map((value) => ({ kind, value }))),
  fc.constant({ kind: 'gln', value: '9521004200025' }),
  fc.constant({ kind: 'duns', value: '123456789' }),
  fc.constant({ kind: 'duns', value: '1234567890123' }),
);
export const party = some(
  {
    name: textOf(60),
    identifiers: partyNumber.map((one) => [one]),
    address,
    contacts: fc.array(contact, { minLength: 1, maxLength: 3 }),
  },
  ['name'],
);
/** One that the table of locations knows. */
export const place = party.map((one) => ({ ...one, identifiers: [{ kind: 'gln', value: '9521004200018' }] }));
const itemNumber = fc
  .constantFrom('vendor', 'buyer', 'manufacturer', 'ndc', 'udi-di', 'catalog', 'hcpcs')
  .chain((kind) => code.map((value) => ({ kind, value })));
const gtin = fc.constant({ kind: 'gtin', value: '09521004220412' });
const item = some(
  {
    description: textOf(80, plain),
    identifiers: fc.array(fc.oneof(itemNumber, gtin), { minLength: 1, maxLength: 10 }),
  },
  ['identifiers'],
);
const notes = fc.array(textOf(100, plain.replace('  ', ' ')), { minLength: 1, maxLength: 3 });
export const noteList = notes.map((all) => all.map((text) => ({ text: text.replace(/ +/g, ' ') })));
export const described = item.map((one) =>
  'description' in one ? { ...one, description: String(one['description']).replace(/ +/g, ' ') } : one,
);

/** Quantity and price are in the same unit, as PO103 says it of both. */
export const goods = fc
  .record(
    { value: decimal, unit, price: decimal, per: fc.constantFrom('100', '1000') },
    { requiredKeys: ['value', 'unit'] },
  )
  .map(({ value, unit: own, price, per }) => ({
    quantity: { value, unit: own },
    ...(price === undefined
      ? {}
      : { price: { value: price, unit: own, ...(per === undefined ? {} : { per }) } }),
  }));

export function numbered(lines: readonly Json[]): Json[] {
  return lines.map((line, index) => ({ number: String(index + 1), ...line }));
}

/** The hospital's own number is the first that the partner knows as ours. */
export function withOwnNumber(one: Json): Json {
  const own = (one['identifiers'] as { kind: string; value: string }[]).find(({ kind }) => kind === 'buyer');
  return own ? { ...one, number: own.value } : one;
}

export const orderType = fc.constantFrom(
  ...(['standard', 'rush', 'blanket', 'blanket-release', 'drop-ship', 'direct-ship'] as const),
  ...(['consignment', 'bill-only', 'bill-and-replace'] as const),
);
export const terms = fc.oneof(
  some({ netDays: fc.integer({ min: 0, max: 365 }) }, ['netDays']),
  fc.constant({ discountPercent: '2', discountDays: 10, netDays: 30 }),
);

/** A vendor's number would be looked up as an item of ours, which nobody has mapped. */
export function withoutVendor(one: Json): Json {
  const numbers = one['identifiers'] as { kind: string }[];
  const kept = numbers.filter(({ kind }) => kind !== 'vendor');
  return { ...one, identifiers: kept.length > 0 ? kept : [{ kind: 'catalog', value: 'C-1' }] };
}

interface Surcharge {
  kind: string;
  cents: number;
  settlement?: string;
}

interface BilledLine {
  count: number;
  cents: number;
  unit: string;
  item: Json;
  lot: string;
}

/** What the lists of charges, allowances and taxes, as far as they are not empty, make with what is settled elsewhere left out. */
function surchargesOf(made: Json): { lists: Json; cents: number } {
  let cents = 0;
  const lists: Json = {};
  for (const name of ['charges', 'allowances', 'taxes']) {
    const all = (made[name] as Surcharge[] | undefined) ?? [];
    for (const one of all) {
      if ((one.settlement ?? 'on-document') !== 'on-document') continue;
      cents += name === 'allowances' ? -one.cents : one.cents;
    }
    const written = all.map(({ cents: amount, ...one }) => ({ ...one, amount: decimalText(amount, 2) }));
    if (written.length > 0) lists[name] = written;
  }
  return { lists, cents };
}

/** Amounts in cents, with totals that add up. */
export function invoiceOf({ charges, allowances, taxes, ...made }: Json): Json {
  const head = surchargesOf({ charges, allowances, taxes });
  const lines = (made['lines'] as (BilledLine & Json)[]).map((line) => ({ line, extra: surchargesOf(line) }));
  const total = lines.reduce(
    (sum, { line, extra }) => sum + line.count * line.cents + extra.cents,
    head.cents,
  );
  return {
    record: 'invoice@1',
    partner: 'acme',
    ...made,
    ...head.lists,
    totals: { stated: total < 0 ? `-${decimalText(-total, 2)}` : decimalText(total, 2) },
    lines: numbered(
      lines.map(({ line: { count, cents, unit: own, item: one, lot }, extra }) => ({
        item: withoutVendor(one),
        quantity: { value: String(count), unit: own },
        price: { value: decimalText(cents, 2), unit: own },
        lots: [{ lot }],
        ...extra.lists,
      })),
    ),
  };
}

export function lotsOf(count: number): fc.Arbitrary<Json[]> {
  return fc.record({ date: day, has: fc.boolean() }).map(({ date, has }) =>
    Array.from({ length: count }, (_, index) => ({
      lot: `LOT${index}`,
      serial: `S${index}`,
      ...(has ? { expires: date } : {}),
    })),
  );
}

/** Three orders; packages whose parents come before them. */
export function noticeOf({ parents, lines, ...made }: Json): Json {
  const packages = (parents as (number | undefined)[]).map((parent, index) => ({
    id: `P${index}`,
    kind: index === 0 || (parent === 0 && index === 1) ? 'pallet' : 'carton',
    weight: { value: String(index + 1), unit: 'LB' },
    sscc: `09521004200000000${index}`,
    ...(parent !== undefined && parent < index ? { parent: `P${parent}` } : {}),
  }));
  const shipped = lines as { order: number; package?: number; item: Json; quantity: Json; lots: Json[] }[];
  return {
    record: 'ship-notice@1',
    partner: 'acme',
    ...made,
    orders: [0, 1, 2].map((index) => ({ number: `PO-${index}` })),
    packages,
    lines: shipped.map(({ order, package: inside, item: one, quantity, lots }, index) => ({
      order: { number: `PO-${order}`, line: String(index + 1) },
      item: withoutVendor(one),
      quantity,
      ...(inside === undefined ? {} : { package: `P${inside}` }),
      ...(lots.length === 0 ? {} : { lots }),
    })),
  };
}

/** By order line, what each line says, with the labels of the packages around it instead of their ids. */
export function linesOf(record: Json): unknown[] {
  const packages = new Map(((record['packages'] as Json[] | undefined) ?? []).map((one) => [one['id'], one]));
  const labels = (id: unknown): unknown[] => {
    const one = packages.get(id);
    return one === undefined ? [] : [...labels(one['parent']), one['sscc'], one['kind'], one['weight']];
  };
  const lines = (record['lines'] as Json[]).map(({ number: _, package: inside, ...line }) => ({
    ...line,
    packages: labels(inside),
  }));
  const key = (line: Json) => Number((line['order'] as { line: string }).line);
  return lines.sort((one: Json, other: Json) => key(one) - key(other));
}
