/**
 * What changes of the configuration need of a hub, in this process: a site, a database, and hubs that ask and translate.
 */
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { takeDueVersion } from '../../src/configuration/versions/due-version.js';
import { LiveConfiguration } from '../../src/configuration/versions/live-configuration.js';
import { findStartVersion, keepVersion } from '../../src/configuration/versions/start-version.js';
import type { WaybillError } from '../../src/errors.js';
import { openLog } from '../../src/log.js';
import {
  runOperation,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '../../src/operations/index.js';
import { openQueues } from '../../src/queues/queues.js';
import type { Hub } from '../../src/working/hub.js';
import { translate } from '../../src/steps/translate/translate.js';
import { openDatabase } from '../../src/store/database/database.js';
import { insertFiles } from '../../src/store/received/files.js';
import { beat } from '../../src/store/working/hubs.js';
import { migrate } from '../../src/store/database/migrate.js';
import { saveBytes } from '../../src/store/received/raw-bytes.js';
import type { Sql } from '../../src/store/database/schema.js';
import { addWork } from '../../src/store/working/work.js';
import type { EventName } from '../../src/vocabulary/events.js';
import { makeDataDirectory } from '../kit/data-directory.js';
import { openSite, type Site } from '../kit/site.js';

const log = openLog('silent');

export interface HubInPlace {
  live: LiveConfiguration;
  /** With the configuration that is live now. */
  current(): Hub;
  /** Asks as this person. */
  ask<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
    actor?: string,
  ): Promise<OperationOutput<Name>>;
  /** A file arrives and is translated. @returns its id */
  receive(text: string, name?: string): Promise<string>;
  stop(): void;
}

export interface Place {
  sql: Sql;
  site(): Site;
  /** Empties the database and makes a new site, whose changes are applied. */
  renew(hubFile?: string): Promise<void>;
  edit(path: string, change: (text: string) => string): Promise<void>;
  /** Begins as a start does. */
  openHub(environment?: NodeJS.ProcessEnv): Promise<HubInPlace>;
  /** Events of these names, the oldest first. */
  events(
    ...names: EventName[]
  ): Promise<{ event: string; actor: string; subject: string; detail: unknown }[]>;
  close(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const dataDir = await makeDataDirectory();
  const database = await openDatabase({ dataDir });
  const sql = database.kysely;
  await migrate(sql);
  const queues = await openQueues({ database, hubId: uuidv7(), log });
  let site: Site | undefined;
  const home = (environment: NodeJS.ProcessEnv) => ({ root: site!.root, environment });
  const edit: Place['edit'] = async (path, change) => {
    const full = join(site!.root, path);
    await writeFile(full, change(await readFile(full, 'utf8')));
  };
  return {
    sql,
    site: () => site!,
    edit,
    async renew(hubFile = 'changes: { take: applied }\n') {
      await site?.close();
      await raw`TRUNCATE configurations, events, raw_blobs, work, seen_numbers, hubs CASCADE`.execute(sql);
      site = await openSite();
      await edit('hub.yaml', (text) => `${text}${hubFile}`);
    },
    async openHub(environment = {}) {
      await takeDueVersion({ sql, home: home(environment), log });
      const started = await findStartVersion(sql, home(environment));
      await keepVersion(sql, started);
      const stopping = new AbortController();
      let hub: Hub;
      const live = new LiveConfiguration({
        ...{ home: home(environment), sql, log, started },
        onChange: async ({ hash, configuration }) => {
          hub = { ...hub, ...configuration, configurationHash: hash };
        },
      });
      hub = {
        ...live.configuration,
        ...{ id: uuidv7(), configurationHash: started.hash, sql, queues, log, erps: new Map() },
        openTransport: () => Promise.reject(new Error('nothing is sent here')),
        ...{ stopping: stopping.signal, aborting: new AbortController().signal },
      };
      await beat(sql, hub.id);
      return hubInPlace(live, () => hub, stopping);
    },
    async events(...names) {
      return sql
        .selectFrom('events')
        .select(['event', 'actor', 'subject_id as subject', 'detail'])
        .where('event', 'in', names)
        .orderBy('id')
        .execute();
    },
    async close() {
      await site?.close();
      await queues.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function hubInPlace(live: LiveConfiguration, current: () => Hub, stopping: AbortController): HubInPlace {
  const { sql } = current();
  return {
    live,
    current,
    ask: (name, input, actor = 'local:anna') =>
      runOperation(
        {
          ...{ sql, home: live.home, actor, running: true, log },
          configuration: () => live.configuration,
          reload: () => live.reload(),
          ring: async () => undefined,
          signal: new AbortController().signal,
        },
        name,
        input,
      ) as Promise<never>,
    async receive(text, name = 'a.x12') {
      const [id, work] = await arrive(sql, text, name);
      await translate(current, [work]);
      return id;
    },
    stop: () => stopping.abort(),
  };
}

/** A file, stored and due. @returns its id and that of the work */
async function arrive(sql: Sql, text: string, name: string): Promise<[string, string]> {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { id: uuidv7(), name, byteCount: bytes.length, sha256 };
  async function* read() {
    yield bytes;
  }
  await saveBytes(sql, [{ ...file, read }]);
  const place = { direction: 'in', connection: 'acme-folder', partner: 'acme' } as const;
  await insertFiles(sql, [{ ...file, ...place, state: 'received', correlationId: file.id }]);
  const [work] = await addWork(sql, 'translate', [{ subjectId: file.id, lane: 'acme-folder' }]);
  return [file.id, work!];
}

/** The code that was asked in vain with. */
export function refusal(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => expect.fail('it was not refused'),
    (error: WaybillError) => error.code,
  );
}
