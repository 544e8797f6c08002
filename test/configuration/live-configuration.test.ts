import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { findImpact } from '../../src/configuration/impact/impact.js';
import { LiveConfiguration } from '../../src/configuration/versions/live-configuration.js';
import {
  findStartVersion,
  keepVersion,
  loadFolder,
  type LoadedVersion,
} from '../../src/configuration/versions/start-version.js';
import type { WaybillError } from '../../src/errors.js';
import { openLog } from '../../src/log.js';
import type { Plan } from '../../src/operations/configuration/plan-configuration.js';
import type { RolledBack } from '../../src/operations/configuration/roll-back-configuration.js';
import { runOperation } from '../../src/operations/index.js';
import { openQueues, type Queues } from '../../src/queues/queues.js';
import { translate } from '../../src/steps/translate/translate.js';
import { openDatabase } from '../../src/store/database/database.js';
import { migrate } from '../../src/store/database/migrate.js';
import type { Sql } from '../../src/store/database/schema.js';
import { insertFiles } from '../../src/store/received/files.js';
import { saveBytes } from '../../src/store/received/raw-bytes.js';
import { addWork } from '../../src/store/working/work.js';
import type { Hub } from '../../src/working/hub.js';
import type { EventName } from '../../src/vocabulary/events.js';
import { makeDataDirectory } from '../kit/data-directory.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';

const log = openLog('silent');
const mapping = 'mappings/plain-810.yaml';

describe('the live configuration', function () {
  this.timeout(60_000);
  let site: Site;
  let sql: Sql;
  let queues: Queues;
  let closeDatabase: () => Promise<void>;

  before(async () => {
    const dataDir = await makeDataDirectory();
    const database = await openDatabase({ dataDir });
    sql = database.kysely;
    await migrate(sql);
    queues = await openQueues({ database, hubId: uuidv7(), log });
    closeDatabase = async () => {
      await queues.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    };
  });
  after(() => closeDatabase?.());
  beforeEach(async () => {
    await raw`TRUNCATE configurations, events, raw_blobs, work, seen_numbers CASCADE`.execute(sql);
    site = await openSite();
  });
  afterEach(() => site.close());

  const home = () => ({ root: site.root, environment: {} });
  const edit = async (path: string, change: (text: string) => string) => {
    const full = join(site.root, path);
    await writeFile(full, change(await readFile(full, 'utf8')));
  };
  async function open(onChange: (changed: LoadedVersion) => void = () => undefined) {
    const started = await findStartVersion(sql, home());
    await keepVersion(sql, started);
    return new LiveConfiguration({
      home: home(),
      sql,
      log,
      started,
      onChange: async (changed) => onChange(changed),
    });
  }
  /** Often enough to see that the folder stands still. */
  const lookTwice = async (live: LiveConfiguration) => {
    await live.look();
    await live.look();
  };
  const ask = <Output>(live: LiveConfiguration, name: string, input: object, actor = 'local:anna') =>
    runOperation(
      {
        sql,
        home: live.home,
        configuration: () => live.configuration,
        reload: () => live.reload(),
        ring: async () => undefined,
        actor,
        running: true,
        signal: new AbortController().signal,
        log,
      },
      name,
      input,
    ) as Promise<Output>;
  const events = async (event: EventName) =>
    (await sql.selectFrom('events').select('detail').where('event', '=', event).execute()).length;

  it('waits until the folder stands still', async () => {
    const live = await open();
    await lookTwice(live);
    const { hash } = live.status();
    await edit(mapping, (text) => text.replace('version: 1', 'version: 2'));
    await live.look();
    expect(live.status().hash).to.equal(hash);
    await edit(mapping, (text) => text.replace('version: 2', 'version: 3'));
    await live.look();
    expect(live.status().hash).to.equal(hash);
    await live.look();
    expect(live.status().hash).not.to.equal(hash);
    expect(live.configuration.mappings.get('plain-810')!.version).to.equal(3);
  });

  it('refuses a broken folder once, however often it looks at it or is asked', async () => {
    const live = await open();
    await edit(mapping, (text) => text.replace('to: invoice@1', 'to: nothing@1'));
    for (let round = 0; round < 4; round += 1) await live.look();
    await live.reload().catch(() => undefined);
    expect(await events('configuration.refused')).to.equal(1);
    expect(live.status().refused?.problems[0]?.place).to.equal(`${mapping}:6`);
    expect(live.configuration.mappings.get('plain-810')!.to).to.equal('invoice@1');
  });

  it('gives files that are being read the configuration they began with, and the next ones the new', async () => {
    let hub: Hub;
    const live = await open(({ hash, configuration }) => {
      hub = { ...hub, ...configuration, configurationHash: hash };
    });
    const before = live.status().hash;
    hub = hubOf(live, before);
    const began = hub;
    await edit(mapping, (text) => text.replace('version: 1', 'version: 2').replace('BIG02', 'BIG01'));
    await live.reload();
    const [file1, work1] = await arrive('INV-1');
    // The change becomes live just after the files were taken: translate asks when it begins and whenever it takes files.
    let asked = 0;
    await translate(() => ((asked += 1) <= 2 ? began : hub), [work1]);
    expect(asked).to.be.greaterThan(2);
    const [file2, work2] = await arrive('INV-2');
    await translate(() => hub, [work2]);
    const records = await sql
      .selectFrom('records')
      .select(['file_id', 'business_key', 'mapping_version'])
      .orderBy('mapping_version')
      .execute();
    expect(records).to.deep.equal([
      { file_id: file1, business_key: 'INV-1', mapping_version: 1 },
      { file_id: file2, business_key: '20260404', mapping_version: 2 },
    ]);
    const noted = await sql
      .selectFrom('events')
      .select('detail')
      .where('event', '=', 'file.translated')
      .orderBy('id')
      .execute();
    expect(noted.map(({ detail }) => (detail as { configuration: string }).configuration)).to.deep.equal([
      before,
      live.status().hash,
    ]);
  });

  it('reaches another hub on the same database when it is applied', async () => {
    await edit('hub.yaml', (text) => `${text}changes: { take: applied }\n`);
    const [one, other] = [await open(), await open()];
    await edit(mapping, (text) => text.replace('version: 1', 'version: 2'));
    const { hash } = await ask<Plan>(one, 'configuration.plan', {});
    await ask(one, 'configuration.apply', { hash });
    expect(one.status().hash).to.equal(hash);
    expect(other.status().hash).not.to.equal(hash);
    await other.look();
    expect(other.status().hash).to.equal(hash);
  });

  it('keeps to what has to be applied, until that itself is changed by applying it', async () => {
    await edit('hub.yaml', (text) => `${text}changes: { take: applied }\n`);
    const live = await open();
    const { hash } = live.status();
    await edit('hub.yaml', (text) => text.replace('applied', 'at-once'));
    await lookTwice(live);
    await live.reload();
    expect(live.status()).to.include({ hash, take: 'applied' });
    await ask(live, 'configuration.plan', {});
    await ask(live, 'configuration.apply', {});
    expect(live.status().take).to.equal('at-once');
    await edit(mapping, (text) => text.replace('version: 1', 'version: 2'));
    await lookTwice(live);
    expect(live.configuration.mappings.get('plain-810')!.version).to.equal(2);
  });

  it('goes back with the folder where changes are taken at once, and keeps what the folder held', async () => {
    const live = await open();
    const first = live.status().hash;
    await edit(mapping, (text) => text.replace('version: 1', 'version: 2'));
    await live.reload();
    const second = live.status().hash;
    for (const [name, input] of [
      ['configuration.roll-back', {}],
      ['configuration.apply', { hash: second }],
    ] as const) {
      const error = await ask(live, name, input).then(
        () => expect.fail('it was not refused'),
        (refused: WaybillError) => refused,
      );
      expect(error.code).to.equal('CHANGES_TAKEN_AT_ONCE');
    }
    await edit(mapping, (text) => `${text}# not finished\n`);
    const back = await ask<RolledBack>(live, 'configuration.roll-back', { write: true });
    expect(back).to.include({ hash: first, before: second });
    for (const { path, content } of back.files) {
      await writeFile(join(site.root, path), Buffer.from(content, 'base64'));
    }
    await live.reload();
    expect(live.status().hash).to.equal(first);
    const kept = await sql
      .selectFrom('configuration_files')
      .select('path')
      .where('hash', '=', back.folder)
      .execute();
    expect(kept.map(({ path }) => path)).to.include(mapping);
  });

  it('says of an impact how far it got when there are more documents than it may read', async () => {
    await edit('hub.yaml', (text) => `${text}limits: { planDocumentsMax: 2 }\n`);
    const live = await open();
    for (const number of ['INV-1', 'INV-2', 'INV-3']) {
      const [, work] = await arrive(number);
      await translate(() => hubOf(live, live.status().hash), [work]);
    }
    await edit(mapping, (text) => text.replace('version: 1', 'version: 2').replace('BIG02', 'BIG01'));
    const { impact } = await ask<Plan>(live, 'configuration.plan', { impactDays: 1 });
    expect(impact).to.include({ documents: 2, changed: 2 });
    expect(impact!.capped).to.include({ documentsMax: 2 });
    expect(impact!.shown.map((document) => document.businessKey)).to.deep.equal(['20260404', '20260404']);
  });

  it('breaks an impact off when whoever asked has gone', async () => {
    const live = await open();
    const [, work] = await arrive('INV-1');
    await translate(() => hubOf(live, live.status().hash), [work]);
    await edit(mapping, (text) => text.replace('BIG02', 'BIG01'));
    const { configuration: after } = await loadFolder(home());
    const gone = new AbortController();
    gone.abort();
    const options = { before: live.configuration, after, days: 1, documentsMax: 10, signal: gone.signal };
    const error = await findImpact(sql, options).then(
      () => expect.fail('it went on'),
      (thrown: WaybillError) => thrown,
    );
    expect(error.code).to.equal('CONTROL_UNREACHABLE');
  });

  let control = 0;
  /** A file with one invoice, stored and due. @returns its id and that of the work */
  async function arrive(number: string): Promise<[string, string]> {
    control += 1;
    const bytes = Buffer.from(invoiceFile(control, [number]));
    const file = {
      id: uuidv7(),
      name: `${number}.x12`,
      byteCount: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
    async function* read() {
      yield bytes;
    }
    await saveBytes(sql, [{ ...file, read }]);
    const stored = {
      ...file,
      direction: 'in' as const,
      connection: 'acme-folder',
      partner: 'acme',
      state: 'received' as const,
      correlationId: file.id,
    };
    await insertFiles(sql, [stored]);
    const [work] = await addWork(sql, 'translate', [{ subjectId: file.id, lane: 'acme-folder' }]);
    return [file.id, work!];
  }

  function hubOf(live: LiveConfiguration, configurationHash: string): Hub {
    const never = new AbortController().signal;
    return {
      ...live.configuration,
      id: uuidv7(),
      configurationHash,
      sql,
      queues,
      erps: new Map(),
      openTransport: () => Promise.reject(new Error('nothing is sent here')),
      log,
      stopping: never,
      aborting: never,
    };
  }
});
