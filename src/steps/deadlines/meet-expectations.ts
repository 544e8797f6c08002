/**
 * Documents of a partner that meet the expectations for orders: its 855, 856 or 810, in any format.
 *
 * A held record counts, because only the hospital still has to act. A rejected one does not: the partner has to send it again.
 */
import { isRecordKind, type RecordKind } from '../../canonical/index.js';
import { defined } from '../../defined.js';
import type { Awaited } from '../../partners/index.js';
import type { Sql } from '../../store/database/index.js';
import { type ArrivedForOrder, meetOrderExpectations, type MetExpectation } from '../../store/sent/index.js';
import { addEvents } from '../../store/working/index.js';
import type { RecordState } from '../../vocabulary/index.js';

/** The parts of a received record that say which orders it is about. */
export interface ReceivedRecord {
  id: string;
  partner: { id: string };
  kind: string;
  state: RecordState;
  /** A record of the kind, perhaps incomplete. */
  record: unknown;
}

const awaitedFor: Partial<Record<RecordKind, Awaited>> = {
  'order-acknowledgment@1': '855',
  'ship-notice@1': '856',
  'invoice@1': '810',
};

/** Call it in the transaction that saves the records. */
export async function meetExpectationsWith(sql: Sql, records: readonly ReceivedRecord[]): Promise<void> {
  await reportMet(sql, await meetOrderExpectations(sql, records.flatMap(arrivedFor)));
}

/** Writes the expectations that are met, in time or late, into the audit trail. */
export async function reportMet(sql: Sql, met: readonly MetExpectation[]): Promise<void> {
  await addEvents(
    sql,
    met.map(({ outboundDocumentId, awaited, metBy, late }) => ({
      event: 'expectation.met',
      subjectKind: 'outbound-document',
      subjectId: outboundDocumentId,
      detail: { awaited, metBy, late },
    })),
  );
}

function arrivedFor({ id, partner, kind, state, record }: ReceivedRecord): ArrivedForOrder[] {
  const awaited = isRecordKind(kind) ? awaitedFor[kind] : undefined;
  if (awaited === undefined || state === 'rejected' || !isReply(record)) return [];
  return ordersIn(record).map(({ number, release }) => ({
    partner: partner.id,
    awaited,
    orderNumber: number,
    metBy: id,
    ...defined({ orderRelease: release }),
  }));
}

/** A change that the supplier proposes, a cancelled ship notice and a credit memo name orders, but reply to none. */
function isReply(record: unknown): boolean {
  const { answers, purpose, kind } = fieldsOf(record);
  return answers !== 'nothing' && purpose !== 'cancel' && kind !== 'credit';
}

/** Every order that a record names: as a whole, in its list, or in a line. */
function ordersIn(record: unknown): { number: string; release?: string }[] {
  const { order, orders, lines } = fieldsOf(record);
  const named = [order, ...listOf(orders), ...listOf(lines).map((line) => fieldsOf(line)['order'])];
  const found = named.map(fieldsOf).flatMap(({ number, release }) => {
    if (typeof number !== 'string' || number.trim() === '') return [];
    return [{ number, ...(typeof release === 'string' ? { release } : {}) }];
  });
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
