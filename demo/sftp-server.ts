/**
 * A small SFTP server for the demo: one user with one key, one folder, loopback only.
 *
 * It is there so that the demo needs nothing installed; it is no server for a partner. Use OpenSSH for that.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ParsedKey, type SFTPWrapper } from 'ssh2';
import { serveFolder } from './sftp-folder.js';

export interface SshServerOptions {
  user: string;
  /** The public key that may sign in, one line as in authorized_keys. */
  publicKey: string;
  /** Private host key; a new one is made without it. Keep it where clients pin it over a restart. */
  hostKey?: string;
  /** Default: a free one. */
  port?: number;
}

export interface SftpServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** `SHA256:...` of the host key, as a connection pins it. */
  readonly fingerprint: string;
  close(): Promise<void>;
}

/** An ed25519 pair in OpenSSH form, for a host or a user. */
export function makeKeyPair(): { privateKey: string; publicKey: string } {
  // ssh2 writes a pair that nobody can read, itself included, where the public key begins with a zero byte: 1 in 256.
  let pair = ssh2.utils.generateKeyPairSync('ed25519');
  while (ssh2.utils.parseKey(pair.private) instanceof Error) pair = ssh2.utils.generateKeyPairSync('ed25519');
  return { privateKey: pair.private, publicKey: pair.public };
}

/** @param options.folder what clients see as `/`; they cannot leave it */
export function startSftpServer(options: SshServerOptions & { folder: string }): Promise<SftpServer> {
  return startSshServer(options, (channel) => serveFolder(channel, options.folder));
}

/** @param serve answers the requests of one SFTP channel */
export async function startSshServer(
  options: SshServerOptions,
  serve: (channel: SFTPWrapper) => void,
): Promise<SftpServer> {
  const hostKey = options.hostKey ?? makeKeyPair().privateKey;
  const allowed = parseKey(options.publicKey);
  const clients = new Set<Connection>();
  const ssh = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    // Clients come and go as they like; a broken connection is theirs to notice.
    client.on('error', () => undefined);
    client.on('authentication', (context) => answerAuthentication(context, options.user, allowed));
    client.on('session', (accept) => accept().on('sftp', (acceptSftp) => serve(acceptSftp())));
  });
  // ssh2 by itself would leave small answers waiting for the other side's acknowledgment, 40 ms each time.
  const server = createServer({ noDelay: true }, (socket) => ssh.injectSocket(socket));
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    fingerprint: fingerprintOf(hostKey),
    async close() {
      server.close();
      for (const client of clients) client.end();
      await once(server, 'close');
    },
  };
}

function answerAuthentication(context: AuthContext, user: string, allowed: ParsedKey): void {
  if (context.method !== 'publickey' || context.username !== user) return context.reject(['publickey']);
  const { key, signature, blob, hashAlgo } = context;
  if (key.algo !== allowed.type || !key.data.equals(allowed.getPublicSSH()))
    return context.reject(['publickey']);
  // Without a signature the client only asks whether this key would do.
  if (signature === undefined || blob === undefined || allowed.verify(blob, signature, hashAlgo))
    context.accept();
  else context.reject(['publickey']);
}

/** `SHA256:...` of a host key, as `ssh-keygen -l` shows it. */
export function fingerprintOf(privateKey: string): string {
  const hash = createHash('sha256').update(parseKey(privateKey).getPublicSSH()).digest('base64');
  return `SHA256:${hash.replace(/=+$/, '')}`;
}

function parseKey(text: string): ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}
