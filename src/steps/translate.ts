/**
 * Reads received files, and saves what was found in one transaction each: interchanges, records, issues, and the
 * deliveries and acknowledgments that are now due. Files of one connection keep their order.
 */
import { crashPoint } from '#crash-points';
import { wallDate } from '../store/clock.js';
import { findFile, setFileState, type StoredFile } from '../store/files.js';
import { loadBytes } from '../store/raw-bytes.js';
import type { Sql } from '../store/schema.js';
import { lanesOf, leaseLane, type Lease } from '../store/work.js';
import { leaserOf, type Hub } from './hub.js';
import { finish, runLeased } from './run-leased.js';
import { saveTranslation, type DueWork } from './save-translation.js';
import { translateFile } from './translate-file.js';
import type { FileToTranslate } from './translation.js';

/** Files of one connection leased together. */
const filesPerLease = 16;
/** Files up to this size are read from the archive once and kept for both passes. */
const memoryBytesMax = 8_388_608;

export async function translate(hub: Hub, workIds: readonly string[]): Promise<void> {
  for (const lane of await lanesOf(hub.sql, workIds)) {
    for (;;) {
      const leaser = { ...leaserOf(hub), limit: filesPerLease };
      const leases = await leaseLane(hub.sql, 'translate', lane, leaser);
      if (leases.length === 0 || hub.stopping.aborted) break;
      crashPoint('translate:after-lease');
      const step = {
        step: 'translate' as const,
        run: (lease: Lease) => translateOne(hub, lease),
        giveUp: quarantine,
      };
      await runLeased(hub, leases, step, 1);
    }
  }
}

async function translateOne(hub: Hub, lease: Lease): Promise<void> {
  const stored = await findFile(hub.sql, lease.subjectId);
  if (stored === undefined) throw new Error(`work ${lease.id} has no file`);
  const file = await toTranslate(hub, stored);
  const { book, mappings, config } = hub;
  const today = await wallDate(hub.sql, config.timezone);
  const translation = await translateFile(file, { book, mappings, limits: config.limits, today });
  crashPoint('translate:before-save');
  const due = await hub.sql.transaction().execute(async (trx) => {
    const work = await saveTranslation(trx, { stored, translation, book });
    crashPoint('translate:in-save');
    await finish(trx, lease);
    crashPoint('translate:before-commit');
    return work;
  });
  crashPoint('translate:after-commit');
  await ring(hub, due);
}

async function toTranslate(hub: Hub, stored: StoredFile): Promise<FileToTranslate> {
  const connection = hub.book.connection(stored.connection);
  const file: FileToTranslate = {
    id: stored.id,
    name: stored.name,
    sha256: stored.sha256,
    byteCount: stored.byteCount,
    read: () => loadBytes(hub.sql, stored.sha256),
    ...(connection === undefined ? {} : { connection }),
  };
  if (stored.byteCount > memoryBytesMax) return file;
  const parts: Uint8Array[] = [];
  for await (const part of file.read()) parts.push(part);
  const whole = Buffer.concat(parts);
  return {
    ...file,
    async *read() {
      yield whole;
    },
  };
}

async function ring(hub: Hub, due: DueWork): Promise<void> {
  await hub.queues.ring('deliver', due.deliver);
  await hub.queues.ring('acknowledge', due.acknowledge);
}

/** A file that cannot be read however often it is tried is set aside; the bytes stay. */
function quarantine(sql: Sql, lease: Lease, errorCode: string): Promise<void> {
  return setFileState(sql, lease.subjectId, 'quarantined', { reason: errorCode });
}
