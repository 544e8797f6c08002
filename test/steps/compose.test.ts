/**
 * The step that writes what goes on to partners, with its database: numbers without gaps, reasons to wait that end by
 * themselves, batches, and each step twice.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { v7 as uuidv7 } from 'uuid';
import { loadConfiguration } from '../../src/configuration/configuration.js';
import { openLog } from '../../src/log.js';
import { openQueues } from '../../src/queues/queues.js';
import { compose } from '../../src/steps/compose/compose.js';
import { demandReleases, release } from '../../src/steps/release/release.js';
import { send } from '../../src/steps/send/send.js';
import { saveTranslations } from '../../src/steps/translate/save/save-translation.js';
import { openDatabase, type Database } from '../../src/store/database/database.js';
import { migrate } from '../../src/store/database/migrate.js';
import { findFiles, insertFiles } from '../../src/store/received/files.js';
import { findGaps } from '../../src/store/received/gaps.js';
import { loadBytes, saveBytes } from '../../src/store/received/raw-bytes.js';
import { cancelDocuments } from '../../src/store/sent/cancel-documents.js';
import { earlierReason } from '../../src/store/sent/order-sequence.js';
import { batchReason, setDocumentsDeadLettered } from '../../src/store/sent/outbound-documents.js';
import { findUnsentDocuments } from '../../src/store/sent/unsent-documents.js';
import { beat } from '../../src/store/working/hubs.js';
import { hastenFailedWork } from '../../src/store/working/work.js';
import { translateFile } from '../../src/translation/translate-file.js';
import type { WorkStep } from '../../src/vocabulary/steps.js';
import { openTransport } from '../../src/transports/index.js';
import { heldCode } from '../../src/working/correction.js';
import type { Hub } from '../../src/working/hub.js';
import { openX12Reader } from '../../src/x12/read/reader.js';
import { makeDataDirectory } from '../kit/data-directory.js';
import { hasPostgres, startPostgres, type Postgres } from '../kit/postgres.js';
import { openOrderSite, orderFile, type OrderSite } from '../kit/order-site.js';
import type { IssueCode } from '../../src/vocabulary/index.js';

for (const kind of ['embedded', 'server'] as const) {
  describe(
    kind === 'embedded' ? 'compose' : 'compose on a PostgreSQL server, with several hubs',
    function () {
      this.timeout(60_000);
      /** A server shows what the embedded database cannot: transactions that run at once. */
      const alone: typeof it | (() => void) = kind === 'embedded' ? it : () => undefined;
      let postgres: Postgres | undefined;
      let site: OrderSite;
      let dataDir: string | undefined;
      let database: Database;
      let hub: Hub;
      let drops = 0;

      before(async function () {
        if (kind === 'server') {
          if (!hasPostgres()) return this.skip();
          postgres = await startPostgres();
        }
        dataDir = await makeDataDirectory();
        const databaseUrl = await postgres?.freshDatabase();
        database = await openDatabase({ dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
        await migrate(database.kysely);
      });
      after(async () => {
        await database?.close();
        await postgres?.close();
        if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
      });

      beforeEach(async () => {
        site = await openOrderSite();
        const { settings, book, mappings, outbound } = loadConfiguration(site.root, {}).configuration!;
        const [id, log] = [uuidv7(), openLog('silent')];
        hub = {
          ...{ id, log, settings, book, mappings, outbound, sql: database.kysely, erps: new Map() },
          queues: await openQueues({ database, hubId: id, log }),
          openTransport: (connection) =>
            openTransport(connection, { root: site.root, secret: () => undefined } as never),
          stopping: new AbortController().signal,
          aborting: new AbortController().signal,
        };
        await beat(hub.sql, id);
      });
      afterEach(async () => {
        await hub.queues.close();
        for (const table of [
          'expectations',
          'outbound_documents',
          'issues',
          'work',
          'control_numbers',
        ] as const)
          await hub.sql.deleteFrom(table).execute();
        await site.close();
      });

      /** Takes a changed configuration, as the hub does: what waited for a correction is due. */
      async function follow(): Promise<void> {
        const { configuration, problems } = loadConfiguration(site.root, {});
        if (configuration === undefined) throw new Error(JSON.stringify(problems));
        hub = { ...hub, ...configuration, configurationHash: uuidv7() };
        await hastenFailedWork(hub.sql, [heldCode, batchReason]);
      }

      async function change(path: string, from: string, to: string): Promise<void> {
        await site.change(path, from, to);
        await follow();
      }

      /** Stores and translates a file of the purchasing system. */
      async function arrive(...orders: Parameters<typeof orderFile>[0]): Promise<void> {
        const { book, mappings, settings } = hub;
        // The same bytes again would be the same records.
        const text = orderFile(orders).replace('{', `{"drop":${(drops += 1)},`);
        const connection = book.connection('purchasing-folder')!;
        const file = {
          ...{ id: uuidv7(), name: 'orders.json', byteCount: Buffer.byteLength(text), connection },
          sha256: createHash('sha256').update(text).digest('hex'),
          async *read() {
            yield Buffer.from(text);
          },
        };
        await saveBytes(hub.sql, [file]);
        const { id, name, byteCount, sha256 } = file;
        const row = { id, name, byteCount, sha256, correlationId: id, partner: 'purchasing' };
        await insertFiles(hub.sql, [
          { ...row, connection: connection.name, direction: 'in', state: 'received' },
        ]);
        const stored = (await findFiles(hub.sql, [id])).get(id)!;
        const context = { book, mappings, limits: settings.limits, today: '2026-04-15' };
        const translation = await translateFile(file, context);
        await hub.sql
          .transaction()
          .execute((trx) => saveTranslations(trx, [{ stored, translation }], { book, settings }));
      }

      async function workOf(step: WorkStep): Promise<string[]> {
        const rows = await hub.sql
          .selectFrom('work')
          .select('id')
          .where('step', '=', step)
          .orderBy('id')
          .execute();
        return rows.map(({ id }) => id);
      }

      /** Each time all work of the step, so that what is done would be done twice. */
      async function run(times = 2): Promise<void> {
        for (let time = 0; time < times; time += 1)
          await compose(() => hub, await workOf('compose')).catch(() => undefined);
      }

      interface Shown {
        key: string;
        state: string;
        reason: string | null;
        isa: number | null;
        gs: number | null;
        st: string | null;
      }

      async function documents(): Promise<Shown[]> {
        const rows = await hub.sql
          .selectFrom('outbound_documents')
          .innerJoin('records', (join) =>
            join
              .onRef('records.id', '=', 'outbound_documents.record_id')
              .onRef('records.revision', '=', 'outbound_documents.revision'),
          )
          .select(['records.business_key', 'outbound_documents.state', 'reason', 'set_control_number'])
          .select(['interchange_control_number', 'group_control_number'])
          .orderBy('records.business_key')
          .execute();
        const number = (text: string | null) => (text === null ? null : Number(text));
        return rows.map((row) => ({
          key: row.business_key,
          state: row.state,
          reason: row.reason,
          isa: number(row.interchange_control_number),
          gs: number(row.group_control_number),
          st: row.set_control_number,
        }));
      }

      const brief = async () =>
        (await documents()).map(({ key, state, reason, isa }) => [key, state, reason, isa]);

      /** Outbound files by name, those of this test. */
      async function files(): Promise<Map<string, string>> {
        const work = hub.sql.selectFrom('work').select('subject_id').where('step', '=', 'send');
        const rows = await hub.sql
          .selectFrom('files')
          .select(['name', 'sha256'])
          .where('id', 'in', work)
          .execute();
        const found = new Map<string, string>();
        for (const { name, sha256 } of rows) {
          const pieces: Buffer[] = [];
          for await (const piece of loadBytes(hub.sql, sha256)) pieces.push(Buffer.from(piece));
          found.set(name.replace(/-[0-9a-f]{12}/, '-ID'), Buffer.concat(pieces).toString());
        }
        return new Map([...found].sort(([one], [other]) => one.localeCompare(other)));
      }

      const element = (text: string, id: string, position: number) =>
        text
          .split(/~\s*/)
          .find((segment) => segment.startsWith(`${id}*`))
          ?.split('*')[position];

      alone(
        'writes each record once under numbers from 1, as the partner can read it, and sends it once',
        async () => {
          await arrive('P-1', 'P-2', 'P-3');
          await run();
          expect(await brief()).to.deep.equal([
            ['P-1', 'written', null, 1],
            ['P-2', 'written', null, 2],
            ['P-3', 'written', null, 3],
          ]);
          for (const text of (await files()).values()) {
            const reader = openX12Reader();
            reader.write(Buffer.from(text));
            expect(reader.end().interchanges.map(({ verdict }) => verdict)).to.deep.equal(['accepted']);
            expect([element(text, 'ISA', 15), element(text, 'PO1', 7)]).to.deep.equal(['P', 'A-1']);
          }
          for (let time = 0; time < 2; time += 1) await send(() => hub, await workOf('send'));
          expect(await readdir(site.outbox)).to.have.length(3);
          expect((await documents()).map(({ state }) => state)).to.deep.equal(['sent', 'sent', 'sent']);
          const events = await hub.sql
            .selectFrom('events')
            .select('event')
            .where('event', 'in', ['document.composed', 'document.sent'])
            .execute();
          expect(events).to.have.length(6);
        },
      );

      it('sends what is about one order in its order, also where the first has to wait for a correction', async () => {
        await change('partners/acme.yaml', 'vendorNumbers: [V-1]', 'vendorNumbers: [V-9]');
        await arrive({ number: 'P-1', gln: '' });
        await arrive({ number: 'P-1', gln: '9521004200001' }, { number: 'P-2', gln: '9521004200001' });
        await run();
        const later = ['P-1', 'waiting', earlierReason, null];
        const numbers = async () => (await brief()).sort((one, other) => Number(one[3]) - Number(other[3]));
        expect(await numbers()).to.have.deep.members([
          ['P-1', 'held', 'RECIPIENT_UNKNOWN', null],
          later,
          ['P-2', 'written', null, 1],
        ]);
        await change('partners/acme.yaml', 'vendorNumbers: [V-9]', 'vendorNumbers: [V-1]');
        await run();
        // Written is not sent.
        expect(await numbers()).to.have.deep.members([
          later,
          ['P-2', 'written', null, 1],
          ['P-1', 'written', null, 2],
        ]);
        await send(() => hub, await workOf('send'));
        await run();
        await send(() => hub, await workOf('send'));
        expect(await numbers()).to.deep.equal([
          ['P-2', 'sent', null, 1],
          ['P-1', 'sent', null, 2],
          ['P-1', 'sent', null, 3],
        ]);
      });

      it('cancels what shall not go out, unless it is just composed, and lets go what waited for it', async () => {
        await change('partners/acme.yaml', 'vendorNumbers: [V-1]', 'vendorNumbers: [V-9]');
        await arrive({ number: 'P-1', gln: '' });
        await arrive({ number: 'P-1', gln: '9521004200001' });
        await run();
        const heldOnes = hub.sql.selectFrom('outbound_documents').select('id').where('state', '=', 'held');
        const { id } = await heldOnes.executeTakeFirstOrThrow();
        const own = hub.sql.updateTable('work').where('subject_id', '=', id);
        await own.set({ state: 'leased' }).execute();
        expect(await cancelDocuments(hub.sql, [id])).to.deep.equal([]);
        await own.set({ state: 'waiting' }).execute();
        expect(await cancelDocuments(hub.sql, [id])).to.deep.equal([id]);
        expect(await cancelDocuments(hub.sql, [id])).to.deep.equal([]);
        await run();
        const shown = await brief();
        expect(shown.map(([, state, , isa]) => [state, isa])).to.have.deep.members([
          ['cancelled', null],
          ['written', 1],
        ]);
        const all = hub.sql.selectFrom('outbound_documents').select('id');
        expect(
          await cancelDocuments(
            hub.sql,
            (await all.execute()).map((one) => one.id),
          ),
        ).to.deep.equal([]);
      });

      it('cancels a document that was given up with the work of its file', async () => {
        await arrive({ number: 'P-1' });
        await run();
        const { id, file_id } = await hub.sql
          .selectFrom('outbound_documents')
          .select(['id', 'file_id'])
          .executeTakeFirstOrThrow();
        await setDocumentsDeadLettered(hub.sql, 'file_id', file_id!, 'FOLDER_MISSING');
        await hub.sql
          .updateTable('work')
          .set({ state: 'dead-lettered' })
          .where('step', '=', 'send')
          .execute();
        expect(await cancelDocuments(hub.sql, [id])).to.deep.equal([id]);
        const work = await hub.sql
          .selectFrom('work')
          .select('state')
          .where('subject_id', '=', file_id!)
          .execute();
        expect(work).to.deep.equal([{ state: 'done' }]);
      });

      it('gives numbers without gaps where two hubs compose at once', async () => {
        const other = { ...hub, id: uuidv7() };
        await beat(hub.sql, other.id);
        const keys = Array.from({ length: 12 }, (_, index) => `P-${10 + index}`);
        await arrive(...keys);
        const work = await workOf('compose');
        await Promise.all([
          compose(() => hub, work),
          ...work.flatMap((id) => [compose(() => other, [id]), compose(() => hub, [id])]),
        ]);
        const found = await documents();
        expect(found.map(({ key }) => key)).to.deep.equal(keys);
        const ascending = (numbers: (number | null)[]) => numbers.sort((a, b) => Number(a) - Number(b));
        const counted = keys.map((_, index) => index + 1);
        expect(ascending(found.map(({ isa }) => isa))).to.deep.equal(counted);
        expect(ascending(found.map(({ gs }) => gs))).to.deep.equal(counted);
        expect((await files()).size).to.equal(12);
      });

      alone(
        'holds what lacks a crosswalk row, shows it with its money, takes no number, and lets it go when the row is there',
        async () => {
          await arrive('P-1', { number: 'P-2', item: 'I-2' });
          await run();
          expect(await brief()).to.deep.equal([
            ['P-1', 'written', null, 1],
            ['P-2', 'held', 'CROSSWALK_MISSING', null],
          ]);
          const { gaps, documents: waiting } = await findGaps(hub.sql);
          expect(waiting).to.equal(1);
          expect(gaps[0]).to.deep.include({
            ...{ file: 'items.csv', key: { item_number: 'I-2' }, partners: ['acme'], documents: 1 },
            amounts: [{ currency: 'USD', value: '125' }],
          });
          await arrive('P-3');
          await change('mappings/items.csv', 'I-1,A-1\r\n', 'I-1,A-1\r\nI-2,A-2\r\n');
          await run();
          const numbered = (await documents()).sort((one, other) => Number(one.isa) - Number(other.isa));
          expect(numbered.map(({ state, isa }) => [state, isa])).to.deep.equal([
            ['written', 1],
            ['written', 2],
            ['written', 3],
          ]);
          expect((await findGaps(hub.sql)).documents).to.equal(0);
        },
      );

      alone(
        'holds an order whose number cannot be written as it is, until other delimiters are agreed',
        async () => {
          await arrive('P-1', 'P~2');
          await run();
          expect(await brief()).to.deep.equal([
            ['P-1', 'written', null, 1],
            ['P~2', 'held', 'CHARACTER_REPLACED', null],
          ]);
          await change(
            'partners/acme.yaml',
            'agreements:',
            `syntax: { send: { segmentTerminator: "'" } }\nagreements:`,
          );
          await run();
          expect(await brief()).to.deep.equal([
            ['P-1', 'written', null, 1],
            ['P~2', 'written', null, 2],
          ]);
          expect([...(await files()).values()].join()).to.contain('BEG*00*SA*P~2*');
        },
      );

      alone('tells of what is written why it could not be sent', async () => {
        await arrive('P-1');
        await run();
        const told = async () =>
          (await findUnsentDocuments(hub.sql, 10)).map(({ state, reason }) => [state, reason]);
        expect(await told()).to.deep.equal([['written', null]]);
        await site.change('partners/acme.yaml', '  acme-folder:', '  acme-box:');
        await change('partners/acme.yaml', 'connection: acme-folder', 'connection: acme-box');
        await send(() => hub, await workOf('send')).catch(() => undefined);
        expect(await told()).to.deep.equal([['written', 'CONNECTION_CANNOT_SEND']]);
      });

      alone('keeps out of issues what the mapping of the source marks as sensitive', async () => {
        await change(
          'mappings/orders.yaml',
          'item.number: item,',
          'item.number: { from: item, sensitive: true },',
        );
        await arrive({ number: 'P-1', item: 'I-SECRET' });
        await run();
        expect(await brief()).to.deep.equal([['P-1', 'held', 'CROSSWALK_MISSING', null]]);
        const issues = await hub.sql.selectFrom('issues').selectAll().execute();
        expect(issues.map(({ column }) => column)).to.include('lines.0.item.number');
        expect(JSON.stringify(issues)).not.to.contain('SECRET');
      });

      alone('saves what holds a document once, however often it is looked at', async () => {
        await arrive({ number: 'P-1', item: 'I-2' });
        for (let time = 0; time < 3; time += 1) {
          await hastenFailedWork(hub.sql, [heldCode]);
          await run(1);
        }
        const id = (await hub.sql.selectFrom('outbound_documents').select('id').execute())[0]!.id;
        const rows = (table: 'issues' | 'events') =>
          hub.sql.selectFrom(table).selectAll().where('subject_id', '=', id).execute();
        expect((await rows('issues')).map((row) => 'code' in row && row.code)).to.deep.equal([
          'CROSSWALK_MISSING',
        ]);
        expect(await rows('events')).to.have.length(1);
      });

      const waits: [string, () => Promise<void>, IssueCode, () => Promise<void>][] = [
        [
          'nobody who has one of its identifiers',
          () =>
            change(
              'partners/acme.yaml',
              "vendorNumbers: [V-1]\n  gln: '9521004200001'",
              'vendorNumbers: [V-9]',
            ),
          'RECIPIENT_UNKNOWN',
          () => change('partners/acme.yaml', 'V-9', 'V-1'),
        ],
        [
          'two who have one',
          async () => {
            const other = (await readFile(join(site.root, 'partners/acme.yaml'), 'utf8'))
              .replaceAll('acme', 'other')
              .replaceAll('ACME', 'OTHER');
            await site.write('partners/other.yaml', other);
            await follow();
          },
          'RECIPIENT_AMBIGUOUS',
          () => change('partners/other.yaml', 'status: live', 'status: retired'),
        ],
        [
          'no agreement for orders',
          () => change('partners/acme.yaml', '{ id: out-orders,', '{ id: out-orders, status: draft,'),
          'RECIPIENT_NOT_AGREED',
          () => change('partners/acme.yaml', 'status: draft', 'status: live'),
        ],
        [
          'a partner who is paused',
          () => change('partners/acme.yaml', 'status: live', 'status: paused'),
          'RECIPIENT_PAUSED',
          () => change('partners/acme.yaml', 'status: paused', 'status: live'),
        ],
        [
          'an agreement that forwards nothing any more',
          () => change('partners/purchasing.yaml', ', forward: { to: supplier }', ''),
          'FORWARD_MISSING',
          () =>
            change(
              'partners/purchasing.yaml',
              'mapping: orders',
              'mapping: orders, forward: { to: supplier }',
            ),
        ],
      ];
      for (const [what, spoil, code, correct] of waits) {
        alone(`keeps a record for ${what}, and lets it go by itself when that is corrected`, async () => {
          await arrive('P-1');
          await spoil();
          await run();
          expect(await brief()).to.deep.equal([['P-1', 'held', code, null]]);
          expect((await files()).size).to.equal(0);
          await correct();
          await run();
          expect(await brief()).to.deep.equal([['P-1', 'written', null, 1]]);
          const issues = hub.sql.selectFrom('issues').select('code').where('superseded_at', 'is', null);
          expect(await issues.where('code', '=', code).execute()).to.deep.equal([]);
        });
      }

      alone('finds the recipient by any identifier, or where the agreement names it', async () => {
        await arrive({ number: 'P-1', vendor: 'V-0', gln: '9521004200001' });
        await arrive({ number: 'P-2', vendor: undefined });
        await run();
        expect(await brief()).to.deep.equal([
          ['P-1', 'written', null, 1],
          ['P-2', 'held', 'RECIPIENT_UNKNOWN', null],
        ]);
        await change('partners/purchasing.yaml', '{ to: supplier }', '{ partner: acme }');
        await run();
        expect((await documents()).map(({ state }) => state)).to.deep.equal(['written', 'written']);
      });

      alone(
        'marks a test to a partner in testing, and sends under the identity that was agreed',
        async () => {
          await change(
            'partners/acme.yaml',
            '{ id: out-orders,',
            '{ id: out-orders, status: testing, identity: ACMEWEST, expect: { ta1: 24h, "855": 1bd },',
          );
          await arrive('P-1');
          await run();
          const [text = ''] = (await files()).values();
          expect([element(text, 'ISA', 15), element(text, 'ISA', 8)?.trim()]).to.deep.equal([
            'T',
            'ACMEWEST',
          ]);
          expect([element(text, 'GS', 2), element(text, 'GS', 3)]).to.deep.equal(['HOSPWEST', 'WEST']);
          expect(element(text, 'ISA', 14), 'asks for the TA1 that is expected').to.equal('1');
          const owed = await hub.sql.selectFrom('expectations').select(['awaited', 'within']).execute();
          expect(owed.map(({ awaited, within }) => `${awaited} ${within}`).sort()).to.deep.equal([
            '855 1bd',
            'ta1 24h',
          ]);
        },
      );

      alone(
        'sends nothing of a record that is held, and sends its next revision when it is released',
        async () => {
          await change('partners/purchasing.yaml', 'status: live', 'status: testing');
          await arrive('P-1');
          await run();
          expect(await documents()).to.deep.equal([]);
          await change('partners/purchasing.yaml', 'status: testing', 'status: live');
          await demandReleases(hub);
          for (let time = 0; time < 2; time += 1) await release(() => hub, await workOf('release'));
          await run();
          expect(await brief()).to.deep.equal([['P-1', 'written', null, 1]]);
        },
      );

      alone(
        'writes files that are no X12 under a counter of the partner, and none while they could not say that they are tests',
        async () => {
          const agreed = 'document: x12/850/004010, direction: out, mapping: out-orders';
          const sheet = 'document: csv/orders, direction: out, status: testing, mapping: out-sheet';
          await change('partners/acme.yaml', agreed, sheet);
          await arrive('P-1', 'P-2');
          await run();
          expect((await documents()).map(({ reason }) => reason)).to.deep.equal(
            Array(2).fill('RECIPIENT_IN_TESTING'),
          );
          await change('partners/acme.yaml', ' status: testing,', '');
          await run();
          expect((await documents()).map(({ state, isa }) => [state, isa])).to.deep.equal([
            ['written', null],
            ['written', null],
          ]);
          const found = await files();
          expect([...found.keys()]).to.deep.equal(['orders_000000001.csv', 'orders_000000002.csv']);
          expect([...found.values()].join(''))
            .to.contain('P-1,I-1,10')
            .and.to.contain('P-2,I-1,10');
        },
      );

      alone('writes XML, and names files as the connection says', async () => {
        await site.change('partners/acme.yaml', 'acme-out }', "acme-out, name: 'SM-{control}.dat' }");
        const agreed = 'document: x12/850/004010, direction: out, mapping: out-orders';
        await change('partners/acme.yaml', agreed, 'document: xml/order, direction: out, mapping: out-xml');
        await arrive('P-1');
        await run();
        const [[name, text] = []] = await files();
        expect(name).to.equal('SM-000000001.dat');
        expect(text).to.contain('<Number>P-1</Number>');
      });

      describe('with documents that share an interchange', () => {
        const waitMs = 3_600_000;
        beforeEach(() =>
          change(
            'partners/acme.yaml',
            'connection: acme-folder }',
            `connection: acme-folder, batch: { setsMax: 3, waitMs: ${waitMs} } }`,
          ),
        );
        const age = (key: string) =>
          hub.sql
            .updateTable('outbound_documents')
            .set({ created_at: new Date(Date.now() - waitMs - 60_000) })
            .where(
              'record_id',
              'in',
              hub.sql.selectFrom('records').select('id').where('business_key', '=', key),
            )
            .execute();
        const hasten = () => hastenFailedWork(hub.sql, [heldCode, batchReason]);
        const numbers = async () => (await documents()).map(({ key, isa, gs, st }) => [key, isa, gs, st]);

        alone(
          'sends as many together as were agreed, and the rest when the oldest has waited long enough',
          async () => {
            await arrive('P-1', 'P-2');
            await run();
            expect((await documents()).map(({ state, reason }) => [state, reason])).to.deep.equal(
              Array(2).fill(['waiting', batchReason]),
            );
            await arrive('P-3', 'P-4');
            await run();
            const written = (await documents()).filter(({ state }) => state === 'written');
            expect(written.map(({ key, isa, gs, st }) => [key, isa, gs, st])).to.deep.equal([
              ['P-1', 1, 1, '0001'],
              ['P-2', 1, 1, '0002'],
              ['P-3', 1, 1, '0003'],
            ]);
            expect((await files()).size).to.equal(1);
            await age('P-4');
            await hasten();
            await run();
            expect((await numbers()).at(-1)).to.deep.equal(['P-4', 2, 2, '0001']);
            expect(await hub.sql.selectFrom('work').select('id').where('step', '=', 'compose').where('state', '!=', 'done').execute()).to.deep.equal([]); // prettier-ignore
          },
        );

        alone('leaves out what is held, and takes no other agreement along', async () => {
          await arrive('P-1', { number: 'P-2', item: 'I-2' }, 'P-3');
          await run();
          await age('P-1');
          await hasten();
          await run();
          expect(await numbers()).to.deep.equal([
            ['P-1', 1, 1, '0001'],
            ['P-2', null, null, null],
            ['P-3', 1, 1, '0002'],
          ]);
        });

        it('puts every document into one interchange only, where two hubs gather at once', async () => {
          const other = { ...hub, id: uuidv7() };
          await beat(hub.sql, other.id);
          const keys = Array.from({ length: 9 }, (_, index) => `P-${index}`);
          await arrive(...keys);
          const work = await workOf('compose');
          await Promise.all(work.flatMap((id) => [compose(() => other, [id]), compose(() => hub, [id])]));
          const found = await numbers();
          expect(found.map(([key]) => key)).to.deep.equal(keys);
          const places = found.map(([, isa, , st]) => `${isa} ${st}`).sort();
          expect(places).to.deep.equal(
            [1, 2, 3].flatMap((isa) => ['0001', '0002', '0003'].map((st) => `${isa} ${st}`)),
          );
        });
      });

      alone('is given up with its file where another file has its name at the partner', async () => {
        await arrive('P-1');
        await run();
        const { name } = await hub.sql
          .selectFrom('files')
          .select('name')
          .orderBy('id', 'desc')
          .executeTakeFirstOrThrow();
        await writeFile(join(site.outbox, name), 'of somebody else');
        await send(() => hub, await workOf('send')).catch(() => undefined);
        expect(await brief()).to.deep.equal([['P-1', 'dead-lettered', 'NAME_TAKEN', 1]]);
      });

      alone('gives up what fails in a way nobody foresaw, and says so at the document', async () => {
        await arrive('P-1', 'P-2');
        const broken = hub.sql.updateTable('records').set({ body: 'null' });
        const ids = hub.sql.selectFrom('outbound_documents').select('record_id');
        await broken.where('business_key', '=', 'P-1').where('id', 'in', ids).execute();
        for (let time = 0; time < 3; time += 1) {
          await hub.sql
            .updateTable('work')
            .set({ next_at: new Date(0) })
            .where('step', '=', 'compose')
            .execute();
          await run(1);
        }
        expect(await brief()).to.deep.equal([
          ['P-1', 'dead-lettered', 'UNFORESEEN', null],
          ['P-2', 'written', null, 1],
        ]);
      });
    },
  );
}
