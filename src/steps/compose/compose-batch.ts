/**
 * Gathers the documents of one agreement that share an interchange: they go out when there are enough of them, or when the
 * oldest has waited as long as agreed.
 */
import { planDocument, type DueDocument, type ReadyDocument } from '../../composition/index.js';
import { wallClock, type Sql } from '../../store/database/index.js';
import {
  batchReason,
  findOutboundDocuments,
  lockBatch,
  setDocumentsWaiting,
} from '../../store/sent/index.js';
import { finishWaitingWork } from '../../store/working/index.js';
import type { Hub, Postponed } from '../../working/index.js';

/** Documents that share a file. */
export type Parcel = readonly DueDocument<ReadyDocument>[];

interface Gathered {
  parcels: Parcel[];
  /** Documents that still wait for others. */
  postponed: Postponed[];
}

/** @returns the documents to write now, and those that still wait */
export async function gatherBatches(
  sql: Sql,
  hub: Hub,
  ready: readonly DueDocument<ReadyDocument>[],
): Promise<Gathered> {
  const parcels: Parcel[] = [];
  const postponed: Postponed[] = [];
  const batches = new Map<string, DueDocument<ReadyDocument>[]>();
  for (const one of ready) {
    const { agreement, partner } = one.plan.route;
    if (agreement.batch === undefined) parcels.push([one]);
    else
      batches.set(keyOf(partner.id, agreement.id), [
        ...(batches.get(keyOf(partner.id, agreement.id)) ?? []),
        one,
      ]);
  }
  // Locked in one order, so that two transactions never wait for each other.
  for (const [, own] of [...batches].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const gathered = await gatherBatch(sql, hub, own);
    parcels.push(...gathered.parcels);
    postponed.push(...gathered.postponed);
  }
  return { parcels, postponed };
}

function keyOf(partner: string, agreement: string): string {
  return `${partner}|${agreement}`;
}

async function gatherBatch(
  sql: Sql,
  hub: Hub,
  own: readonly DueDocument<ReadyDocument>[],
): Promise<Gathered> {
  const { partner, agreement } = own[0]!.plan.route;
  const { setsMax, waitMs } = agreement.batch!;
  const pooled = await lockBatch(sql, { partner: partner.id, agreement: agreement.id }, setsMax);
  const workOf = new Map(pooled.map(({ id, workId }) => [id, workId]));
  const others = await planAgain(sql, hub, own[0]!.plan, [...workOf.keys()]);
  const left = [...own, ...others].sort((a, b) => (a.document.id < b.document.id ? -1 : 1));
  const parcels: Parcel[] = [];
  const isDue = () => left.some(({ document }) => document.ageMs >= waitMs);
  while (left.length >= setsMax || isDue()) parcels.push(left.splice(0, setsMax));
  await finishWaitingWork(
    sql,
    parcels.flat().flatMap(({ document }) => workOf.get(document.id) ?? []),
  );
  const staying = new Set(left.map(({ document }) => document.id));
  const waiting = own.filter(({ document }) => staying.has(document.id));
  await setDocumentsWaiting(
    sql,
    waiting.map(({ document: { id } }) => ({
      id,
      partner: partner.id,
      agreement: agreement.id,
      state: 'waiting',
      reason: batchReason,
    })),
  );
  const postponed = waiting.map(({ document: { id, ageMs } }) => ({
    subjectId: id,
    delayMs: waitMs - ageMs,
    errorCode: batchReason,
  }));
  return { parcels, postponed };
}

/** Waiting documents were planned a while ago. One that would now go elsewhere, or not at all, waits for its own turn. */
async function planAgain(
  sql: Sql,
  hub: Hub,
  { route }: ReadyDocument,
  ids: readonly string[],
): Promise<DueDocument<ReadyDocument>[]> {
  const at = await wallClock(sql, hub.settings.timezone);
  const documents = [...(await findOutboundDocuments(sql, ids)).values()];
  return documents.flatMap((document) => {
    const plan = planDocument(document, hub, at);
    return plan.state === 'ready' && plan.route.agreement === route.agreement ? [{ document, plan }] : [];
  });
}
