/**
 * What the comparison of documents adds up to: counts, money, and the first documents that differ with their fields.
 */
import { Arithmetic } from '../../canonical/index.js';
import type { IssueCode, RecordState } from '../../vocabulary/index.js';

export interface ComparedRecord {
  partner: string;
  agreement: string;
  kind: string;
  businessKey: string;
  state: RecordState;
  /** ERPs that it goes to. */
  deliver: readonly string[];
  record: Record<string, unknown>;
  /** Codes of its issues. */
  codes: readonly IssueCode[];
  /** Paths that are masked. */
  sensitive: readonly string[];
}

export interface FieldDifference {
  /** Such as `lines.0.quantity.value`. */
  path: string;
  /** Document content; absent where there is no value. */
  before?: string | undefined;
  after?: string | undefined;
}

/** A document that would have become something else. */
export interface ChangedDocument {
  file: string;
  partner: string;
  agreement: string;
  kind: string;
  businessKey: string;
  /** Absent: there is no record. */
  before?: { state: RecordState; codes: readonly IssueCode[] } | undefined;
  after?: { state: RecordState; codes: readonly IssueCode[] } | undefined;
  fields: FieldDifference[];
  /** Fields that differ beside those that are shown. */
  moreFields: number;
}

/** Sums over documents that were compared. */
export interface Figures {
  files: number;
  documents: number;
  unchanged: number;
  changed: number;
  newlyHeld: number;
  noLongerHeld: number;
  newlyRejected: number;
  noLongerRejected: number;
  /** Documents that would have a record, and that would no longer have one. */
  appeared: number;
  gone: number;
  /** Interchanges that the partner would have got another verdict for. */
  verdictsChanged: number;
  /** By currency: totals of documents whose total differs, before and after; and of those that would newly be held. */
  money: Record<string, { before: string; after: string; newlyHeld: string }>;
  /** In how many documents a field differs, by its path without places in lists, such as `lines.quantity.value`. */
  fields: Record<string, number>;
}

export interface Impact extends Figures {
  days: number;
  partners: string[];
  shown: ChangedDocument[];
  /** Not all were compared. */
  capped?: { documentsMax: number; since: string } | undefined;
}

/** Documents shown one by one. */
export const documentsShownMax = 20;
/** Fields shown of one document. */
export const fieldsShownMax = 10;
/** Fields that are counted each by its name. */
export const fieldsCountedMax = 100;
/** Stands for the rest of them. */
const otherFields = '(other fields)';
/** Characters shown of a value. */
const valueShownMax = 80;

export function emptyFigures(): Figures {
  return {
    files: 0,
    documents: 0,
    unchanged: 0,
    changed: 0,
    newlyHeld: 0,
    noLongerHeld: 0,
    newlyRejected: 0,
    noLongerRejected: 0,
    appeared: 0,
    gone: 0,
    verdictsChanged: 0,
    money: {},
    fields: {},
  };
}

export function emptyImpact(days: number, partners: string[]): Impact {
  return { ...emptyFigures(), days, partners, shown: [] };
}

/** Adds one document; at least one side is there. @returns it, when it would have become something else */
export function addDocument(
  figures: Figures,
  file: string,
  before: ComparedRecord | undefined,
  after: ComparedRecord | undefined,
): ChangedDocument | undefined {
  const either = after ?? before;
  if (either === undefined) return undefined;
  figures.documents += 1;
  const isPair = before !== undefined && after !== undefined;
  const sensitive = [...(before?.sensitive ?? []), ...(after?.sensitive ?? [])];
  const fields = isPair ? compareRecords(before.record, after.record, sensitive) : [];
  if (isPair && fields.length === 0 && outcome(before) === outcome(after)) {
    figures.unchanged += 1;
    return undefined;
  }
  figures.changed += 1;
  count(figures, before, after);
  addMoney(figures, before, after);
  for (const name of new Set(fields.map(({ path }) => withoutPlaces(path))))
    addField(figures.fields, name, 1);
  const { partner, agreement, kind, businessKey } = either;
  return {
    file,
    partner,
    agreement,
    kind,
    businessKey,
    ...(before === undefined ? {} : { before: { state: before.state, codes: before.codes } }),
    ...(after === undefined ? {} : { after: { state: after.state, codes: after.codes } }),
    fields: fields.slice(0, fieldsShownMax),
    moreFields: Math.max(0, fields.length - fieldsShownMax),
  };
}

/** Adds the sums of further documents. */
export function addFigures(figures: Figures, more: Figures): void {
  const { money, fields, ...counts } = more;
  for (const key of Object.keys(counts) as (keyof typeof counts)[]) figures[key] += counts[key];
  for (const [currency, sums] of Object.entries(money)) {
    for (const what of ['before', 'after', 'newlyHeld'] as const) {
      add(figures, { currency, total: sums[what] }, what);
    }
  }
  for (const [name, documents] of Object.entries(fields)) addField(figures.fields, name, documents);
}

/** More are counted under one name. */
export function addField(fields: Record<string, number>, name: string, documents: number): void {
  const isKnown = Object.hasOwn(fields, name) || Object.keys(fields).length < fieldsCountedMax;
  const key = isKnown ? name : otherFields;
  fields[key] = (fields[key] ?? 0) + documents;
}

function outcome(record: ComparedRecord | undefined): string {
  if (record === undefined) return '';
  const { partner, agreement, kind, state, deliver, codes } = record;
  return JSON.stringify([partner, agreement, kind, state, deliver, [...codes].sort()]);
}

function count(impact: Figures, before: ComparedRecord | undefined, after: ComparedRecord | undefined): void {
  const [one, other] = [before?.state, after?.state];
  if (one === undefined) impact.appeared += 1;
  if (other === undefined) impact.gone += 1;
  if (one === other) return;
  if (other === 'held') impact.newlyHeld += 1;
  if (one === 'held') impact.noLongerHeld += 1;
  if (other === 'rejected') impact.newlyRejected += 1;
  if (one === 'rejected') impact.noLongerRejected += 1;
}

function addMoney(
  impact: Figures,
  before: ComparedRecord | undefined,
  after: ComparedRecord | undefined,
): void {
  const [one, other] = [moneyOf(before), moneyOf(after)];
  const differs = one?.total !== other?.total || one?.currency !== other?.currency;
  if (differs && one) add(impact, one, 'before');
  if (differs && other) add(impact, other, 'after');
  if (other && after?.state === 'held' && before?.state !== 'held') add(impact, other, 'newlyHeld');
}

interface Money {
  currency: string;
  total: string;
}

function add(impact: Figures, { currency, total }: Money, what: 'before' | 'after' | 'newlyHeld'): void {
  const sums = (impact.money[currency] ??= { before: '0', after: '0', newlyHeld: '0' });
  sums[what] = new Arithmetic(sums[what]).plus(total).toFixed();
}

function moneyOf(found: ComparedRecord | undefined): Money | undefined {
  const { totals, currency } = (found?.record ?? {}) as { totals?: { stated?: unknown }; currency?: unknown };
  const total = totals?.stated;
  if (typeof total !== 'string' || !/^-?\d+(\.\d+)?$/.test(total)) return undefined;
  return { total, currency: typeof currency === 'string' ? currency : 'without currency' };
}

/** All plain values that differ, by path; those of sensitive fields are masked. */
export function compareRecords(
  before: unknown,
  after: unknown,
  sensitive: readonly string[],
): FieldDifference[] {
  const found: FieldDifference[] = [];
  collect(before, after, [], found);
  return found.map((difference) => (isMasked(difference.path, sensitive) ? masked(difference) : difference));
}

function collect(before: unknown, after: unknown, path: readonly string[], found: FieldDifference[]): void {
  const [one, other] = [partsOf(before), partsOf(after)];
  if (one === undefined && other === undefined) {
    if (before === after) return;
    found.push({
      path: path.join('.'),
      ...(before === undefined ? {} : { before: shown(before) }),
      ...(after === undefined ? {} : { after: shown(after) }),
    });
    return;
  }
  const keys = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  for (const key of keys) collect(one?.[key], other?.[key], [...path, key], found);
}

function partsOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

/** A value as it is told: its first 80 characters. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > valueShownMax ? `${text.slice(0, valueShownMax)}...` : text;
}

function isMasked(path: string, sensitive: readonly string[]): boolean {
  const plain = withoutPlaces(path);
  return sensitive.some((one) => plain === one || plain.startsWith(`${one}.`));
}

/** `lines.0.quantity` is `lines.quantity`. */
function withoutPlaces(path: string): string {
  return path
    .split('.')
    .filter((part) => !/^\d+$/.test(part))
    .join('.');
}

function masked({ path, before, after }: FieldDifference): FieldDifference {
  return {
    path,
    ...(before === undefined ? {} : { before: '***' }),
    ...(after === undefined ? {} : { after: '***' }),
  };
}
