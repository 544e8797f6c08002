/**
 * A partner on an OpenSSH server, with OpenSSH's own client: files there and answers back, and a host key that changes.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { X12Parser, type X12Interchange } from 'node-x12';
import { openDatabase } from '../../src/store/database/database.js';
import type { Sql } from '../../src/store/database/schema.js';
import { openX12Reader } from '../../src/x12/read/reader.js';
import { startHub, stop } from '../faults/rest.js';
import { statusOf, until, type HubProcess } from '../kit/hub-process.js';
import { hasOpenSsh, startOpenSsh, type OpenSsh } from '../kit/openssh.js';
import { sftpClientOf, type SftpClient } from '../kit/sftp-client.js';
import { filesIn, invoiceFile, openSite, type Site } from '../kit/site.js';

/** A second partner of the site, behind the server. */
const partnerFile = ({ port, user, folder }: OpenSsh, fingerprint: string) => `partner: beta
name: Beta
status: live
identifiers:
  x12:
    ours: { qualifier: ZZ, id: HOSPITAL, group: HOSPITAL }
    theirs: { qualifier: ZZ, id: BETA, group: BETA }
connections:
  beta-sftp:
    transport: sftp
    host: 127.0.0.1
    port: ${port}
    user: ${user}
    key: secret:beta-key
    hostKey: ['${fingerprint}']
    pollIntervalMs: 300
    receive:
      path: ${folder}/in
      match: ['*.x12']
      ready: { settleMs: 200, trailer: true }
      claim: rename
      finish: { move: ${folder}/done }
    send: { path: ${folder}/out, name: '{document}_{control}.x12' }
agreements:
  - { id: invoices, document: x12/810/004010, direction: in, mapping: plain-810, deliver: [erp-main] }
`;

const fromBeta = (number: number, invoices: (string | undefined)[]) =>
  invoiceFile(number, invoices).replace('ACME           ', 'BETA           ').replace('*ACME*', '*BETA*');

describe('a partner on SFTP', function () {
  this.timeout(120_000);
  let server: OpenSsh;
  let client: SftpClient;
  let site: Site;
  let desk: string;
  let hub: HubProcess | undefined;

  before(function () {
    if (!hasOpenSsh()) this.skip();
  });
  beforeEach(async () => {
    server = await startOpenSsh();
    client = sftpClientOf(server);
    for (const name of ['in', 'done', 'out']) server.makeFolder(name);
    site = await openSite();
    desk = await mkdtemp(join(tmpdir(), 'waybill-desk-'));
    await pin(server.fingerprint());
  });
  afterEach(async () => {
    hub?.kill('SIGKILL');
    await hub?.ended;
    hub = undefined;
    await site?.close();
    await server?.close();
    await rm(desk, { recursive: true, force: true });
  });

  const pin = (fingerprint: string) =>
    writeFile(join(site.root, 'partners/beta.yaml'), partnerFile(server, fingerprint));

  async function start(): Promise<string> {
    hub = await startHub({ root: site.root, environment: { WAYBILL_SECRET_BETA_KEY: server.key } });
    return hub.ready;
  }

  /** Puts a file from the partner's desk: under another name first, as a careful partner does, or straight. */
  async function put(name: string, text: string, how: 'renamed' | 'straight' = 'renamed'): Promise<void> {
    const local = join(desk, name);
    await writeFile(local, text);
    const there = `${server.folder}/in/${name}`;
    if (how === 'straight') await client.run(`put ${local} ${there}`);
    else await client.run(`put ${local} ${there}.part`, `rename ${there}.part ${there}`);
  }

  /** Fetches all answers that lie in the partner's folder. */
  async function fetchAnswers(): Promise<Map<string, Buffer>> {
    await client.run(`get ${server.folder}/out/* ${desk}/`);
    const names = await readdir(join(server.folder, 'out'));
    return new Map(
      await Promise.all(names.map(async (name) => [name, await readFile(join(desk, name))] as const)),
    );
  }

  const keysAtErp = () => [...site.erp.effects.values()].map(({ businessKey }) => businessKey).sort();
  const onServer = async (folder: string) =>
    (await filesIn(join(server.folder, folder))).map(({ path }) => path).sort();

  async function untilAnswered(count: number): Promise<void> {
    await until(`${count} answers`, async () =>
      (await onServer('out')).filter((name) => name.endsWith('.x12')).length === count ? true : undefined,
    );
  }

  async function withDatabase(look: (sql: Sql) => Promise<void>): Promise<void> {
    const database = await openDatabase({ dataDir: join(site.root, 'data') });
    try {
      await look(database.kysely);
    } finally {
      await database.close();
    }
  }

  it('drops files with the sftp command and fetches their 997 with it', async () => {
    await start();
    await put('renamed.x12', fromBeta(501, ['B-1']));
    await put('straight.x12', fromBeta(502, ['B-2', undefined, 'B-3']), 'straight');
    await untilAnswered(2);
    const answers = [...(await fetchAnswers())].sort(([one], [other]) => one.localeCompare(other));
    expect(answers.map(([name]) => name)).to.deep.equal(['997_000000001.x12', '997_000000002.x12']);
    const read = answers.map(([, bytes]) => readAnswer(bytes));
    read.sort((one, other) => one.group.localeCompare(other.group));
    expect(read).to.deep.equal([
      { to: 'BETA', set: 'IN', group: '501', verdict: 'A', counts: [1, 1, 1], sets: ['A'] },
      { to: 'BETA', set: 'IN', group: '502', verdict: 'P', counts: [3, 3, 2], sets: ['A', 'R', 'A'] },
    ]);
    await until('all records at the ERP', async () => (keysAtErp().length === 3 ? true : undefined));
    expect(keysAtErp()).to.deep.equal(['B-1', 'B-2', 'B-3']);
    await until('both finished', async () => ((await onServer('in')).length === 0 ? true : undefined));
    const done = await filesIn(join(server.folder, 'done'));
    expect(done.map(({ bytes }) => bytes.toString('utf8')).sort()).to.deep.equal([
      fromBeta(501, ['B-1']),
      fromBeta(502, ['B-2', undefined, 'B-3']),
    ]);
  });

  it('is left alone when its host key changes, and all that waited goes through when the new key is pinned', async () => {
    let address = await start();
    await put('before.x12', fromBeta(601, ['K-1']));
    await untilAnswered(1);
    await owe(address);

    await server.restartWithNewHostKey();
    client.sessions = 0;
    await client.run(`rename ${server.folder}/out-away ${server.folder}/out`);
    await put('after.x12', fromBeta(603, ['K-3']));
    const seen = (what: string) =>
      until(what, async () =>
        hub!
          .output()
          .split('\n')
          .some((line) => line.includes(what) && line.includes('HOST_KEY_CHANGED'))
          ? true
          : undefined,
      );
    await seen('A poll failed');
    await seen('Work waits until the configuration is corrected');
    await until('the figures show it', async () => {
      const { connections = {} } = await statusOf(address);
      return (connections['beta-sftp'] as { failures: number }).failures > 0 ? true : undefined;
    });
    await site.drop([{ name: 'elsewhere.x12', bytes: invoiceFile(1, ['F-1']) }]);
    await until('the other partner is served', async () =>
      keysAtErp().includes('F-1') && (await readdir(site.outbox)).length === 1 ? true : undefined,
    );
    expect(await onServer('in'), 'nothing is claimed').to.deep.equal(['after.x12']);
    expect(await onServer('out'), 'nothing is sent').to.deep.equal(['997_000000001.x12']);
    expect(server.log().match(/Accepted publickey/g), 'only the partner signed in').to.have.length(
      client.sessions,
    );
    await stop(hub!);
    await withDatabase(expectKept);

    await pin(server.fingerprint());
    address = await start();
    await untilAnswered(3);
    await until('all at rest', async () => {
      const { work = {} } = await statusOf(address);
      return keysAtErp().length === 4 && Object.keys(work).length === 0 ? true : undefined;
    });
    expect(keysAtErp()).to.deep.equal(['F-1', 'K-1', 'K-2', 'K-3']);
    const answers = await fetchAnswers();
    expect([...answers.keys()].sort()).to.deep.equal([1, 2, 3].map((number) => `997_00000000${number}.x12`));
    expect([...answers.values()].map((bytes) => readAnswer(bytes).group).sort()).to.deep.equal([
      '601',
      '602',
      '603',
    ]);
    await stop(hub!);
    await withDatabase(expectWell);
  });

  /** Takes a file in while its answer cannot go out, because the partner has put the folder away. */
  async function owe(address: string): Promise<void> {
    await client.run(`rename ${server.folder}/out ${server.folder}/out-away`);
    await put('owed.x12', fromBeta(602, ['K-2']));
    await until('an answer is owed', async () => {
      const { work = {} } = await statusOf(address);
      const { waiting } = (work['send'] ?? {}) as { waiting?: number };
      const finished = (await onServer('done')).length === 2;
      return finished && keysAtErp().includes('K-2') && waiting === 1 ? true : undefined;
    });
  }

  async function expectKept(sql: Sql): Promise<void> {
    const connections = await sql
      .selectFrom('connections')
      .select(['name', 'state', 'error_code'])
      .orderBy('name')
      .execute();
    expect(connections).to.deep.equal([
      { name: 'acme-folder', state: 'open', error_code: null },
      { name: 'beta-sftp', state: 'suspended', error_code: 'HOST_KEY_CHANGED' },
    ]);
    const open = await sql
      .selectFrom('work')
      .select(['step', 'state', 'error_code'])
      .where('state', '!=', 'done')
      .execute();
    expect(open).to.deep.equal([{ step: 'send', state: 'waiting', error_code: 'HOST_KEY_CHANGED' }]);
  }

  async function expectWell(sql: Sql): Promise<void> {
    const states = await sql.selectFrom('connections').select('state').distinct().execute();
    expect(states).to.deep.equal([{ state: 'open' }]);
    const open = await sql.selectFrom('work').select('id').where('state', '!=', 'done').execute();
    expect(open).to.deep.equal([]);
    const { state } = await sql
      .selectFrom('acknowledgments')
      .select('state')
      .distinct()
      .executeTakeFirstOrThrow();
    expect(state).to.equal('sent');
  }
});

/** What a 997 says to a reader that is not ours; ours must accept it too. */
function readAnswer(bytes: Buffer) {
  const reader = openX12Reader();
  reader.write(bytes);
  const report = reader.end();
  expect(report.issues).to.deep.equal([]);
  expect(report.interchanges.map(({ verdict }) => verdict)).to.deep.equal(['accepted']);
  const { header, functionalGroups } = new X12Parser(true).parse(bytes.toString('utf8')) as X12Interchange;
  expect(functionalGroups).to.have.length(1);
  expect(functionalGroups[0]!.transactions).to.have.length(1);
  const { segments } = functionalGroups[0]!.transactions[0]!;
  const valuesOf = (tag: string) =>
    segments
      .filter((segment) => segment.tag === tag)
      .map(({ elements }) => elements.map(({ value }) => value));
  const [[set, group] = []] = valuesOf('AK1');
  const [[verdict, ...counts] = []] = valuesOf('AK9');
  return {
    to: header.elements[7]?.value.trim(),
    set,
    group: group ?? '',
    verdict,
    counts: counts.slice(0, 3).map(Number),
    sets: valuesOf('AK5').map(([code]) => code),
  };
}
