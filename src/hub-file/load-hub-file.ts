/**
 * hub.yaml and the environment as one typed, frozen object.
 *
 * Addresses of databases and all secrets come from the environment only, so that the configuration folder can be shown to
 * anybody. Each limit has its default here.
 */
import { join, resolve } from 'node:path';
import type { ZodType } from 'zod';
import { defined } from '../defined.js';
import { findClearSecrets, openSecrets, type SecretPlace, type SecretSource } from '../secrets.js';
import type { Calendar } from '../timing/index.js';
import {
  checkAgainst,
  hasErrors,
  type Problem,
  problemAt,
  readYamlFile,
  unknownName,
  type YamlFile,
} from '../yaml/index.js';
import { calendarProblems } from './calendar-problems.js';
import { checkModes } from './check-modes.js';
import { readEnvironment } from './environment.js';
import { guideProblems } from './guide-problems.js';
import type { GuideCheck } from './guide-settings.js';
import { type HubFile, hubFileSchema } from './hub-file.js';
import { builtInSettings, type EffectiveSettings, overlaySettings, sameDelimiters } from './settings.js';

/** Options of one ERP as written; its adapter checks them. */
export type ErpSettings = { adapter: string; [option: string]: unknown };

export interface HubSettings {
  /** The configuration folder, absolute: hub.yaml, partners/ and mappings/ are in it. */
  root: string;
  organization: string;
  /** IANA name, e.g. America/Chicago. */
  timezone: string;
  /** Which days are business days there. */
  calendar: Calendar;
  /** Absolute. */
  dataDir: string;
  /** Absolute: files while they are being read, inside dataDir. */
  spoolDir: string;
  /** undefined: the embedded database in dataDir. */
  databaseUrl?: string;
  /** undefined: the queues live in the database. */
  redisUrl?: string;
  secrets: SecretSource;
  erp: Readonly<Record<string, ErpSettings>>;
  api: { listen: { host: string; port: number } };
  /** How changes of the configuration reach a running hub. */
  changes: HubFile['changes'];
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** What holds for every agreement that does not say otherwise. */
  defaults: EffectiveSettings;
  limits: HubFile['limits'];
  attempts: HubFile['attempts'];
  /** A step that has not ended or renewed its lease within this time may be taken over. */
  leaseMs: number;
  heartbeatMs: number;
  /** A hub silent for this long is taken for dead, and its leases are free. */
  hubSilentMs: number;
  sweepIntervalMs: number;
}

const fileName = 'hub.yaml';

/** The shelf of ERP adapters, each with the schema of its options: handed in, so that configuration knows no adapter. */
export type ErpShelf = Readonly<Record<string, { settings: ZodType }>>;

/**
 * @param root the configuration folder
 * @param shelves what options and guides are checked with; without a shelf they are not checked here. home: where relative
 *   paths start, when the files are read from another folder
 * @returns the configuration when nothing in hub.yaml or the environment is wrong; warnings may come with it
 */
export function loadHubFile(
  root: string,
  environment: NodeJS.ProcessEnv,
  shelves: { erp?: ErpShelf; guides?: GuideCheck; home?: string } = {},
): { settings?: HubSettings; problems: Problem[] } {
  const folder = resolve(shelves.home ?? root);
  const yaml = readYamlFile(resolve(root), fileName);
  const { value: file, problems } = checkAgainst(yaml, hubFileSchema);
  const { values, problems: environmentProblems } = readEnvironment(environment);
  problems.push(...environmentProblems, ...clearSecrets(yaml), ...checkModes(resolve(root)));
  if (!file) return { problems };

  const defaults = overlaySettings(
    builtInSettings,
    file.defaults,
    (path) => `${fileName}:${yaml.position(['defaults', ...path]).line}`,
  );
  problems.push(...delimiterProblems(yaml, defaults), ...calendarProblems(yaml, file));
  const guide = file.defaults.validation?.guide;
  if (guide && shelves.guides)
    problems.push(...guideProblems(yaml, ['defaults', 'validation', 'guide'], shelves.guides(guide)));
  if (shelves.erp) problems.push(...erpProblems(yaml, file, shelves.erp));
  if (hasErrors(problems)) return { problems };

  const dataDir = resolve(folder, values.dataDir ?? file.data);
  const { leaseMs, heartbeatMs, hubSilentMs, sweepIntervalMs } = file.timing;
  const settings: HubSettings = {
    root: folder,
    organization: file.organization,
    timezone: file.timezone,
    calendar: file.calendar,
    dataDir,
    spoolDir: join(dataDir, 'spool'),
    ...defined({ databaseUrl: values.databaseUrl, redisUrl: values.redisUrl }),
    secrets: openSecrets(secretPlaces(folder, file.secrets.from), environment),
    erp: file.erp,
    api: { listen: values.listen ?? file.api.listen },
    changes: file.changes,
    logLevel: values.logLevel ?? 'info',
    defaults,
    limits: file.limits,
    attempts: file.attempts,
    leaseMs,
    heartbeatMs,
    hubSilentMs,
    sweepIntervalMs,
  };
  return { settings: deepFreeze(settings), problems };
}

function secretPlaces(root: string, places: readonly SecretPlace[]): SecretPlace[] {
  return places.map((place) => (place === 'environment' ? place : { files: resolve(root, place.files) }));
}

/** Looked for in the text as written, so that a secret is noticed even where the schema would refuse its key. */
function clearSecrets(yaml: YamlFile): Problem[] {
  return findClearSecrets(yaml.value).map(({ path, help }) =>
    problemAt(yaml, path, {
      code: 'SECRET_IN_CLEAR',
      message: 'a secret stands here in clear text',
      help,
      target: 'key',
    }),
  );
}

function erpProblems(yaml: YamlFile, file: HubFile, shelf: ErpShelf): Problem[] {
  return Object.entries(file.erp).flatMap(([name, { adapter }]) => {
    const plugIn = Object.hasOwn(shelf, adapter) ? shelf[adapter] : undefined;
    if (plugIn) return checkAgainst(yaml, plugIn.settings, { at: ['erp', name] }).problems;
    return [
      unknownName(yaml, ['erp', name, 'adapter'], {
        kind: 'ERP adapter',
        name: adapter,
        names: Object.keys(shelf),
      }),
    ];
  });
}

function delimiterProblems(yaml: YamlFile, defaults: EffectiveSettings): Problem[] {
  const same = sameDelimiters(defaults.values.send);
  if (!same) return [];
  const message = `${same[0]} and ${same[1]} are the same character`;
  return [problemAt(yaml, ['defaults', 'send', same[1]], { code: 'VALUE_INVALID', message })];
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null && !Object.isFrozen(inner)) deepFreeze(inner as object);
  }
  return Object.freeze(value);
}
