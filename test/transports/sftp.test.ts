import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { v7 as uuidv7 } from 'uuid';
import { openTransport } from '../../src/transports/index.js';
import type { Transport, ReceiveRule } from '../../src/transports/transport.js';
import {
  bytesOf,
  collect,
  describeTransport,
  expectError,
  type TransportFolders,
} from '../conformance/transport.js';
import { hasOpenSsh, startOpenSsh, type OpenSsh } from '../kit/openssh.js';
import { startTcpProxy, type TcpProxy } from '../kit/tcp-proxy.js';

const ready = { settleMs: 0, trailer: false, maxIncompleteAgeMs: 1 };

interface Changes {
  receive?: Partial<ReceiveRule>;
  options?: object;
}

function openOn(
  server: OpenSsh,
  folders: TransportFolders,
  { receive, options }: Changes = {},
): Promise<Transport> {
  const { inbox, done, outbox } = folders;
  const connection = {
    name: 'acme-sftp',
    transport: 'sftp',
    options: {
      host: server.host,
      port: server.port,
      user: server.user,
      key: 'secret:acme-key',
      hostKey: [server.fingerprint()],
      ...options,
    },
    receive: { path: inbox, match: ['*.edi'], ready, finish: { move: done }, ...receive },
    send: { path: outbox },
  };
  return openTransport(connection, {
    root: '/',
    secret: async (name) => (name === 'acme-key' ? server.key : undefined),
  });
}

function makeFoldersOn(server: OpenSsh): TransportFolders {
  const name = randomUUID();
  const make = (part: string) => server.makeFolder(join(name, part));
  make('.');
  return { inbox: make('inbox'), done: make('done'), outbox: make('outbox') };
}

describe('the SFTP transport on OpenSSH', function () {
  let server: OpenSsh;
  let folders: TransportFolders;

  before(async function () {
    if (!hasOpenSsh()) return this.skip();
    server = await startOpenSsh();
  });
  beforeEach(() => {
    folders = makeFoldersOn(server);
  });
  after(() => server?.close());

  describeTransport(async () => ({
    makeFolders: () => makeFoldersOn(server),
    own: (path) => server.own(path),
    localPath: (path) => path,
    open: (of, changes) => openOn(server, of, changes),
    close: async () => {},
  }));

  it('says that it may not claim where it may not rename', async () => {
    writeFileSync(join(folders.inbox, 'a.edi'), 'x');
    chmodSync(folders.inbox, 0o555);
    const transport = await openOn(server, folders);
    await expectError('CLAIM_REFUSED', transport.list());
    await transport.close();
    const elsewhere = await openOn(server, folders, { receive: { claimed: folders.done } });
    const [file] = (await elsewhere.list()).files;
    await expectError('CLAIM_REFUSED', elsewhere.claim(file!, uuidv7()));
    await elsewhere.close();
    chmodSync(folders.inbox, 0o755);
  });

  it('says that it may not write where it may not put', async () => {
    chmodSync(folders.outbox, 0o555);
    const transport = await openOn(server, folders);
    await expectError('ACCESS_REFUSED', transport.put('997.edi', bytesOf('x'), 1));
    await transport.close();
    chmodSync(folders.outbox, 0o755);
  });

  it('puts into a folder that it may not list', async () => {
    chmodSync(folders.outbox, 0o333);
    const transport = await openOn(server, folders);
    try {
      expect(await transport.put('997.edi', bytesOf('x'), 1)).to.equal('put');
      expect(await transport.put('998.edi', bytesOf('x'), 1)).to.equal('put');
    } finally {
      await transport.close();
      chmodSync(folders.outbox, 0o755);
    }
  });

  it('fails at once after it was closed', async () => {
    const transport = await openOn(server, folders);
    await transport.close();
    await transport.close();
    await expectError('CONNECTION_UNREACHABLE', transport.list());
  });

  describe('when signing in', () => {
    it('refuses a server whose key is not pinned, and names the key', async () => {
      const hostKey = [`SHA256:${'A'.repeat(43)}`];
      const error = await expectError('HOST_KEY_CHANGED', openOn(server, folders, { options: { hostKey } }));
      expect(error.detail).to.include({ fingerprint: server.fingerprint(), type: 'ssh-ed25519' });
    });

    it('accepts any of several pinned keys', async () => {
      const hostKey = [`SHA256:${'A'.repeat(43)}`, server.fingerprint()];
      await (await openOn(server, folders, { options: { hostKey } })).close();
    });

    it('waits five minutes after its key was refused', async () => {
      const stranger = await startOpenSsh();
      const options = { port: server.port, hostKey: [server.fingerprint()] };
      const error = await expectError('AUTHENTICATION_REFUSED', openOn(stranger, folders, { options }));
      await stranger.close();
      expect(error.retryAfterMs).to.equal(300_000);
      expect(JSON.stringify(error)).to.not.contain('PRIVATE KEY');
    });

    it('reports a server that is not there', async () => {
      const gone = await startOpenSsh();
      await gone.close();
      const options = { port: gone.port, hostKey: [server.fingerprint()] };
      await expectError('CONNECTION_UNREACHABLE', openOn(server, folders, { options }));
    });

    for (const setting of [
      'Ciphers aes128-cbc',
      'MACs hmac-sha1',
      'KexAlgorithms diffie-hellman-group1-sha1',
    ]) {
      it(`refuses a server that has only ${setting.split(' ')[1]}`, async () => {
        const old = await startOpenSsh([
          setting,
          ...(setting.startsWith('MACs') ? ['Ciphers aes128-ctr'] : []),
        ]);
        try {
          await expectError('ALGORITHMS_REFUSED', openOn(old, folders));
        } finally {
          await old.close();
        }
      });
    }

    it('refuses a changed host key and sends nothing', async () => {
      const changing = await startOpenSsh();
      try {
        const pinned = [changing.fingerprint()];
        const of = makeFoldersOn(changing);
        writeFileSync(join(of.inbox, 'a.edi'), 'x');
        await (await openOn(changing, of)).close();
        await changing.restartWithNewHostKey();
        await expectError('HOST_KEY_CHANGED', openOn(changing, of, { options: { hostKey: pinned } }));
        expect(changing.log()).to.not.contain('userauth-request');
        expect(readdirSync(of.inbox)).to.deep.equal(['a.edi']);
        await (await openOn(changing, of)).close();
        expect(changing.log()).to.contain('userauth-request');
      } finally {
        await changing.close();
      }
    });

    for (const [what, options] of Object.entries({
      'without a host key': { hostKey: undefined },
      'with an empty list of host keys': { hostKey: [] },
      'with a host key that is no fingerprint': { hostKey: ['any'] },
      'without key and password': { key: undefined },
      'with both key and password': { password: 'secret:x' },
      'with a key written into the file': { key: '-----BEGIN' },
      'with an unknown option': { hostkey: ['x'] },
    })) {
      it(`refuses a connection ${what}`, async () => {
        await expectError('CONFIG_INVALID', openOn(server, folders, { options }));
      });
    }

    it('names a secret that is missing, or that is no key', async () => {
      const missing = await expectError(
        'SECRET_UNUSABLE',
        openOn(server, folders, { options: { key: 'secret:gone' } }),
      );
      expect(missing.message).to.contain('gone');
      const broken = {
        ...server,
        key: '-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n-----END OPENSSH PRIVATE KEY-----\n',
      };
      const error = await expectError('SECRET_UNUSABLE', openOn(broken, folders));
      expect(`${error.stack}${JSON.stringify(error)}`).to.not.contain('hunter2');
    });
  });

  describe('over a bad line', () => {
    let proxy: TcpProxy;
    const openOverProxy = (options = {}) =>
      openOn(server, folders, { options: { port: proxy.port, ...options } });

    beforeEach(async () => {
      proxy = await startTcpProxy(server);
    });
    afterEach(() => proxy.close());

    it('shows a file whole or not at all wherever the upload is cut, and can repeat it', async () => {
      const content = randomBytes(200_000);
      const upload = async (name: string) => {
        const transport = await openOverProxy();
        const before = proxy.bytesUp();
        const outcome = await transport
          .put(name, bytesOf(content), content.length)
          .catch((error: { code: string }) => error.code);
        const bytes = proxy.bytesUp() - before;
        await transport.close();
        return { outcome, bytes };
      };
      const { bytes: all } = await upload('measured.edi');
      // From the first request to the last: open, writes, fsync, close, stat, rename.
      const cuts = [
        0,
        100,
        all * 0.1,
        all * 0.5,
        all * 0.95,
        all - 500,
        all - 300,
        all - 200,
        all - 100,
        all - 40,
        all - 1,
      ];
      for (const [number, cut] of cuts.entries()) {
        const name = `${number}.edi`;
        const opened = await openOverProxy();
        proxy.set({ limitData: { direction: 'up', bytes: Math.floor(cut) } });
        const outcome = await opened
          .put(name, bytesOf(content), content.length)
          .catch((error: { code: string }) => error.code);
        await opened.close();
        // Close to the end the last answer may already be on its way.
        if (cut < all * 0.96) expect(outcome).to.equal('CONNECTION_UNREACHABLE');
        if (readdirSync(folders.outbox).includes(name)) {
          expect(readFileSync(join(folders.outbox, name)).equals(content)).to.equal(true);
        }
        proxy.set({});
        expect((await upload(name)).outcome).to.be.oneOf(['put', 'already-there']);
        expect(readFileSync(join(folders.outbox, name)).equals(content)).to.equal(true);
      }
    });

    it('fails when a download is cut, and reads the whole file the next time', async () => {
      const content = randomBytes(500_000);
      writeFileSync(join(folders.inbox, 'a.edi'), content);
      const transport = await openOverProxy();
      const [file] = (await transport.list()).files;
      proxy.set({ limitData: { direction: 'down', bytes: 150_000 } });
      await expectError('CONNECTION_UNREACHABLE', collect(transport.fetch(file!)));
      await expectError('CONNECTION_UNREACHABLE', transport.list());
      await transport.close();
      proxy.set({});
      const again = await openOverProxy();
      expect((await collect(again.fetch(file!))).equals(content)).to.equal(true);
      await again.close();
    });

    it('gives up on a server that stopped answering, and the next connection works', async () => {
      const transport = await openOverProxy({ callTimeoutMs: 300 });
      await transport.list();
      proxy.set({ freeze: true });
      await expectError('CONNECTION_UNREACHABLE', transport.list());
      await expectError('CONNECTION_UNREACHABLE', transport.list());
      await transport.close();
      proxy.set({});
      const next = await openOverProxy();
      await next.list();
      await next.close();
    });

    it('gives up on a server that never begins to answer', async () => {
      proxy.set({ freeze: true });
      await expectError('CONNECTION_UNREACHABLE', openOverProxy({ connectTimeoutMs: 300 }));
    });

    it('closes although the server has stopped answering', async () => {
      const transport = await openOverProxy();
      proxy.set({ freeze: true });
      await transport.close();
    });

    it('notices at once when the line is cut while it waits', async () => {
      const transport = await openOverProxy();
      proxy.set({ freeze: true });
      const waiting = expectError('CONNECTION_UNREACHABLE', transport.list());
      proxy.reset();
      await waiting;
      await transport.close();
    });

    it('completes over a slow and distant line', async () => {
      const content = randomBytes(200_000);
      proxy.set({ latencyMs: 100, bytesPerSecond: 200_000 });
      const transport = await openOverProxy({ callTimeoutMs: 10_000 });
      await transport.put('997.edi', bytesOf(content), content.length);
      const back = await openOn(server, { ...folders, inbox: folders.outbox });
      const [file] = (await back.list()).files;
      expect((await collect(transport.fetch(file!))).equals(content)).to.equal(true);
      await Promise.all([transport.close(), back.close()]);
    });
  });
});
