/**
 * Documents of a partner that meet what was expected for orders: its 855, 856 or 810, in whatever format they came.
 *
 * The partner has answered also when the record is held, which is a question inside the hospital; a rejected one it has to
 * send again.
 */
import { isRecordKind, type RecordKind } from '../../canonical/index.js';
import { defined } from '../../defined.js';
import type { Awaited } from '../../partners/index.js';
import type { Sql } from '../../store/database/index.js';
import { type ArrivedForOrder, meetOrderExpectations, type MetExpectation } from '../../store/sent/index.js';
import { addEvents } from '../../store/working/index.js';
import type { RecordState } from '../../vocabulary/index.js';

/** Of a received record, as much as tells which orders it is about. */
export interface ReceivedRecord {
  id: string;
  partner: { id: string };
  kind: string;
  state: RecordState;
  /** Of the kind, perhaps incomplete. */
  record: unknown;
}

const awaitedFor: Partial<Record<RecordKind, Awaited>> = {
  'order-acknowledgment@1': '855',
  'ship-notice@1': '856',
  'invoice@1': '810',
};

/** To be called in the transaction that saves the records. */
export async function meetExpectationsWith(sql: Sql, records: readonly ReceivedRecord[]): Promise<void> {
  await tellMet(sql, await meetOrderExpectations(sql, records.flatMap(arrivedFor)));
}

/** Writes into the audit trail what is met, and whether it came late. */
export async function tellMet(sql: Sql, met: readonly MetExpectation[]): Promise<void> {
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
  if (awaited === undefined || state === 'rejected' || !isAnswer(record)) return [];
  return ordersIn(record).map(({ number, release }) => ({
    partner: partner.id,
    awaited,
    orderNumber: number,
    metBy: id,
    ...defined({ orderRelease: release }),
  }));
}

/** A supplier's own wish for a change, a cancelled ship notice and a credit memo name orders, and answer none. */
function isAnswer(record: unknown): boolean {
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
