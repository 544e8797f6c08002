/**
 * Writes records for their recipients: control numbers, bytes and outbound file in one transaction. A document that cannot go
 * out is held with its reasons, takes no number, and is tried again when the configuration changes.
 */
import { crashPoint } from '#crash-points';
import {
  planDocument,
  type DueDocument,
  type ReadyDocument,
  type WallTime,
} from '../../composition/index.js';
import { wallClock, type Sql } from '../../store/database/index.js';
import {
  findOutboundDocuments,
  setDocumentsDeadLettered,
  findOvertaking,
  type OutboundDocument,
} from '../../store/sent/index.js';
import { leasedStep, type Saved, type Job } from '../../working/index.js';
import { gatherBatches } from './compose-batch.js';
import { saveHeldDocuments, saveLaterDocuments, saveWrittenDocuments } from './save-documents.js';

export const compose = leasedStep({
  step: 'compose',
  atOnce: 16,
  load: async ({ sql, settings }, ids) => ({
    subjects: await findOutboundDocuments(sql, ids),
    at: await wallClock(sql, settings.timezone),
  }),
  run: (document: OutboundDocument, { hub, at }: Job<{ at: WallTime }>): DueDocument => ({
    document,
    plan: planDocument(document, hub, at),
  }),
  save: saveAll,
  giveUp: (sql, id, errorCode) => setDocumentsDeadLettered(sql, 'id', id, errorCode),
});

async function saveAll(sql: Sql, due: readonly DueDocument[], { hub }: Job): Promise<Saved> {
  const open = due.filter(({ document: { state } }) => state === 'waiting' || state === 'held');
  const held = open.flatMap(({ plan, ...rest }) => (plan.state === 'held' ? [{ ...rest, plan }] : []));
  const ready: DueDocument<ReadyDocument>[] = open.flatMap(({ plan, ...rest }) =>
    plan.state === 'ready' ? [{ ...rest, plan }] : [],
  );
  const overtaking = await findOvertaking(
    sql,
    ready.map(({ document: { id } }) => id),
  );
  const first = ready.filter(({ document: { id } }) => !overtaking.has(id));
  const later = ready.filter(({ document: { id } }) => overtaking.has(id));
  const { parcels, postponed } = await gatherBatches(sql, hub, first);
  const written = await saveWrittenDocuments(sql, hub, parcels);
  crashPoint('compose:in-save');
  return {
    due: written,
    postponed: [
      ...postponed,
      ...(await saveHeldDocuments(sql, held)),
      ...(await saveLaterDocuments(sql, later)),
    ],
  };
}
