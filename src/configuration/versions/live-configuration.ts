/**
 * The configuration that a running hub works with, and how another one takes its place.
 *
 * A change is read and checked as a whole; a bad one never replaces a good one. What runs goes on with the configuration it
 * began with: a change gives another value and touches none.
 */
import { defined } from '../../defined.js';
import type { HubSettings } from '../../hub-file/index.js';
import type { Log } from '../../log.js';
import { findLiveVersion } from '../../store/configuration/index.js';
import type { Sql } from '../../store/database/index.js';
import { addEvents } from '../../store/working/index.js';
import type { Problem } from '../../yaml/index.js';
import { ConfigurationError, type Configuration } from '../configuration.js';
import { takeDueVersion } from './due-version.js';
import { lookAt, readFolderVersion } from './folder-version.js';
import type { Home } from './load-version.js';
import { keepVersion, loadFolder, loadStored, type LoadedVersion } from './start-version.js';

/** What operators are told; no content of files. */
export interface ConfigurationStatus {
  hash: string;
  take: 'at-once' | 'applied';
  /** A change that was not taken, because of these problems. */
  refused?: { problems: { code: string; place: string }[] };
  /** What the folder holds that is not live: it waits to be applied. */
  waiting?: string;
  /** Parts of hub.yaml that only a restart takes. */
  restart: string[];
}

export interface LiveOptions {
  home: Home;
  sql: Sql;
  log: Log;
  started: LoadedVersion;
  /** Called with each configuration that becomes live, before anything else begins with it. */
  onChange(changed: LoadedVersion): Promise<void>;
}

/** Problems named in log and status; more are counted only. */
const problemsToldMax = 20;

export class LiveConfiguration {
  readonly #options: LiveOptions;
  /** What was opened at the start: databases, ERPs and addresses stay as they are until the next. */
  readonly #opened: HubSettings;
  #configuration: Configuration;
  #hash: string;
  #refused: ConfigurationStatus['refused'];
  #waiting: string | undefined;
  #restart: string[] = [];
  /** The folder as it was seen last, and as it was when it was last read. */
  #seen = '';
  #read = '';
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#configuration = options.started.configuration;
    this.#opened = options.started.configuration.settings;
    this.#hash = options.started.hash;
  }

  get configuration(): Configuration {
    return this.#configuration;
  }

  get home(): Home {
    return this.#options.home;
  }

  status(): ConfigurationStatus {
    return {
      hash: this.#hash,
      take: this.#take,
      ...defined({ refused: this.#refused, waiting: this.#waiting }),
      restart: this.#restart,
    };
  }

  get #take(): ConfigurationStatus['take'] {
    return this.#configuration.settings.changes.take;
  }

  /** Takes what changed, once the folder stands still. To be called every second or so. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#take === 'applied') await this.#takeApplied();
      const seen = await lookAt(this.#options.home.root);
      const still = seen === this.#seen;
      this.#seen = seen;
      if (!still || seen === this.#read) return;
      if (this.#take === 'applied') await this.#noteWaiting();
      else await this.#takeFolder();
      this.#read = seen;
    });
  }

  /**
   * Takes at once what may be taken: the folder, or what was applied.
   * @throws ConfigurationError when the folder has problems; what was live stays
   */
  reload(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#take === 'applied') return this.#takeApplied();
      const problems = await this.#takeFolder();
      if (problems !== undefined) throw new ConfigurationError(problems);
    });
  }

  /** One after another: two changes at once would not know which came last. */
  #inTurn(run: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(run);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #takeApplied(): Promise<void> {
    const { sql, home } = this.#options;
    await takeDueVersion(this.#options);
    const live = await findLiveVersion(sql);
    if (live === undefined || live.hash === this.#hash) return;
    await this.#takeLoaded(() => loadStored(sql, live.hash, home));
    this.#read = '';
  }

  async #noteWaiting(): Promise<void> {
    const { hash } = await readFolderVersion(this.#options.home.root);
    this.#waiting = hash === this.#hash ? undefined : hash;
  }

  async #takeFolder(): Promise<readonly Problem[] | undefined> {
    this.#waiting = undefined;
    return this.#takeLoaded(() => loadFolder(this.#options.home));
  }

  /** @returns problems when it was refused */
  async #takeLoaded(load: () => Promise<LoadedVersion>): Promise<readonly Problem[] | undefined> {
    let loaded: LoadedVersion;
    try {
      loaded = await load();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      await this.#refuse(error.problems);
      return error.problems;
    }
    this.#refused = undefined;
    if (loaded.hash === this.#hash) return undefined;
    await keepVersion(this.#options.sql, loaded);
    await this.#makeLive(loaded);
    return undefined;
  }

  async #makeLive({ hash, configuration }: LoadedVersion): Promise<void> {
    const { log } = this.#options;
    const { settings, restart } = keepOpened(configuration.settings, this.#opened);
    this.#configuration = { ...configuration, settings };
    this.#hash = hash;
    this.#restart = restart;
    await this.#options.onChange({ hash, configuration: this.#configuration });
    log.info('A changed configuration is live', { configuration: hash });
    for (const part of restart)
      log.warn('A part of hub.yaml is taken by a restart only', { place: `hub.yaml: ${part}` });
  }

  async #refuse(problems: readonly Problem[]): Promise<void> {
    const { sql, log } = this.#options;
    const errors = problems.filter(({ severity }) => severity === 'error');
    const told = errors
      .slice(0, problemsToldMax)
      .map(({ code, file, line }) => ({ code, place: `${file}:${line}` }));
    // Looking at the same files again is nothing new.
    if (JSON.stringify(this.#refused?.problems) === JSON.stringify(told)) return;
    this.#refused = { problems: told };
    for (const { code, place } of told)
      log.warn('A changed configuration has a problem and is not taken', { code, place });
    await addEvents(sql, [
      {
        event: 'configuration.refused',
        subjectKind: 'configuration',
        subjectId: this.#hash,
        detail: {
          problems: errors.length,
          code: told[0]?.code ?? null,
          place: told[0]?.place ?? null,
        },
      },
    ]);
  }
}

/** The parts of hub.yaml that were opened or begun with the hub, by the key that people know. */
const openedParts = {
  data: ['dataDir', 'spoolDir'],
  erp: ['erp'],
  api: ['api'],
  timing: ['leaseMs', 'heartbeatMs', 'hubSilentMs', 'sweepIntervalMs'],
} as const satisfies Record<string, readonly (keyof HubSettings)[]>;

/** @returns which parts differ of those that only a start takes */
export function partsToRestart(settings: HubSettings, opened: HubSettings): string[] {
  return keepOpened(settings, opened).restart;
}

/** @returns the new one with what stays as it was opened, and which parts differ */
function keepOpened(
  settings: HubSettings,
  opened: HubSettings,
): { settings: HubSettings; restart: string[] } {
  const restart: string[] = [];
  const kept: Record<string, unknown> = { ...settings };
  for (const [part, keys] of Object.entries(openedParts)) {
    const same = keys.every((key) => JSON.stringify(settings[key]) === JSON.stringify(opened[key]));
    if (!same) restart.push(part);
    for (const key of keys) kept[key] = opened[key];
  }
  return { settings: Object.freeze(kept) as unknown as HubSettings, restart };
}
