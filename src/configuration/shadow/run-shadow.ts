/**
 * Runs a shadow: each file that was translated is read again with what is live and with the version in shadow, and the documents
 * compared. Nothing of it is delivered, answered or held.
 *
 * The hub's own work comes first: a file waits here until it is saved, this rests three times as long as it works, and what goes
 * wrong here is noted at the shadow and nowhere else.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { WaybillError } from '../../errors.js';
import { framesOf } from '../../log.js';
import {
  findShadowFile,
  freeShadow,
  leaseShadow,
  saveShadowFindings,
  setShadowFault,
  takeShadowFile,
  type ShadowFile,
} from '../../store/configuration/index.js';
import { isDatabaseUnavailable } from '../../store/database/index.js';
import { findFiles } from '../../store/received/index.js';
import type { FileToTranslate } from '../../translation/index.js';
import { fileToTranslate, leaserOf, type Hub } from '../../working/index.js';
import type { Configuration } from '../configuration.js';
import { compareFile, type Comparison, addFigures, emptyFigures, type Figures } from '../impact/index.js';
import { faultOf } from '../versions/index.js';

/** What a shadow has found. */
export interface ShadowFigures extends Figures {
  /** Files larger than `shadowFileBytesMax`. */
  tooLarge: number;
  /** Files that could not be compared, by the code of what went wrong. */
  faults: Record<string, number>;
}

/** Larger files are not compared: what two versions make of one is in memory at once. */
export const shadowFileBytesMax = 16_777_216;
/** Documents that differ which are kept; further ones are counted. */
export const differencesKeptMax = 1_000;
/** A shadow that cannot be opened is tried again after this long. */
const openAgainMs = 30_000;
/** How much longer it rests than it works, and at most. */
const restFactor = 3;
const restMsMax = 10_000;

export interface ShadowOptions {
  /** The hub with the configuration that is live now. */
  current: () => Hub;
  /** @throws ConfigurationError when this version of Waybill finds problems in it */
  open(hash: string): Promise<{ configuration: Configuration }>;
}

export function emptyShadowFigures(): ShadowFigures {
  return { ...emptyFigures(), tooLarge: 0, faults: {} };
}

/** @returns to be called every second or so: looks at all files that wait for the shadow, and ends early when the hub stops */
export function shadowRunner(options: ShadowOptions): () => Promise<void> {
  const { current } = options;
  let opened: { hash: string; configuration: Configuration } | undefined;
  let openAgainAt = 0;
  const openShadow = async ({ shadowId, hash, isFaulty }: ShadowFile): Promise<Configuration | undefined> => {
    if (opened?.hash === hash && !isFaulty) return opened.configuration;
    if (isFaulty && performance.now() < openAgainAt) return undefined;
    const configuration = await openOrTell(options, { shadowId, hash });
    openAgainAt = performance.now() + openAgainMs;
    opened = configuration && { hash, configuration };
    return configuration;
  };
  return async () => {
    for (;;) {
      const hub = current();
      const next = await findShadowFile(hub.sql);
      if (next === undefined) opened = undefined;
      if (next?.fileId === undefined || hub.stopping.aborted) return;
      if (!(await leaseShadow(hub.sql, next.shadowId, leaserOf(hub)))) return;
      const after = await openShadow(next);
      if (after === undefined) return freeShadow(hub.sql, next.shadowId);
      const began = performance.now();
      await compareAndSave(hub, { shadowId: next.shadowId, fileId: next.fileId }, after);
      const rest = Math.min(restFactor * (performance.now() - began), restMsMax);
      await pause(rest, undefined, { signal: hub.stopping }).catch(() => undefined);
    }
  };
}

async function openOrTell(
  { current, open }: ShadowOptions,
  { shadowId, hash }: { shadowId: string; hash: string },
): Promise<Configuration | undefined> {
  const { sql, log } = current();
  try {
    const { configuration } = await open(hash);
    await setShadowFault(sql, shadowId, undefined);
    return configuration;
  } catch (error) {
    const fault = faultOf(error);
    if (await setShadowFault(sql, shadowId, fault)) {
      log.warn('A configuration that runs as a shadow cannot be opened', { configuration: hash, ...fault });
    }
    return undefined;
  }
}

interface Subject {
  shadowId: string;
  fileId: string;
}

async function compareAndSave(hub: Hub, subject: Subject, after: Configuration): Promise<void> {
  const found = await compare(hub, subject, after);
  if (found === undefined) return;
  await hub.sql.transaction().execute(async (trx) => {
    const before = await takeShadowFile(trx, subject);
    if (before === undefined) return;
    const figures = before.figures as ShadowFigures;
    const documents = found.changed.slice(0, Math.max(0, differencesKeptMax - figures.changed));
    addFigures(figures, found.figures);
    figures.tooLarge += found.tooLarge;
    if (found.fault !== undefined) figures.faults[found.fault] = (figures.faults[found.fault] ?? 0) + 1;
    await saveShadowFindings(trx, subject, { figures, documents });
  });
}

interface Found extends Comparison {
  tooLarge: number;
  /** Code of what went wrong. */
  fault?: string;
}

/** @returns undefined when the hub stops: the file is left for later */
async function compare(hub: Hub, { fileId }: Subject, after: Configuration): Promise<Found | undefined> {
  const nothing: Found = { figures: emptyFigures(), changed: [], tooLarge: 0 };
  const stored = (await findFiles(hub.sql, [fileId])).get(fileId);
  if (stored === undefined) throw new Error(`shadow file ${fileId} is not there`);
  if (stored.byteCount > shadowFileBytesMax) return { ...nothing, tooLarge: 1 };
  try {
    const file = await fileToTranslate(hub, stored);
    const read = untilStopped(file, hub.stopping);
    const options = { before: hub, after, keep: differencesKeptMax };
    return { ...(await compareFile({ ...stored, read }, options)), tooLarge: 0 };
  } catch (error) {
    if (hub.stopping.aborted) return undefined;
    if (isDatabaseUnavailable(error)) throw error;
    const fault = error instanceof WaybillError ? error.code : 'UNFORESEEN';
    const fields = { fileId, code: fault };
    if (error instanceof WaybillError) hub.log.warn('A shadow could not be compared', fields);
    else hub.log.error('A shadow failed in a way nobody foresaw', { ...fields, stack: framesOf(error) });
    return { ...nothing, fault };
  }
}

function untilStopped({ read }: FileToTranslate, stopping: AbortSignal): FileToTranslate['read'] {
  return async function* () {
    for await (const part of read()) {
      stopping.throwIfAborted();
      yield part;
    }
  };
}
