/**
 * The mappings of bench/mapping-subject.ts written by hand, as somebody would without a mapping language: the same record,
 * the same exact decimals, crosswalks, required fields, totals and check digits.
 *
 * With `origins` they also note where each value stood, under the same paths; without, nothing of it is done.
 */
import type { Origin } from '../src/canonical/fields/header.js';
import { Arithmetic } from '../src/canonical/fields/scalars.js';
import type { Crosswalk } from '../src/crosswalks/crosswalk.js';
import type { X12Document, X12Loop, X12Segment } from '../src/x12/document.js';

/** What the closures look up. */
export interface Tables {
  uom: Crosswalk;
  items: Crosswalk;
  locations: Crosswalk;
}

export interface ByHand {
  record: Record<string, unknown>;
  origins: Record<string, Origin> | undefined;
  issues: { code: string; path: string; origin?: Origin | undefined }[];
}

/** One document on its way. */
export interface Work extends ByHand {
  tables: Tables;
  where: { partner: string; day: string };
}

export function startWork(tables: Tables, where: Work['where'], noted: boolean): Work {
  return { tables, where, record: {}, origins: noted ? {} : undefined, issues: [] };
}

export function originOf(segment: X12Segment, element: number): Origin {
  const { offset, length } = segment.elementRange(element);
  return { offset, length, segment: segment.number, segmentId: segment.id, element };
}

/** The element's text; '' when there is none. */
export function take(
  work: Work,
  segment: X12Segment | undefined,
  element: number,
  at: { prefix: string; name: string },
): string {
  const text = segment?.element(element).trim() ?? '';
  if (segment && text !== '' && work.origins) work.origins[at.prefix + at.name] = originOf(segment, element);
  return text;
}

/** As `take`, but an issue when there is nothing. */
export function need(
  work: Work,
  segment: X12Segment | undefined,
  element: number,
  at: { prefix: string; name: string },
): string {
  const text = take(work, segment, element, at);
  if (text === '') work.issues.push({ code: 'REQUIRED_MISSING', path: at.prefix + at.name });
  return text;
}

export function day(work: Work, text: string, path: string): string {
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  if (/^\d{8}$/.test(text) && new Date(`${date}T00:00:00Z`).toISOString().startsWith(date)) return date;
  work.issues.push({ code: 'DATE_INVALID', path });
  return '';
}

export function decimal(work: Work, text: string, path: string): string {
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return text;
  work.issues.push({ code: 'DECIMAL_INVALID', path });
  return '0';
}

export function lookUp(
  work: Work,
  table: keyof Tables,
  key: readonly string[],
  at: { column: string; path: string },
): string {
  const text = work.tables[table].find(key, work.where)?.cell(at.column) ?? '';
  if (text === '') work.issues.push({ code: 'CROSSWALK_MISSING', path: at.path });
  return text;
}

/** A quantity or price as sent and in the hub's unit. */
export function measure(
  work: Work,
  segment: X12Segment,
  elements: { value: number; unit: number },
  at: { path: string; isPrice: boolean },
) {
  const { path, isPrice } = at;
  const sent = decimal(work, segment.element(elements.value).trim(), path);
  const raw = segment.element(elements.unit).trim();
  const unit = lookUp(work, 'uom', [raw], { column: 'hub', path });
  const factor = lookUp(work, 'uom', [raw], { column: 'factor', path });
  if (work.origins) {
    const [valueOrigin, unitOrigin] = [originOf(segment, elements.value), originOf(segment, elements.unit)];
    work.origins[`${path}.value`] = valueOrigin;
    work.origins[`${path}.raw.value`] = valueOrigin;
    work.origins[`${path}.unit`] = unitOrigin;
    work.origins[`${path}.raw.unit`] = unitOrigin;
  }
  return { value: convert(sent, factor, isPrice), unit, raw: { value: sent, unit: raw } };
}

function convert(sent: string, factor: string, isPrice: boolean): string {
  if (factor === '1') return sent;
  const number = new Arithmetic(sent);
  return isPrice ? number.dividedBy(factor).toDecimalPlaces(10).toFixed() : number.times(factor).toFixed();
}

/** In the unit that the hospital keeps. */
export function stock(
  work: Work,
  { sent, item, unit }: { sent: string; item: string; unit: string },
  at: { path: string; segment: X12Segment; element: number },
) {
  const row = work.tables.items.find([item, unit], work.where);
  if (!row) {
    work.issues.push({ code: 'CROSSWALK_MISSING', path: at.path });
    return undefined;
  }
  if (work.origins) work.origins[`${at.path}.stock.unit`] = originOf(at.segment, at.element);
  const factor = row.cell('factor');
  return { value: new Arithmetic(sent).times(factor).toFixed(), unit: row.cell('stock_unit'), factor };
}

/** Identifiers and lot of the qualifier pairs that start at an element. */
export function identify(work: Work, segment: X12Segment, first: number, prefix: string) {
  const identifiers: { kind: string; value: string; qualifier: string }[] = [];
  const lots: Record<string, string>[] = [];
  let vendor = '';
  for (let element = first; element < segment.elementCount; element += 2) {
    const qualifier = segment.element(element).trim();
    const value = segment.element(element + 1).trim();
    if (value === '') continue;
    if (qualifier === 'LT') {
      if (work.origins) work.origins[`${prefix}lots.${lots.length}.lot`] = originOf(segment, element + 1);
      lots.push({ lot: value });
      continue;
    }
    const kind = itemKinds[qualifier] ?? 'other';
    const path = `${prefix}item.identifiers.${identifiers.length}.value`;
    if (work.origins) work.origins[path] = originOf(segment, element + 1);
    if (kind === 'vendor' && vendor === '') vendor = value;
    if (kind === 'gtin') checkDigit(work, value, path);
    identifiers.push({ kind, value, qualifier });
  }
  return { identifiers, lots, vendor };
}

const itemKinds: Record<string, string> = {
  VC: 'vendor',
  VN: 'vendor',
  VP: 'vendor',
  UK: 'gtin',
  IN: 'buyer',
};

/** GS1: digits weigh 1 and 3 in turn from the right. */
export function checkDigit(work: Work, digits: string, path: string): void {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1)
    sum += Number(digits[digits.length - 1 - at]) * (at % 2 === 0 ? 1 : 3);
  if (sum % 10 !== 0) work.issues.push({ code: 'CHECK_DIGIT_WRONG', path });
}

export function invoiceByHand(document: X12Document, work: Work): ByHand {
  const { root } = document;
  const one = (id: string) => root.segments.find((segment) => segment.id === id);
  const at = (name: string) => ({ prefix: '', name });
  const big = one('BIG');
  const contract = root.segments.find((segment) => segment.id === 'REF' && segment.element(1) === 'CT');
  const [shipTo] =
    root.loops.find((loop) => loop.id === 'N1' && loop.segments[0]?.element(1) === 'ST')?.segments ?? [];
  const stated = need(work, one('TDS'), 1, at('totals.stated'));
  Object.assign(work.record, {
    number: need(work, big, 2, at('number')).toUpperCase(),
    date: day(work, need(work, big, 1, at('date')), 'date'),
    kind: { DI: 'invoice', CR: 'credit', DR: 'debit' }[take(work, big, 7, at('kind'))] ?? 'invoice',
    currency: take(work, one('CUR'), 2, at('currency')) || 'USD',
    contract: take(work, contract, 2, at('contract')),
    order: {
      number: take(work, big, 4, at('order.number')),
      date: day(work, take(work, big, 3, at('order.date')), 'order.date'),
    },
    shipTo: {
      name: take(work, shipTo, 2, at('shipTo.name')),
      location: lookUp(work, 'locations', [take(work, shipTo, 4, at('shipTo.location'))], {
        column: 'location',
        path: 'shipTo.location',
      }),
    },
    terms: { netDays: Number(take(work, one('ITD'), 7, at('terms.netDays'))) },
    totals: { stated: new Arithmetic(stated).dividedBy(100).toFixed(2) },
    lines: root.loops
      .filter((loop) => loop.id === 'IT1')
      .map((loop, index) => invoiceLine(work, loop, `lines.${index}.`)),
  });
  const lines = work.record['lines'] as { amount: string }[];
  const computed = lines.reduce((sum, line) => sum.plus(line.amount), new Arithmetic(0)).toFixed(2);
  const totals = work.record['totals'] as Record<string, string>;
  totals['computed'] = computed;
  if (
    new Arithmetic(computed)
      .minus(totals['stated'] ?? 0)
      .abs()
      .greaterThan('0.01')
  )
    work.issues.push({ code: 'TOTAL', path: 'totals.computed' });
  if (Number(one('CTT')?.element(1)) !== lines.length) work.issues.push({ code: 'LINES', path: 'lines' });
  return work;
}

function invoiceLine(work: Work, loop: X12Loop, prefix: string) {
  const [it1, ...others] = loop.segments;
  if (!it1) throw new TypeError('a loop has a first segment');
  const reference = (qualifier: string) =>
    others.find((segment) => segment.id === 'REF' && segment.element(1) === qualifier);
  const it3 = others.find((segment) => segment.id === 'IT3');
  const shipped = others.find((segment) => segment.id === 'DTM' && segment.element(1) === '011');
  const pid = loop.loops.find((inner) => inner.id === 'PID' && inner.segments[0]?.element(1) === 'F')
    ?.segments[0];
  const { identifiers, lots, vendor } = identify(work, it1, 6, prefix);
  const at = (name: string) => ({ prefix, name });
  const number = lookUp(work, 'items', [vendor, it1.element(3)], {
    column: 'item_number',
    path: `${prefix}item.number`,
  });
  if (work.origins) work.origins[`${prefix}item.number`] = originOf(it1, 3);
  const quantity = measure(work, it1, { value: 2, unit: 3 }, { path: `${prefix}quantity`, isPrice: false });
  const price = measure(work, it1, { value: 4, unit: 3 }, { path: `${prefix}price`, isPrice: true });
  return {
    number: take(work, it1, 1, at('number')),
    order: {
      number: take(work, reference('PO'), 2, at('order.number')),
      line: take(work, reference('LI'), 2, at('order.line')),
    },
    item: { number, description: take(work, pid, 5, at('item.description')), identifiers },
    quantity: {
      ...quantity,
      stock: stock(
        work,
        { sent: quantity.raw.value, item: vendor, unit: quantity.raw.unit },
        { path: `${prefix}quantity`, segment: it1, element: 3 },
      ),
    },
    ...(it3
      ? { shipped: measure(work, it3, { value: 1, unit: 2 }, { path: `${prefix}shipped`, isPrice: false }) }
      : {}),
    price,
    amount: new Arithmetic(quantity.raw.value).times(price.raw.value).toFixed(2),
    lots,
    contract: take(work, reference('CT'), 2, at('contract')),
    shipNotice: { number: take(work, reference('SI'), 2, at('shipNotice.number')) },
    shipDate: day(work, take(work, shipped, 2, at('shipDate')), `${prefix}shipDate`),
    costCenter: take(work, reference('CA'), 2, at('costCenter')),
  };
}
