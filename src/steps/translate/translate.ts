/**
 * Reads received files, and saves what was found in one transaction each: interchanges, records, issues, and the
 * deliveries and acknowledgments that are now due. Files of one connection keep their order.
 */
import { crashPoint } from '#crash-points';
import { wallDate, type Sql } from '../../store/database/index.js';
import { findFiles, setFileStates, type StoredFile } from '../../store/received/index.js';
import type { Lease } from '../../store/working/index.js';
import { translateFile, type TranslatedFile } from '../../translation/index.js';
import {
  fileToTranslate,
  GroupCommit,
  type Hub,
  runLanes,
  finish,
  runLeased,
  inOrder,
} from '../../working/index.js';
import { saveTranslations } from './save/save-translation.js';
import type { DueWork } from './save/save.js';

/** Files of one connection leased together. */
const filesPerLease = 16;

/** @param current asked whenever files are taken: those that are being read keep the configuration they began with */
export function translate(current: () => Hub, workIds: readonly string[]): Promise<void> {
  return runLanes(current, workIds, { step: 'translate', limit: filesPerLease, run: translateLeased });
}

/**
 * Files are read one after another and saved in that order, those that are ready together by one transaction. Behind a file
 * that fails the others wait.
 */
async function translateLeased(hub: Hub, leases: readonly Lease[]): Promise<void> {
  crashPoint('translate:after-lease');
  const stored = await findFiles(
    hub.sql,
    leases.map((lease) => lease.subjectId),
  );
  const today = await wallDate(hub.sql, hub.settings.timezone);
  const due: DueWork = { deliver: [], acknowledge: [], compose: [], send: [] };
  const commits = new GroupCommit((files: readonly LeasedFile[]) => save(hub, files, due), { inOrder: true });
  const read = inOrder((lease: Lease) => readOne(hub, lease, { stored: stored.get(lease.subjectId), today }));
  const run = async (lease: Lease): Promise<void> => commits.add(await read(lease));
  try {
    await runLeased(hub, leases, { step: 'translate', run, giveUp: quarantine }, filesPerLease);
  } finally {
    await hub.queues.ring('deliver', due.deliver);
    await hub.queues.ring('acknowledge', due.acknowledge);
    await hub.queues.ring('compose', due.compose);
    await hub.queues.ring('send', due.send);
  }
}

interface LeasedFile extends TranslatedFile {
  lease: Lease;
}

async function readOne(
  hub: Hub,
  lease: Lease,
  { stored, today }: { stored: StoredFile | undefined; today: string },
): Promise<LeasedFile> {
  if (stored === undefined) throw new Error(`work ${lease.id} has no file`);
  const { book, mappings, settings } = hub;
  const file = await fileToTranslate(hub, stored);
  const translation = await translateFile(file, { book, mappings, limits: settings.limits, today });
  crashPoint('translate:before-save');
  return { lease, stored, translation };
}

async function save(hub: Hub, files: readonly LeasedFile[], due: DueWork): Promise<void[]> {
  const added = await hub.sql.transaction().execute(async (trx) => {
    const work = await saveTranslations(trx, files, hub);
    crashPoint('translate:in-save');
    await finish(
      trx,
      files.map(({ lease }) => lease),
    );
    crashPoint('translate:before-commit');
    return work;
  });
  crashPoint('translate:after-commit');
  due.deliver.push(...added.deliver);
  due.acknowledge.push(...added.acknowledge);
  due.compose.push(...added.compose);
  due.send.push(...added.send);
  return files.map(() => undefined);
}

/** A file that cannot be read however often it is tried is set aside; the bytes stay. */
function quarantine(sql: Sql, lease: Lease, errorCode: string): Promise<void> {
  return setFileStates(sql, [{ id: lease.subjectId, state: 'quarantined', reason: errorCode }]);
}
