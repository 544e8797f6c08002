/**
 * Polls one connection: lists, claims complete files oldest first, stores their bytes, commits, and only then finishes them at
 * their origin.
 *
 * Whenever the hub dies, the next poll finds claimed files in the claimed folder; the claim id says whether a file was stored.
 */
import { v7 as uuidv7 } from 'uuid';
import { crashPoint } from '#crash-points';
import type { Connection, ReceiveRule } from '../../partners/index.js';
import type { Sql } from '../../store/database/index.js';
import {
  findKnownFiles,
  findSameContent,
  insertFiles,
  type NewFile,
  saveBytes,
} from '../../store/received/index.js';
import { findAcknowledgmentFiles, findAnswerFiles } from '../../store/sent/index.js';
import {
  leaseConnection,
  releaseConnection,
  renewConnection,
  addEvents,
  addWork,
  repeatWork,
} from '../../store/working/index.js';
import {
  endsWithTrailer,
  type ClaimedFile,
  type RemoteFile,
  type Transport,
} from '../../transports/index.js';
import { type DueWork, leaserOf, type Hub, ringDue, type RunStep } from '../../working/index.js';
import { collectFile, type CollectedFile } from './collect-file.js';
import { nextPollMs, pollFailure } from './poll-failure.js';
import { watchFor, type PollMemory } from './poll-memory.js';

/** Files stored by one transaction, and read from the partner at once. */
const filesPerCommit = 16;

/**
 * Polls connections one after another. @throws the error that stopped a poll, after saving it; the connections after it wait
 * for their next poll
 */
export const receive: RunStep = async (current, connectionNames) => {
  for (const name of connectionNames) await pollConnection(current(), name);
};

/** One poll of one connection, if it is due and nobody else polls it. */
async function pollConnection(hub: Hub, connectionName: string): Promise<void> {
  const connection = hub.book.connection(connectionName);
  if (connection?.receive === undefined) return;
  const { leaseMs } = hub.settings;
  const lease = await leaseConnection(hub.sql, connection.name, leaserOf(hub));
  if (lease === undefined) return;
  const memory = watchFor(hub, connection.name, connection.receive.ready);
  const polling = { hub, connection, rule: connection.receive, memory, filesReceived: 0 };
  const renewal = setInterval(() => {
    renewConnection(hub.sql, lease, leaseMs).catch(() =>
      hub.log.warn('The lease of a poll could not be renewed', { connection: connection.name }),
    );
  }, leaseMs / 3);
  try {
    await poll(polling);
  } catch (error) {
    const failure = pollFailure(error);
    hub.log.warn('A poll failed', { connection: connection.name, code: failure.errorCode });
    await releaseConnection(hub.sql, lease, {
      ...failure,
      filesReceived: polling.filesReceived,
      nextPollMs: nextPollMs(connection.pollIntervalMs, lease.failures + 1, failure.errorCode),
    });
    throw error;
  } finally {
    clearInterval(renewal);
  }
  const { pollIntervalMs } = connection;
  await releaseConnection(hub.sql, lease, {
    nextPollMs: pollIntervalMs,
    filesReceived: polling.filesReceived,
  });
}

interface Polling {
  hub: Hub;
  connection: Connection;
  rule: ReceiveRule;
  memory: PollMemory;
  filesReceived: number;
}

async function poll(polling: Polling): Promise<void> {
  const transport = await polling.hub.openTransport(polling.connection);
  try {
    const listing = await transport.list();
    await polling.memory.reportAlerts(listing.alerts);
    await storeAll(polling, transport, listing.claimed);
    const ready = polling.memory.readiness.observe(listing.files, Date.now());
    for (let at = 0; at < ready.length && !polling.hub.stopping.aborted; at += filesPerCommit) {
      const claimed = await claimBatch(polling, transport, ready.slice(at, at + filesPerCommit));
      await storeAll(polling, transport, claimed);
    }
  } finally {
    await transport.close();
  }
}

/** Claims the complete files, all at once. Ids grow with time and go to the oldest file first, so the order survives a crash. */
async function claimBatch(
  polling: Polling,
  transport: Transport,
  files: RemoteFile[],
): Promise<ClaimedFile[]> {
  const ids = files.map(() => uuidv7());
  const claims = files.map(async (file, index) => {
    if (!(await isWhole(polling, transport, file))) return [];
    const claimed = await transport.claim(file, ids[index]!);
    crashPoint('receive:after-claim');
    return claimed === undefined ? [] : [claimed];
  });
  return (await allEnded(claims)).flat();
}

/** Waits for all before it rejects: nothing may still run on a transport that is about to be closed. */
async function allEnded<Result>(running: readonly Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(running);
  return Promise.all(running);
}

async function isWhole(polling: Polling, transport: Transport, file: RemoteFile): Promise<boolean> {
  const { hub, connection, rule, memory } = polling;
  if (file.size > hub.settings.limits.fileBytesMax) {
    await memory.reportAlerts([{ code: 'FILE_TOO_LARGE', name: file.name }]);
    return false;
  }
  if (!rule.ready.trailer || memory.readiness.isOverdue(file, Date.now())) return true;
  if (hub.book.isFileAgreed(connection, file.name)) return true;
  return endsWithTrailer(transport, file);
}

/** Stores claimed files in batches, in order. After the first unreadable one, the rest wait for the next poll. */
async function storeAll(
  polling: Polling,
  transport: Transport,
  claimed: readonly ClaimedFile[],
): Promise<void> {
  for (let at = 0; at < claimed.length; at += filesPerCommit) {
    await storeBatch(polling, transport, claimed.slice(at, at + filesPerCommit));
  }
}

async function storeBatch(
  polling: Polling,
  transport: Transport,
  batch: readonly ClaimedFile[],
): Promise<void> {
  const { hub } = polling;
  const ids = batch.map((file) => file.claimId);
  const known = await findKnownFiles(hub.sql, ids);
  const { collected, failed } = await collectAll(
    polling,
    transport,
    batch.filter((file) => !known.has(file.claimId)),
  );
  try {
    crashPoint('receive:before-save');
    const due = await hub.sql.transaction().execute((trx) => saveFiles(polling, trx, collected));
    crashPoint('receive:after-save');
    await ringDue(hub.queues, due);
  } finally {
    await Promise.all(collected.map((file) => file.discard()));
  }
  polling.filesReceived += collected.length;
  const stored = new Set([...known, ...collected.map((file) => file.claimed.claimId)]);
  const finishing = batch.map(async (file) => {
    if (stored.has(file.claimId)) await transport.finish(file);
    crashPoint('receive:after-finish');
  });
  await allEnded(finishing);
  if (failed !== undefined) throw failed.reason;
}

/** Reads several files at once. It keeps those before the first failure, so that later ones do not overtake the failed one. */
async function collectAll(
  polling: Polling,
  transport: Transport,
  files: readonly ClaimedFile[],
): Promise<{ collected: CollectedFile[]; failed?: { reason: unknown } }> {
  const { settings } = polling.hub;
  const options = { spool: settings.spoolDir, fileBytesMax: settings.limits.fileBytesMax };
  const results = await Promise.allSettled(files.map((file) => collectFile(transport, file, options)));
  const firstFailed = results.findIndex((result) => result.status === 'rejected');
  const whole = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (firstFailed < 0) return { collected: whole };
  const failure = results[firstFailed] as PromiseRejectedResult;
  const before = new Set(files.slice(0, firstFailed).map((file) => file.claimId));
  const kept = whole.filter((file) => before.has(file.claimed.claimId));
  await Promise.all(whole.filter((file) => !kept.includes(file)).map((file) => file.discard()));
  return { collected: kept, failed: failure };
}

async function saveFiles(polling: Polling, sql: Sql, files: readonly CollectedFile[]): Promise<DueWork> {
  const { name: connection } = polling.connection;
  const first = await findSameContent(
    sql,
    connection,
    files.map(({ sha256 }) => sha256),
  );
  await saveBytes(sql, files);
  crashPoint('receive:in-save');
  const rows = files.map((file) => {
    const original = first.get(file.sha256);
    first.set(file.sha256, original ?? file.claimed.claimId);
    return toNewFile(polling.connection, file, original);
  });
  const added = await insertFiles(sql, rows);
  const fresh = rows.filter(({ id }) => added.has(id));
  const originals = fresh.flatMap(({ duplicateOf }) => duplicateOf ?? []);
  await addEvents(
    sql,
    fresh.map(({ id, byteCount, sha256, duplicateOf }) => ({
      event: duplicateOf === undefined ? 'file.received' : 'file.duplicate',
      subjectKind: 'file',
      subjectId: id,
      correlationId: id,
      detail: { connection, byteCount, sha256, original: duplicateOf ?? null },
    })),
  );
  const due = fresh.filter(({ duplicateOf }) => duplicateOf === undefined);
  return {
    translate: await addWork(
      sql,
      'translate',
      due.map(({ id }) => ({ subjectId: id, lane: connection })),
    ),
    send: await offerAgain(sql, originals),
  };
}

function toNewFile(
  { name: connection, partner }: Connection,
  { claimed, sha256, byteCount }: CollectedFile,
  original: string | undefined,
): NewFile {
  return {
    id: claimed.claimId,
    direction: 'in',
    connection,
    partner,
    name: claimed.originalName,
    sourcePath: claimed.path,
    sourceModifiedAt: new Date(claimed.mtimeMs),
    sha256,
    byteCount,
    correlationId: claimed.claimId,
    ...(original === undefined
      ? { state: 'received' }
      : { state: 'duplicate', reason: 'SAME_CONTENT', duplicateOf: original }),
  };
}

/** A partner who sends the same file again has usually not seen what we sent back, so the same bytes are sent once more. */
async function offerAgain(sql: Sql, originalFileIds: readonly string[]): Promise<string[]> {
  const work: string[] = [];
  for (const originalFileId of originalFileIds) {
    const answers = await findAnswerFiles(sql, originalFileId);
    for (const fileId of [...(await findAcknowledgmentFiles(sql, originalFileId)), ...answers]) {
      const id = await repeatWork(sql, 'send', fileId);
      if (id !== undefined) work.push(id);
    }
  }
  return work;
}
