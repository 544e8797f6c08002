/**
 * Which configuration a start takes: the folder's, or the one that was applied last where changes have to be applied.
 *
 * The live version decides which, not the folder: an edit of hub.yaml alone must not undo that edits have to be applied.
 */
import { defined } from '../../defined.js';
import { ConfigError } from '../../errors.js';
import {
  findApproval,
  removeApproval,
  findLiveVersion,
  loadVersion,
  lockVersions,
  makeLive,
  saveVersion,
  type Version,
  endShadow,
} from '../../store/configuration/index.js';
import type { Sql } from '../../store/database/index.js';
import { addEvents, type HubEvent } from '../../store/working/index.js';
import { ConfigurationError, loadConfiguration, type Configuration } from '../configuration.js';
import { lookAt, readFolderVersion } from './folder-version.js';
import { readConfigurationOf, type Home } from './load-version.js';

/** A configuration and the name of the version that it was read from. */
export interface LoadedVersion {
  hash: string;
  configuration: Configuration;
  /** Its files, when they come from the folder and may not be kept yet. */
  files?: Version['files'];
}

/** @throws ConfigurationError when the files it has to start with have problems */
export async function findStartVersion(sql: Sql, home: Home): Promise<LoadedVersion> {
  const live = await findLiveVersion(sql);
  if (live?.take === 'applied') return loadStored(sql, live.hash, home);
  return loadFolder(home);
}

/** @throws ConfigurationError when this version of Waybill finds problems in it */
export async function loadStored(sql: Sql, hash: string, home: Home): Promise<LoadedVersion> {
  const { configuration, problems } = await readConfigurationOf(await loadVersion(sql, hash), home);
  if (configuration === undefined) throw new ConfigurationError(problems);
  return { hash, configuration };
}

/** How often a folder is read again that changes while it is read. */
const readsMax = 5;

/**
 * The folder as it is: what is hashed is what is loaded.
 * @throws ConfigurationError when its files have problems; ConfigError CONFIG_INVALID when they never stand still
 */
export async function loadFolder(home: Home): Promise<LoadedVersion & Version> {
  for (let round = 1; ; round += 1) {
    const before = await lookAt(home.root);
    const loaded = loadConfiguration(home.root, home.environment, { readCrosswalk: home.readCrosswalk });
    if (loaded.configuration === undefined) throw new ConfigurationError(loaded.problems);
    const version = await readFolderVersion(home.root);
    if (before === (await lookAt(home.root))) return { ...version, configuration: loaded.configuration };
    if (round === readsMax) {
      throw new ConfigError('CONFIG_INVALID', 'The configuration folder changes while it is read.');
    }
  }
}

export interface LiveNote {
  actor: string;
  event: 'configuration.applied' | 'configuration.live' | 'configuration.rolled-back';
  why?: string;
  /** Of what is applied. */
  plannedBy?: string;
  /** It was approved for this time: nothing happens when it is so no longer. */
  effectiveAt?: Date;
}

/**
 * Notes that a version is live, in the store and as an event. What was approved for later is called off, for it was planned over
 * another version; a shadow of what is live now ends.
 * @returns the version before, when it was another
 */
export async function noteLive(sql: Sql, hash: string, by: LiveNote): Promise<string | undefined> {
  const { actor, effectiveAt } = by;
  return sql.transaction().execute(async (trx) => {
    await lockVersions(trx);
    const approval = await findApproval(trx);
    if (effectiveAt !== undefined && (approval?.hash !== hash || !approval.isDue)) return undefined;
    const approved = await removeApproval(trx);
    const before = await makeLive(trx, hash, by);
    await endShadow(trx, { how: 'live', by: actor, hash });
    // Where changes are taken at once nothing can run beside what is live.
    if ((await findLiveVersion(trx))?.take === 'at-once') await endShadow(trx, { how: 'stopped', by: actor });
    const events: HubEvent[] = approved === undefined || approved === hash ? [] : [calledOff(approved, hash)];
    if (before !== hash) events.push(wentLive(hash, before, by));
    await addEvents(trx, events, effectiveAt === undefined ? actor : 'hub');
    return before === hash ? undefined : before;
  });
}

function calledOff(hash: string, live: string): HubEvent {
  return {
    event: 'configuration.called-off',
    subjectKind: 'configuration',
    subjectId: hash,
    detail: { live },
  };
}

function wentLive(hash: string, before: string | undefined, by: LiveNote): HubEvent {
  const { event, actor, why, plannedBy, effectiveAt } = by;
  const subject = { subjectKind: 'configuration', subjectId: hash } as const;
  const detail = { before: before ?? null, why: why ?? null };
  if (event !== 'configuration.applied') return { event, ...subject, detail };
  return {
    event: 'configuration.applied',
    ...subject,
    detail: {
      ...detail,
      ...defined({ plannedBy }),
      ...(effectiveAt === undefined ? {} : { effectiveAt: effectiveAt.toISOString(), approvedBy: actor }),
    },
  };
}

/** Keeps what the folder gave, and notes it as live. */
export async function keepVersion(sql: Sql, started: LoadedVersion): Promise<void> {
  const { hash, files, configuration } = started;
  if (files === undefined || (await findLiveVersion(sql))?.hash === hash) return;
  await saveVersion(sql, { hash, files }, configuration.settings.changes);
  await noteLive(sql, hash, { actor: 'hub', event: 'configuration.live' });
}
