import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { inspect, promisify } from 'node:util';
import { expect } from 'chai';
import ssh2, { type FileEntry, type SFTPWrapper } from 'ssh2';
import {
  fingerprintOf,
  makeKeyPair,
  startSftpServer,
  startSshServer,
  type SftpServer,
} from '../../demo/sftp-server.js';
import { openTransport } from '../../src/transports/index.js';
import type { Transport, ReceiveRule } from '../../src/transports/transport.js';
import { collect, describeTransport, expectError } from '../conformance/transport.js';
import { hasOpenSsh } from '../kit/openssh.js';

const { STATUS_CODE } = ssh2.utils.sftp;
const pair = makeKeyPair();
const signIn = { user: 'acme', publicKey: pair.publicKey };
const ready = { settleMs: 0, trailer: false, maxIncompleteAgeMs: 1 };

function openOn(server: SftpServer, receive: Partial<ReceiveRule> = {}, options = {}): Promise<Transport> {
  const { host, port, fingerprint } = server;
  const connection = {
    name: 'acme-sftp',
    transport: 'sftp',
    options: { host, port, user: 'acme', key: 'secret:key', hostKey: [fingerprint], ...options },
    receive: { path: '/inbox', match: ['*.edi'], ready, finish: { move: '/done' }, ...receive },
    send: { path: '/outbox' },
  };
  return openTransport(connection, { root: '/', secret: async () => pair.privateKey });
}

describe("the SFTP transport on the demo's server, which offers no extensions", () => {
  describeTransport(async () => {
    const home = mkdtempSync(join(tmpdir(), 'waybill-sftp-'));
    const server = await startSftpServer({ ...signIn, folder: home });
    const remote = (path: string) => `/${relative(home, path)}`;
    return {
      makeFolders() {
        const folder = join(home, randomUUID());
        const made = {
          inbox: join(folder, 'inbox'),
          done: join(folder, 'done'),
          outbox: join(folder, 'outbox'),
        };
        for (const path of Object.values(made)) mkdirSync(path, { recursive: true });
        return made;
      },
      own: () => {},
      localPath: (path) => join(home, path),
      open({ inbox, done, outbox }, { receive, options } = {}) {
        const { host, port, fingerprint } = server;
        const connection = {
          name: 'acme-sftp',
          transport: 'sftp',
          options: { host, port, user: 'acme', key: 'secret:key', hostKey: [fingerprint], ...options },
          receive: {
            path: remote(inbox),
            match: ['*.edi'],
            ready,
            finish: { move: remote(done) },
            ...receive,
          },
          send: { path: remote(outbox) },
        };
        return openTransport(connection, { root: '/', secret: async () => pair.privateKey });
      },
      async close() {
        await server.close();
        rmSync(home, { recursive: true, force: true });
      },
    };
  });
});

describe("the demo's SFTP server", () => {
  let home: string;
  let folder: string;
  let server: SftpServer;

  /** Runs commands with the OpenSSH client, as a partner would. */
  async function sftp(commands: readonly string[], keyFile = join(home, 'key')): Promise<string> {
    const knownHosts = join(home, 'known_hosts');
    const batch = join(home, 'batch');
    writeFileSync(batch, `${commands.join('\n')}\n`);
    const trust = ['-o', 'StrictHostKeyChecking=accept-new', '-o', `UserKnownHostsFile=${knownHosts}`];
    const values = [
      '-F',
      '/dev/null',
      '-o',
      'IdentitiesOnly=yes',
      ...trust,
      '-i',
      keyFile,
      '-P',
      String(server.port),
    ];
    const run = promisify(execFile)('sftp', [...values, '-b', batch, `acme@${server.host}`]);
    return (await run).stdout;
  }

  before(function () {
    if (!hasOpenSsh()) this.skip();
  });
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'waybill-sftp-'));
    folder = join(home, 'served');
    mkdirSync(folder);
    writeFileSync(join(home, 'key'), pair.privateKey, { mode: 0o600 });
    server = await startSftpServer({ ...signIn, folder });
  });
  afterEach(async () => {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('serves the OpenSSH client: make a folder, put, list, rename, get, remove', async () => {
    const content = randomBytes(700_000);
    writeFileSync(join(home, 'local.edi'), content);
    const shown = await sftp([
      'mkdir inbox',
      'cd inbox',
      'pwd',
      `put -p ${join(home, 'local.edi')} .part`,
      'rename .part order.edi',
      'ls -l',
      `get order.edi ${join(home, 'back.edi')}`,
      'mkdir empty',
      'rmdir empty',
      'chmod 600 order.edi',
      `put ${join(home, 'local.edi')} gone.edi`,
      'rm gone.edi',
    ]);
    expect(shown)
      .to.contain('Remote working directory: /inbox')
      .and.to.match(/700000 .* order\.edi/);
    expect(readFileSync(join(folder, 'inbox', 'order.edi')).equals(content)).to.equal(true);
    expect(readFileSync(join(home, 'back.edi')).equals(content)).to.equal(true);
  });

  it('keeps clients inside its folder', async () => {
    writeFileSync(join(home, 'outside.txt'), 'outside');
    for (const path of ['../outside.txt', '/../../outside.txt', join(home, 'outside.txt')]) {
      const outcome = await sftp([`get ${path} ${join(home, 'stolen.txt')}`]).catch(() => 'refused');
      expect(outcome).to.equal('refused');
    }
    await sftp(['ln -s /etc/passwd link']).then(
      () => expect.fail('a link was made'),
      () => undefined,
    );
  });

  it('never renames over a file', async () => {
    writeFileSync(join(folder, 'a'), 'a');
    writeFileSync(join(folder, 'b'), 'b');
    const outcome = await sftp(['rename a b']).catch(() => 'refused');
    expect(outcome).to.equal('refused');
    expect(readFileSync(join(folder, 'b'), 'utf8')).to.equal('b');
  });

  it('lets in nobody with another key', async () => {
    writeFileSync(join(home, 'stranger'), makeKeyPair().privateKey, { mode: 0o600 });
    const outcome = await sftp(['pwd'], join(home, 'stranger')).catch(
      (error: { stderr: string }) => error.stderr,
    );
    expect(outcome).to.contain('Permission denied');
  });
});

describe('the SFTP transport before it is signed in', () => {
  /** Each method that a client tried, with what it gave away. */
  let tried: string[];
  let server: ssh2.Server;
  let port: number;
  const hostKey = makeKeyPair();

  const open = (fingerprint: string) =>
    openTransport(
      {
        name: 'acme-sftp',
        transport: 'sftp',
        options: { host: '127.0.0.1', port, user: 'acme', password: 'secret:word', hostKey: [fingerprint] },
        send: { path: '/' },
      },
      { root: '/', secret: async (name) => (name === 'word' ? 'hunter2' : undefined) },
    );

  beforeEach(async () => {
    tried = [];
    server = new ssh2.Server({ hostKeys: [hostKey.privateKey] }, (client) => {
      client.on('error', () => undefined);
      client.on('authentication', (context) => {
        tried.push(
          context.method === 'password' ? `${context.username} ${context.password}` : context.method,
        );
        context.reject(['password']);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => server.close());

  it('gives its password away to the pinned server, once, and tries nothing else', async () => {
    const error = await expectError('AUTHENTICATION_REFUSED', open(fingerprintOf(hostKey.privateKey)));
    expect(tried).to.deep.equal(['acme hunter2']);
    expect(`${inspect(error)}${JSON.stringify(error)}`).to.not.contain('hunter2');
  });

  it('gives nothing away to another server', async () => {
    await expectError('HOST_KEY_CHANGED', open(fingerprintOf(makeKeyPair().privateKey)));
    expect(tried).to.deep.equal([]);
  });
});

/** Answers of a server that means no good, by request; a request without one is refused. */
type Answers = Partial<Record<string, (channel: SFTPWrapper, id: number, ...values: never[]) => void>>;

const handle = Buffer.from([1]);
const file = { mode: 0o100644, uid: 0, gid: 0, size: 100_000, atime: 1, mtime: 1 };
const folderAttributes = { ...file, mode: 0o040755 };

describe('the SFTP transport on a hostile server', () => {
  let server: SftpServer;
  let answers: Answers;

  const requests = [
    'OPENDIR',
    'READDIR',
    'LSTAT',
    'STAT',
    'FSTAT',
    'OPEN',
    'READ',
    'CLOSE',
    'RENAME',
    'MKDIR',
    'REMOVE',
  ];
  const serve = (channel: SFTPWrapper) => {
    for (const request of requests) {
      channel.on(request, (id: number, ...values: never[]) => {
        const answer = answers[request];
        if (answer === undefined) channel.status(id, STATUS_CODE.OP_UNSUPPORTED);
        else answer(channel, id, ...values);
      });
    }
  };
  const entry = (filename: string, attrs = file): FileEntry => ({ filename, longname: '', attrs });
  /** A folder that lists these entries, once. */
  const listing = (...entries: FileEntry[]): Answers => {
    const left = [entries];
    return {
      OPENDIR: (channel, id) => channel.handle(id, handle),
      READDIR: (channel, id) => {
        const batch = left.shift();
        if (batch === undefined) channel.status(id, STATUS_CODE.EOF);
        else channel.name(id, batch);
      },
      CLOSE: (channel, id) => channel.status(id, STATUS_CODE.OK),
      LSTAT: (channel, id) => channel.attrs(id, folderAttributes),
    };
  };
  /** A file that claims 100,000 bytes. */
  const reading = (READ: NonNullable<Answers['READ']>): Answers => ({
    ...listing(entry('a.edi')),
    OPEN: (channel, id) => channel.handle(id, handle),
    FSTAT: (channel, id) => channel.attrs(id, file),
    READ,
  });
  const withTransport = async <Result>(options: object, act: (transport: Transport) => Promise<Result>) => {
    const transport = await openOn(server, {}, options);
    try {
      return await act(transport);
    } finally {
      await transport.close();
    }
  };

  before(async () => {
    server = await startSshServer(signIn, serve);
  });
  after(() => server.close());

  it('passes over names with a path in them, says so, and goes on with the others', async () => {
    const hostile = ['../../x.edi', '/abs/x.edi', 'a/../b.edi', 'nul\0.edi', '', `/${'x'.repeat(5000)}`];
    answers = listing(...hostile.map((name) => entry(name)), entry('good.edi'));
    const { files, alerts } = await withTransport({}, (transport) => transport.list());
    expect(files.map(({ name, path }) => ({ name, path }))).to.deep.equal([
      { name: 'good.edi', path: '/inbox/good.edi' },
    ]);
    expect(alerts).to.deep.equal(
      hostile.map((name) => ({ code: 'HOSTILE_LISTING', name: name.slice(0, 255) })),
    );
  });

  it('keeps at most 100 alerts of one listing', async () => {
    answers = listing(...Array.from({ length: 500 }, (_, number) => entry(`../${number}`)));
    expect((await withTransport({}, (transport) => transport.list())).alerts).to.have.length(100);
  });

  it('stops reading a listing that never ends', async () => {
    let batches = 0;
    const endless = listing();
    endless.READDIR = (channel, id) => {
      batches++;
      channel.name(
        id,
        Array.from({ length: 100 }, (_, number) => entry(`${batches}-${number}.edi`)),
      );
    };
    answers = endless;
    const { files, alerts } = await withTransport({ listingEntriesMax: 1000 }, (transport) =>
      transport.list(),
    );
    expect(files).to.have.length(1000);
    expect(alerts.map((alert) => alert.code)).to.deep.equal(['LISTING_TOO_LONG']);
    expect(batches).to.be.lessThan(30);
  });

  it('stops reading a listing of empty answers that never ends', async () => {
    answers = { ...listing(), READDIR: (channel, id) => channel.name(id, []) };
    const { alerts } = await withTransport({ listingEntriesMax: 100 }, (transport) => transport.list());
    expect(alerts.map((alert) => alert.code)).to.deep.equal(['LISTING_TOO_LONG']);
  });

  it('knows files by their long names where a server sends no mode', async () => {
    const { mode: _, ...bare } = file;
    answers = listing(
      { filename: 'a.edi', longname: '-rw-r--r-- 1 x x 1 a.edi', attrs: bare as typeof file },
      { filename: 'b.edi', longname: 'drwxr-xr-x 1 x x 1 b.edi', attrs: bare as typeof file },
    );
    const { files, alerts } = await withTransport({}, (transport) => transport.list());
    expect(files.map((found) => found.name)).to.deep.equal(['a.edi']);
    expect(alerts.map((alert) => alert.code)).to.deep.equal(['NOT_A_REGULAR_FILE']);
  });

  it('reads no further than the size, however much the server would give', async () => {
    const asked: number[] = [];
    answers = reading((channel: SFTPWrapper, id: number, _: Buffer, position: number, length: number) => {
      asked.push(position + length);
      channel.data(id, Buffer.alloc(length));
    });
    const bytes = await withTransport({}, async (transport) => {
      const [found] = (await transport.list()).files;
      return collect(transport.fetch(found!));
    });
    expect(bytes).to.have.length(100_000);
    expect(Math.max(...asked)).to.equal(100_000);
  });

  it('puts a file together from answers of one byte less than asked', async () => {
    const content = randomBytes(100_000);
    answers = reading((channel: SFTPWrapper, id: number, _: Buffer, position: number, length: number) => {
      channel.data(id, content.subarray(position, position + Math.max(1, length - 1)));
    });
    const bytes = await withTransport({}, async (transport) => {
      const [found] = (await transport.list()).files;
      return collect(transport.fetch(found!));
    });
    expect(bytes.equals(content)).to.equal(true);
  });

  it('refuses a file that ends before its size', async () => {
    answers = reading((channel, id) => channel.status(id, STATUS_CODE.EOF));
    await withTransport({}, async (transport) => {
      const [found] = (await transport.list()).files;
      await expectError('FILE_CHANGED', collect(transport.fetch(found!)));
    });
  });

  it('does not take a disconnect for the news that a file is gone', async () => {
    answers = listing(entry('a.edi'));
    await withTransport({}, async (transport) => {
      const [found] = (await transport.list()).files;
      // Reason 2 of a disconnect is a protocol error; status 2 of a file call is "no such file".
      answers.RENAME = (channel) => {
        const protocol = Reflect.get(channel, '_protocol') as { disconnect(reason: number): void };
        protocol.disconnect(2);
      };
      await expectError('CONNECTION_UNREACHABLE', transport.claim(found!, randomUUID()));
    });
  });

  it('does not take FAILURE for the news that a file is gone', async () => {
    answers = {
      ...listing(entry('a.edi')),
      RENAME: (channel, id) => channel.status(id, STATUS_CODE.FAILURE),
      REMOVE: (channel, id) => channel.status(id, STATUS_CODE.FAILURE),
    };
    await withTransport({}, async (transport) => {
      const [found] = (await transport.list()).files;
      await expectError('CLAIM_REFUSED', transport.claim(found!, randomUUID()));
    });
    const deleting = await openOn(server, { finish: { delete: true } });
    const claimed = {
      ...file,
      name: 'x',
      path: '/inbox/.claimed/x',
      mtimeMs: 1,
      claimId: 'x',
      originalName: 'x',
    };
    await expectError('TRANSFER_FAILED', deleting.finish(claimed));
    await deleting.close();
  });
});
