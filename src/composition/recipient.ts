/**
 * Whom a record goes on to, and by which agreement. Pure, and nothing is guessed: exactly one partner has one of the
 * identifiers that the record gives, or the record waits.
 */
import type { OutboundMapping } from '../mapping/index.js';
import {
  type Agreement,
  type Connection,
  type Identifiers,
  isInUse,
  type Partner,
  type PartnerBook,
} from '../partners/index.js';
import type { IssueCode } from '../vocabulary/index.js';

/** A record that is to go on. */
export interface ForwardedRecord {
  /** Such as purchase-order@1. */
  kind: string;
  body: unknown;
  /** Whom it came from, and by which agreement: that says to whom it goes. */
  from: { partner: string; agreement: string };
}

export interface RoutingContext {
  book: PartnerBook;
  outbound: ReadonlyMap<string, OutboundMapping>;
}

export interface Route {
  partner: Partner;
  agreement: Agreement;
  mapping: OutboundMapping;
  connection: Connection;
  /** The partner or the agreement is in testing: what goes out says that it is a test. */
  test: boolean;
}

/** Why a record cannot go on now. */
export interface NoRoute {
  code: Extract<IssueCode, `RECIPIENT_${string}` | 'FORWARD_MISSING'>;
  words: string;
  /** Identifiers in the record: document content. */
  value?: string;
  partner?: string;
  agreement?: string;
}

export function findRoute(record: ForwardedRecord, context: RoutingContext): Route | NoRoute {
  const found = findRecipient(record, context.book);
  return 'code' in found ? found : routeTo(found, record.kind, context);
}

function findRecipient({ body, from }: ForwardedRecord, book: PartnerBook): Partner | NoRoute {
  const sender = book.partner(from.partner);
  const forward = sender?.agreements.find(({ id }) => id === from.agreement)?.forward;
  if (forward === undefined) {
    const words = `Agreement ${from.agreement} of ${from.partner} does not say any more to whom its records go on.`;
    return { code: 'FORWARD_MISSING', words };
  }
  const inUse = book.partners.filter(({ status }) => isInUse(status));
  if ('partner' in forward) {
    const named = inUse.find(({ id }) => id === forward.partner);
    return named ?? { code: 'RECIPIENT_UNKNOWN', words: `Partner ${forward.partner} is not in use.` };
  }
  const given = identifiersAt(body, forward.to);
  const value = given.map((one) => `${one.kind} ${one.value}`).join(', ');
  const fitting = inUse.filter(({ identifiers }) => given.some((one) => isOf(one, identifiers)));
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length > 1) {
    const names = fitting.map(({ id }) => id).join(', ');
    const words = `Several partners in use have identifiers of ${forward.to} of the record: ${names}.`;
    return { code: 'RECIPIENT_AMBIGUOUS', words, value };
  }
  const words = given.some(({ kind }) => comparedKinds.has(kind))
    ? `No partner in use has an identifier of ${forward.to} of the record.`
    : `The record gives no identifier of ${forward.to} that partners are known by.`;
  return { code: 'RECIPIENT_UNKNOWN', words, ...(value === '' ? {} : { value }) };
}

function routeTo(partner: Partner, kind: string, { outbound }: RoutingContext): Route | NoRoute {
  const agreements = partner.agreements.filter(
    ({ direction, status, mapping }) =>
      direction === 'out' && isInUse(status) && outbound.get(mapping ?? '')?.from === kind,
  );
  const [agreement] = agreements;
  const connection = agreement && partner.connections[agreement.connection ?? ''];
  if (agreement === undefined || connection === undefined) {
    const words = `${partner.id} has no agreement in use by which ${kind} goes out.`;
    return { code: 'RECIPIENT_NOT_AGREED', words, partner: partner.id };
  }
  const where = { partner: partner.id, agreement: agreement.id };
  const statuses = [partner.status, agreement.status];
  if (statuses.includes('paused')) {
    const words = `${partner.status === 'paused' ? partner.id : `Agreement ${agreement.id}`} is paused.`;
    return { code: 'RECIPIENT_PAUSED', words, ...where };
  }
  const test = statuses.includes('testing');
  if (test && agreement.document.format !== 'x12') {
    const words = `Agreement ${agreement.id} is in testing, and only X12 can say that it is a test.`;
    return { code: 'RECIPIENT_IN_TESTING', words, ...where };
  }
  return { partner, agreement, mapping: outbound.get(agreement.mapping!)!, connection, test };
}

interface GivenIdentifier {
  kind: string;
  value: string;
}

/** Kinds of a party's identifiers, and where partner files have them. */
const comparedKinds = new Map<string, (identifiers: Identifiers) => readonly (string | undefined)[]>([
  // The number that the hospital's ERP has given to the supplier.
  ['buyer', ({ vendorNumbers }) => vendorNumbers],
  ['gln', ({ gln }) => [gln]],
  ['duns', ({ duns }) => [duns]],
  ['hin', ({ hin }) => [hin]],
]);

function isOf({ kind, value }: GivenIdentifier, identifiers: Identifiers): boolean {
  return comparedKinds.get(kind)?.(identifiers).includes(value) ?? false;
}

function identifiersAt(body: unknown, field: string): GivenIdentifier[] {
  const party = (body as Record<string, { identifiers?: GivenIdentifier[] } | undefined>)[field];
  return party?.identifiers ?? [];
}
