/**
 * The shipped configuration and the shipped samples, as a user meets them: files in folders, JSON files at the ERP,
 * 997s back. What each sample must become stands beside it.
 *
 * Changed is only what a user would: the supplier without a server gets a folder, and nobody waits an hour for a file
 * that never ends.
 */
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { parseDocument, type Document } from 'yaml';
import { demoFiles } from '../../demo/files.js';
import { openDatabase } from '../../src/store/database/database.js';
import type { Sql } from '../../src/store/database/schema.js';
import { startHub, stop } from '../faults/rest.js';
import { statusOf, until, type HubProcess } from '../kit/hub-process.js';
import { filesIn } from '../kit/site.js';

const repository = resolve(import.meta.dirname, '../..');

/** What the demo does not drop, and records alone do not tell. */
const statesBesideTheDemo: Record<string, string> = {
  'acme-medical/810-cut-off': 'rejected TA1_023',
  'harbor-exchange/invoice-cut-off': 'rejected XML_NOT_CLOSED',
  'harbor-exchange/unknown-request': 'quarantined DOCUMENT_UNKNOWN',
  'ohio-lab-supply/invoices-bad-row': 'held RECORD_HELD',
  'tri-county-supply/invoices-row-shifted': 'rejected ROW_LENGTH',
};

interface Sample {
  /** Such as acme-medical/810-standard. */
  id: string;
  partner: string;
  /** Name it is dropped under. */
  name: string;
  bytes: Buffer;
  /** State and reason of the file. */
  state: string;
  /** As in records.json. */
  records: { kind: string; businessKey: string; state: string; record: unknown }[];
  /** The 997 that is due; undefined where none is. */
  answer: string | undefined;
  /** What goes on to a supplier; undefined where nothing does. */
  forwarded: string | undefined;
  /** Whether its records go on to suppliers instead of to the ERP. */
  goesOn: boolean;
}

describe('the shipped configuration, fed with the shipped samples', function () {
  this.timeout(300_000);
  let root: string;
  let samples: Sample[];
  let figures: Record<string, Record<string, unknown>>;
  let sql: Sql;
  let closeDatabase: (() => Promise<void>) | undefined;
  let hub: HubProcess | undefined;

  before(async () => {
    samples = await readSamples();
    root = await mkdtemp(join(tmpdir(), 'waybill-shipped-'));
    for (const name of ['hub.yaml', 'partners', 'mappings']) {
      await cp(join(repository, name), join(root, name), { recursive: true });
    }
    await changePartner('acme-medical', (partner) => {
      partner.setIn(['connections', 'acme-folder', 'receive', 'ready', 'maxIncompleteAgeMs'], 1_000);
    });
    await changePartner('northwind-surgical', (partner) => {
      const folder = './data/partners/northwind-surgical';
      partner.setIn(['status'], 'live');
      partner.setIn(['connections', 'northwind-sftp'], {
        transport: 'folder',
        pollIntervalMs: 5_000,
        receive: { path: `${folder}/in`, match: ['*.edi'], finish: { move: `${folder}/done` } },
        send: { path: `${folder}/out`, name: '{document}_{control}.edi' },
      });
    });
    hub = await startHub({ root, environment: { WAYBILL_LISTEN: '127.0.0.1:0' } });
    const address = await hub.ready;
    // The one that uses a number again comes when the first has been read.
    const later = samples.filter(({ id }) => id.endsWith('/810-number-used-twice'));
    await drop(samples.filter((sample) => !later.includes(sample)));
    await untilEnded(address, samples.length - later.length);
    await drop(later);
    await untilEnded(address, samples.length);
    figures = await statusOf(address);
    await stop(hub);
    const database = await openDatabase({ dataDir: join(root, 'data') });
    sql = database.kysely;
    closeDatabase = () => database.close();
  });
  after(async () => {
    hub?.kill('SIGKILL');
    await hub?.ended;
    await closeDatabase?.();
    if (root !== undefined) await rm(root, { recursive: true, force: true });
  });

  async function changePartner(name: string, edit: (partner: Document) => void): Promise<void> {
    const path = join(root, 'partners', `${name}.yaml`);
    const document = parseDocument(await readFile(path, 'utf8'));
    edit(document);
    await writeFile(path, document.toString());
  }

  const folderOf = (partner: string, name: string) => join(root, 'data/partners', partner, name);

  async function drop(files: readonly Sample[]): Promise<void> {
    await mkdir(join(root, 'desk'), { recursive: true });
    for (const [index, { partner, name, bytes }] of files.entries()) {
      const seconds = Date.now() / 1_000 - 1_000 + index;
      await writeFile(join(root, 'desk', name), bytes);
      await utimes(join(root, 'desk', name), seconds, seconds);
      await rename(join(root, 'desk', name), join(folderOf(partner, 'in'), name));
    }
  }

  /** All received, read, delivered, answered and finished, as `GET /status` and the folders tell. */
  async function untilEnded(address: string, count: number): Promise<void> {
    let last = '';
    await until(
      `${count} files ended`,
      async () => {
        const { files = {}, work = {}, outboundHeld = {} } = await statusOf(address);
        const { received = 0, waiting = 0, sent = 0, ...ended } = files as Record<string, number>;
        const endedCount = Object.values(ended).reduce((sum, one) => sum + one, 0);
        const left = await Promise.all(
          [...new Set(samples.map(({ partner }) => partner))].map((partner) =>
            filesIn(folderOf(partner, 'in')),
          ),
        );
        last = JSON.stringify({ files, work, left: left.flat().map(({ path }) => path) });
        const held = Object.values(outboundHeld as Record<string, number>).reduce((sum, one) => sum + one, 0);
        const { compose, ...steps } = work as Record<string, Record<string, number>>;
        // Documents that are held keep their work.
        const composing = Object.values(compose ?? {}).reduce((sum, one) => sum + one, -held);
        const open = received + waiting + left.flat().length + Object.keys(steps).length + composing;
        return sent >= 0 && open === 0 && endedCount === count ? true : undefined;
      },
      { deadlineMs: 120_000 },
    ).catch((error: Error) => {
      throw new Error(`${error.message}; last seen ${last}\n${hub?.output()}`);
    });
  }

  it('brings every record that is accepted to the ERP as a JSON file, as it stands beside its sample', async () => {
    const atErp = (await filesIn(join(root, 'data/erp'))).map(
      ({ bytes }) => JSON.parse(bytes.toString('utf8')) as Record<string, unknown>,
    );
    const expected = samples.flatMap(({ partner, records, answer, state, goesOn }) =>
      // A file that is held as a whole delivers nothing, whatever is in it.
      goesOn || (state.startsWith('held DUPLICATE') && answer === undefined)
        ? []
        : records
            .filter((record) => record.state === 'accepted')
            .map(({ kind, businessKey, record }) => ({ kind, revision: 1, businessKey, partner, record })),
    );
    const withoutId = atErp.map(({ recordId: _, ...rest }) => rest);
    const keyOf = (one: Record<string, unknown>) => JSON.stringify([one['partner'], one['businessKey']]);
    const byKey = (one: Record<string, unknown>, other: Record<string, unknown>) =>
      keyOf(one).localeCompare(keyOf(other));
    expect(withoutId.sort(byKey)).to.deep.equal(expected.sort(byKey));
    expect(new Set(atErp.map(({ recordId }) => recordId)).size).to.equal(atErp.length);
    expect(expected.length).to.be.greaterThan(15);
  });

  it('answers with the 997 that stands beside the sample, once each, under numbers without gaps', async () => {
    const rows = await sql
      .selectFrom('acknowledgments')
      .innerJoin('interchanges', 'interchanges.id', 'acknowledgments.interchange_id')
      .innerJoin('files as inbound', 'inbound.id', 'interchanges.file_id')
      .innerJoin('files as outbound', 'outbound.id', 'acknowledgments.file_id')
      .select(['inbound.name as sample', 'inbound.partner', 'outbound.name as name'])
      .execute();
    const due = samples.filter(({ answer }) => answer !== undefined);
    expect(rows.map(({ sample }) => sample).sort()).to.deep.equal(due.map(({ name }) => name).sort());
    for (const { sample, name } of rows) {
      const { partner, answer } = due.find((one) => one.name === sample)!;
      const text = await readFile(join(folderOf(partner, 'out'), name), 'utf8');
      expect(withoutStamps(text), sample).to.equal(withoutStamps(answer!));
    }
    for (const partner of new Set(due.map((sample) => sample.partner))) {
      const names = (await readdir(folderOf(partner, 'out'))).sort();
      // Orders go to Acme under the same numbers.
      const orders = partner === 'acme-medical' ? forwards().length : 0;
      const count = due.filter((sample) => sample.partner === partner).length + orders;
      const numbers = Array.from({ length: count }, (_, index) => String(index + 1).padStart(9, '0'));
      const found = names.map((name) => /^(?:997|850)_(\d{9})\.(?:x12|edi)$/.exec(name)?.[1] ?? '');
      expect(found.sort()).to.deep.equal(numbers);
    }
  });

  const forwards = () => samples.flatMap(({ forwarded }) => forwarded ?? []);

  it('sends on to the supplier what stands beside the sample, and holds the rest', async () => {
    const files = (await filesIn(folderOf('acme-medical', 'out'))).filter(({ path }) =>
      path.startsWith('850'),
    );
    const found = files.map(({ bytes }) => withoutStamps(bytes.toString('utf8')));
    expect(found.sort()).to.deep.equal(forwards().map(withoutStamps).sort());
    expect(figures['outboundDocuments']).to.deep.equal({ sent: forwards().length, held: 2 });
    expect(figures['outboundHeld']).to.deep.equal({ CROSSWALK_MISSING: 1, RECIPIENT_UNKNOWN: 1 });
  });

  it('leaves each file in its state, and the figures say the same', async () => {
    const rows = await sql
      .selectFrom('files')
      .select(['name', 'state', 'reason'])
      .where('direction', '=', 'in')
      .execute();
    const words = ({ state, reason }: { state: string; reason: string | null }) =>
      reason === null ? state : `${state} ${reason}`;
    const actual = Object.fromEntries(rows.map((row) => [row.name, words(row)]));
    expect(actual).to.deep.equal(Object.fromEntries(samples.map(({ name, state }) => [name, state])));
    const counted: Record<string, number> = {
      sent: samples.filter(({ answer }) => answer !== undefined).length + forwards().length,
    };
    for (const { state } of samples) {
      const [word = ''] = state.split(' ');
      counted[word] = (counted[word] ?? 0) + 1;
    }
    expect(figures['files']).to.deep.equal(counted);
    expect(figures['acknowledgments']).to.deep.equal({ sent: counted['sent']! - forwards().length });
  });

  it('has every file, byte for byte, in the done folder of its partner', async () => {
    for (const partner of new Set(samples.map((sample) => sample.partner))) {
      const done = (await filesIn(folderOf(partner, 'done'))).map(({ bytes }) => bytes.toString('base64'));
      const dropped = samples.filter((sample) => sample.partner === partner);
      expect(done.sort(), partner).to.deep.equal(dropped.map(({ bytes }) => bytes.toString('base64')).sort());
    }
  });
});

async function readSamples(): Promise<Sample[]> {
  const top = join(repository, 'samples');
  const partners = (await readdir(top, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const ids = await Promise.all(
    partners.map(async ({ name }) => (await readdir(join(top, name))).map((one) => `${name}/${one}`)),
  );
  const read = await Promise.all(ids.flat().map((id) => readSample(join(top, id), id)));
  return read.flatMap((sample) => sample ?? []);
}

/** @returns undefined for what goes out */
async function readSample(folder: string, id: string): Promise<Sample | undefined> {
  const [partner = '', own = ''] = id.split('/');
  const input = (await readdir(folder)).find((name) => name.startsWith('input.'));
  if (input === undefined) return undefined;
  const records = JSON.parse(await readFile(join(folder, 'records.json'), 'utf8')) as Sample['records'];
  const demo = demoFiles.find(({ sample, name }) => sample === id && !name.includes('-again'));
  const issues = JSON.parse(await readFile(join(folder, 'issues.json'), 'utf8')) as {
    code: string;
    action?: string;
  }[];
  const isWhole = records.every(({ state }) => state === 'accepted');
  // A file of one transaction set is held for the reason of its record.
  const reason = /\.(csv|dat|json|xml)$/.test(input)
    ? 'RECORD_HELD'
    : issues.find(({ action }) => action === 'hold')?.code;
  const state =
    demo?.expected.state ?? statesBesideTheDemo[id] ?? (isWhole ? 'translated' : `held ${reason}`);
  const readIf = (name: string) => readFile(join(folder, name), 'utf8').catch(() => undefined);
  const answer = await readIf('997.edi');
  const forwarded = await readIf('out.edi');
  const extension = input.split('.')[1];
  return {
    id,
    partner,
    // Acme's connection takes only such tables.
    name: `${partner === 'acme-medical' && extension === 'csv' ? 'OHIO_' : ''}${own}.${extension}`,
    bytes: await readFile(join(folder, input)),
    state,
    records,
    // Held as a whole, it is not answered before a person has decided; read alone, it would be.
    answer: state === 'held DUPLICATE_CONTROL_NUMBER' ? undefined : answer,
    forwarded,
    goesOn: forwarded !== undefined || (await readIf('held.json')) !== undefined,
  };
}

/** A 997 without what differs from day to day: date, time and control numbers of its envelope. */
function withoutStamps(text: string): string {
  const separator = text.charAt(3);
  const places: Record<string, number[]> = { ISA: [9, 10, 13], GS: [4, 5, 6], GE: [2], IEA: [2] };
  const segments = text.split(text.charAt(105)).map((segment) => {
    const elements = segment.split(separator);
    for (const place of places[elements[0]!.trim()] ?? []) elements[place] = '?';
    return elements.join(separator);
  });
  return segments.join(text.charAt(105));
}
