import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { v7 as uuidv7 } from 'uuid';
import { moveToFreeName } from '../../src/transports/folder/local-files.js';
import { watchFolder } from '../../src/transports/folder/watch-folder.js';
import { openTransport, watchHint } from '../../src/transports/index.js';
import type { ReceiveRule } from '../../src/transports/transport.js';
import { collect, describeTransport, expectError, type TransportFolders } from '../conformance/transport.js';

const ready = { settleMs: 0, trailer: false, maxIncompleteAgeMs: 1 };

describe('the folder transport', () => {
  let home: string;
  let folders: TransportFolders;

  const makeFolders = (): TransportFolders => {
    const folder = mkdtempSync(join(home, 'case-'));
    const made = { inbox: join(folder, 'inbox'), done: join(folder, 'done'), outbox: join(folder, 'outbox') };
    for (const path of Object.values(made)) mkdirSync(path);
    return made;
  };
  const connectionOf = (
    { inbox, done, outbox }: TransportFolders,
    receive: Partial<ReceiveRule> = {},
    options = {},
  ) => ({
    name: 'acme-folder',
    transport: 'folder',
    options: { ...options },
    receive: { path: inbox, match: ['*.edi'], ready, finish: { move: done }, ...receive },
    send: { path: outbox },
  });
  const environment = { root: '/', secret: async () => undefined };
  const open = (of: TransportFolders, receive?: Partial<ReceiveRule>) =>
    openTransport(connectionOf(of, receive), environment);

  before(() => {
    home = mkdtempSync(join(tmpdir(), 'waybill-folder-'));
  });
  beforeEach(() => {
    folders = makeFolders();
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  describeTransport(async () => ({
    makeFolders,
    own: () => {},
    localPath: (path) => path,
    open: (of, { receive, options } = {}) => openTransport(connectionOf(of, receive, options), environment),
    close: async () => {},
  }));

  it('resolves relative paths against the root of the configuration', async () => {
    writeFileSync(join(folders.inbox, 'a.edi'), 'x');
    const relative = { inbox: 'inbox', done: 'done', outbox: 'outbox' };
    const transport = await openTransport(connectionOf(relative), {
      ...environment,
      root: join(folders.inbox, '..'),
    });
    expect((await transport.list()).files.map((file) => file.path)).to.deep.equal([
      join(folders.inbox, 'a.edi'),
    ]);
  });

  it('alerts for a file that has a second name elsewhere', async () => {
    writeFileSync(join(folders.outbox, 'of-another-partner.edi'), 'secret');
    linkSync(join(folders.outbox, 'of-another-partner.edi'), join(folders.inbox, 'a.edi'));
    const { files, alerts } = await (await open(folders)).list();
    expect({ files, alerts }).to.deep.equal({ files: [], alerts: [{ code: 'HARD_LINK', name: 'a.edi' }] });
  });

  it('does not follow a link that took the place of a listed file', async () => {
    writeFileSync(join(folders.inbox, 'a.edi'), 'x');
    const transport = await open(folders);
    const [file] = (await transport.list()).files;
    rmSync(file!.path);
    symlinkSync('/etc/passwd', file!.path);
    await expectError('ACCESS_REFUSED', collect(transport.fetch(file!)));
  });

  it('does not wait at a pipe that took the place of a listed file', async () => {
    writeFileSync(join(folders.inbox, 'a.edi'), 'x');
    const transport = await open(folders);
    const [file] = (await transport.list()).files;
    rmSync(file!.path);
    execFileSync('mkfifo', [file!.path]);
    await expectError('ACCESS_REFUSED', collect(transport.fetch(file!)));
  });

  it('completes a finish that was cut off between its two steps', async () => {
    writeFileSync(join(folders.inbox, 'a.edi'), 'x');
    const transport = await open(folders);
    const claimed = await transport.claim((await transport.list()).files[0]!, uuidv7());
    linkSync(claimed!.path, join(folders.done, 'a.edi'));
    await transport.finish(claimed!);
    expect(readdirSync(folders.done)).to.deep.equal(['a.edi']);
    expect(readdirSync(join(folders.inbox, '.claimed'))).to.deep.equal([]);
  });

  it('moves by rename where links are denied, and still not over a taken name', async () => {
    // No file system allows a link to a folder, so folders stand in for files on a share without links.
    const [from, free, taken] = ['from', 'free', 'taken'].map((name) => join(folders.outbox, name)) as [
      string,
      string,
      string,
    ];
    mkdirSync(from);
    mkdirSync(taken);
    expect(await moveToFreeName(from, taken)).to.equal(false);
    expect(await moveToFreeName(from, free)).to.equal(true);
    expect(readdirSync(folders.outbox)).to.deep.equal(['free', 'taken']);
  });

  it('clears away what a crash left of its look at the folders, wherever it was', async () => {
    const names = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('.waybill'));
    for (const place of [join(folders.inbox, '.claimed'), folders.inbox, folders.done]) {
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, '.waybill-probe.tmp'), '');
      await (await open(folders)).close();
      await Promise.all([open(folders), open(folders), open(folders)]);
    }
    expect([folders.inbox, join(folders.inbox, '.claimed'), folders.done].flatMap(names)).to.deep.equal([]);
  });

  it('is opened by many at once without one looking in the way of another', async () => {
    for (let round = 0; round < 200; round++) {
      await Promise.all(Array.from({ length: 6 }, () => open(folders)));
    }
  });

  it('opens to send although the inbox is missing', async () => {
    rmSync(folders.inbox, { recursive: true });
    const transport = await open(folders);
    async function* bytes() {
      yield Buffer.from('x');
    }
    expect(await transport.put('997.edi', bytes(), 1)).to.equal('put');
  });

  it('refuses a done or claimed folder on another file system', async function () {
    const elsewhere = mkdtempSync('/dev/shm/folder-');
    try {
      if (statSync(elsewhere).dev === statSync(home).dev) return this.skip();
      await expectError('FOLDERS_APART', open({ ...folders, done: elsewhere }));
      await expectError('FOLDERS_APART', open(folders, { claimed: elsewhere }));
      expect(readdirSync(elsewhere)).to.deep.equal([]);
      expect(readdirSync(folders.inbox)).to.deep.equal(['.claimed']);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it('says that it may not claim in a read-only inbox', async () => {
    chmodSync(folders.inbox, 0o555);
    // Root may write anywhere, so it steps down for a moment.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) {
      chmodSync(dirname(folders.inbox), 0o755);
      chmodSync(home, 0o755);
      process.seteuid?.('nobody');
    }
    try {
      await expectError('CLAIM_REFUSED', open(folders));
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(folders.inbox, 0o755);
    }
  });

  it('refuses unknown options and transports', async () => {
    const connection = connectionOf(folders);
    await expectError(
      'CONFIG_INVALID',
      openTransport({ ...connection, options: { hots: 'x' } }, environment),
    );
    await expectError(
      'CONFIG_INVALID',
      openTransport({ ...connection, transport: 'carrier-pigeon' }, environment),
    );
  });

  it('refuses the half that a connection does not have', async () => {
    const { receive, send, ...bare } = connectionOf(folders);
    const sender = await openTransport({ ...bare, send }, environment);
    await expectError('CONFIG_INVALID', sender.list());
    const receiver = await openTransport({ ...bare, receive }, environment);
    await expectError('CONFIG_INVALID', receiver.put('a.edi', collectNothing(), 0));
  });

  it('takes 5,000 files that appear at once, oldest first', async () => {
    for (let number = 0; number < 5000; number++) writeFileSync(join(folders.inbox, `${number}.edi`), '');
    const { files } = await (await open(folders)).list();
    expect(files).to.have.length(5000);
    const times = files.map((file) => file.mtimeMs);
    expect(times).to.deep.equal([...times].sort((a, b) => a - b));
  });

  describe('as a hint', () => {
    it('calls back for a file that appears or is renamed in, and not for hidden ones', async () => {
      let hints = 0;
      const watch = watchHint(connectionOf(folders), () => hints++, environment);
      try {
        // The watcher does not say when it has begun to watch, so files are dropped until one is noticed.
        for (let number = 0; hints === 0 && number < 200; number++) {
          writeFileSync(join(folders.outbox, `${number}.tmp`), 'x');
          renameSync(join(folders.outbox, `${number}.tmp`), join(folders.inbox, `${number}.edi`));
          await wait(25);
        }
        expect(hints).to.be.greaterThan(0);
        await wait(300);
        const before = hints;
        writeFileSync(join(folders.inbox, '.hidden.edi'), 'x');
        await (await open(folders)).list();
        await wait(300);
        expect(hints).to.equal(before);
      } finally {
        await watch?.close();
      }
    });

    it('outlives an inbox that is missing, or goes away and comes back', async () => {
      rmSync(folders.inbox, { recursive: true });
      const watch = watchHint(connectionOf(folders), () => undefined, environment);
      mkdirSync(folders.inbox);
      await wait(100);
      rmSync(folders.inbox, { recursive: true });
      await wait(100);
      await watch?.close();
    });

    it('pauses while the inbox is crowded, and is back when it is not', async () => {
      let hints = 0;
      for (let number = 0; number < 20; number++)
        writeFileSync(join(folders.inbox, `old-${number}.edi`), 'x');
      const options = { ...environment, entriesWatchedMax: 10, checkPauseMs: 50 };
      const watch = watchFolder(folders.inbox, () => hints++, options);
      try {
        await wait(200);
        writeFileSync(join(folders.inbox, 'one-more.edi'), 'x');
        await wait(300);
        expect(hints, 'while crowded').to.equal(0);
        for (let number = 0; number < 20; number++) rmSync(join(folders.inbox, `old-${number}.edi`));
        for (let number = 0; hints === 0 && number < 200; number++) {
          writeFileSync(join(folders.inbox, 'again.edi'), String(number));
          await wait(25);
        }
        expect(hints, 'when it is calm').to.be.greaterThan(0);
      } finally {
        await watch.close();
      }
    });

    it('is not there for a connection that only sends', () => {
      const { receive: _, ...sender } = connectionOf(folders);
      expect(watchHint(sender, () => {}, environment)).to.equal(undefined);
    });
  });
});

async function* collectNothing(): AsyncGenerator<Uint8Array> {}
