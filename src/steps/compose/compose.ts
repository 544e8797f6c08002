/**
 * Writes records for the partners that they go on to: control numbers, bytes and outbound file in one transaction. What
 * cannot go out is held with its reasons, takes no number, and is tried again when the configuration has changed.
 */
import { crashPoint } from '#crash-points';
import { planDocument, type DueDocument, type ReadyDocument } from '../../composition/index.js';
import { wallClock, type Sql } from '../../store/database/index.js';
import { findOutboundDocuments, setDocumentsDeadLettered, findOvertaking } from '../../store/sent/index.js';
import { leaseWork, type Lease } from '../../store/working/index.js';
import { GroupCommit, leaserOf, type Hub, finish, runLeased } from '../../working/index.js';
import { gatherBatches } from './compose-batch.js';
import { saveHeldDocuments, saveLaterDocuments, saveWrittenDocuments } from './save-documents.js';

/** Documents composed by one job at a time. */
const composedAtOnce = 16;

export async function compose(hub: Hub, workIds: readonly string[]): Promise<void> {
  const leases = await leaseWork(hub.sql, 'compose', workIds, leaserOf(hub));
  if (leases.length === 0) return;
  const documents = await findOutboundDocuments(
    hub.sql,
    leases.map((lease) => lease.subjectId),
  );
  const at = await wallClock(hub.sql, hub.settings.timezone);
  const added: string[] = [];
  const commits = new GroupCommit(async (due: readonly DueDocument[]) => {
    added.push(...(await saveAll(hub, due)));
    return due.map(() => undefined);
  });
  const run = async (lease: Lease) => {
    const document = documents.get(lease.subjectId);
    if (document === undefined) throw new Error(`work ${lease.id} has no outbound document`);
    await commits.add({ lease, document, plan: planDocument(document, hub, at) });
  };
  const giveUp = (sql: Sql, { subjectId }: Lease, errorCode: string) =>
    setDocumentsDeadLettered(sql, 'id', subjectId, errorCode);
  try {
    await runLeased(hub, leases, { step: 'compose', run, giveUp }, composedAtOnce);
  } finally {
    await hub.queues.ring('send', added);
  }
}

/** All of them or none. @returns the `send` work that became due */
async function saveAll(hub: Hub, due: readonly DueDocument[]): Promise<string[]> {
  const open = due.filter(({ document: { state } }) => state === 'waiting' || state === 'held');
  const held = open.flatMap(({ plan, ...rest }) => (plan.state === 'held' ? [{ ...rest, plan }] : []));
  const ready: DueDocument<ReadyDocument>[] = open.flatMap(({ plan, ...rest }) =>
    plan.state === 'ready' ? [{ ...rest, plan }] : [],
  );
  const send = await hub.sql.transaction().execute(async (trx) => {
    const overtaking = await findOvertaking(
      trx,
      ready.map(({ document: { id } }) => id),
    );
    const first = ready.filter(({ document: { id } }) => !overtaking.has(id));
    const later = ready.filter(({ document: { id } }) => overtaking.has(id));
    const { parcels, postponed } = await gatherBatches(trx, hub, first);
    const added = await saveWrittenDocuments(trx, hub, parcels);
    crashPoint('compose:in-save');
    await saveHeldDocuments(trx, held);
    await saveLaterDocuments(trx, later);
    const waits = new Set([...[...held, ...later].map(({ lease }) => lease.id), ...postponed]);
    await finish(
      trx,
      due.flatMap(({ lease }) => (waits.has(lease.id) ? [] : [lease])),
    );
    return added;
  });
  crashPoint('compose:after-commit');
  return send;
}
