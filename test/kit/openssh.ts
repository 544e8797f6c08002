/**
 * A real OpenSSH server for tests, on a free loopback port, serving SFTP only.
 *
 * It runs as the user who runs the tests, or as `daemon` when that is root: sshd of an unprivileged user can sign in
 * nobody but that user, so nothing on the machine is opened to anyone.
 */
import { execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { start } from './started.js';

const sshd = '/usr/sbin/sshd';

/** Used in place of root. Not `nobody`: systemd answers that its password is locked, and then sshd lets nobody in. */
const standIn = 'daemon';

export interface OpenSsh {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  /** Private key that may sign in, OpenSSH form. */
  readonly key: string;
  readonly keyFile: string;
  /** SHA256 fingerprint of the host key as it is now. */
  fingerprint(): string;
  /** Folder for the test's files, owned by the user that sshd runs as. */
  readonly folder: string;
  /** Gives a file to the user that sshd runs as: Linux may deny links to files of others, and sshd renames by link. */
  own(path: string | Buffer): void;
  /** Makes a folder in `folder` that the server may write to and returns its path. */
  makeFolder(name: string): string;
  /** What the server as it runs now has written, at level DEBUG1. */
  log(): string;
  /** Same port, a new host key. */
  restartWithNewHostKey(): Promise<void>;
  close(): Promise<void>;
}

/** True where sshd is installed; false skips the tests that need it, but never in CI. */
export function hasOpenSsh(): boolean {
  try {
    accessSync(sshd);
    return true;
  } catch {
    if (process.env['CI']) throw new Error('openssh-server is not installed, and in CI its tests must run');
    return false;
  }
}

/** @param settings further lines of sshd_config */
export async function startOpenSsh(settings: readonly string[] = []): Promise<OpenSsh> {
  const user = process.getuid?.() === 0 ? standIn : userInfo().username;
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(execFileSync('id', [flag, user], { encoding: 'utf8' })),
  ) as [number, number];
  const home = mkdtempSync(join(tmpdir(), 'waybill-openssh-'));
  const own = (path: string | Buffer) => chownSync(path, uid, gid);
  const makeFolder = (name: string) => {
    const path = join(home, 'files', name);
    mkdirSync(path, { recursive: true });
    own(path);
    return path;
  };
  own(home);
  const hostKeyFile = join(home, 'host_key');
  const keyFile = join(home, 'user_key');
  makeKey(keyFile);
  makeKey(hostKeyFile);
  own(hostKeyFile);
  const folder = makeFolder('.');
  const port = await freePort();
  const configFile = join(home, 'sshd_config');
  writeFileSync(configFile, [...settings, ...configLines(port, { hostKeyFile, keyFile })].join('\n'));
  const server = { current: await startServer(configFile, port, user) };
  return {
    host: '127.0.0.1',
    port,
    user,
    key: readFileSync(keyFile, 'utf8'),
    keyFile,
    fingerprint: () =>
      execFileSync('ssh-keygen', ['-lf', `${hostKeyFile}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '',
    folder,
    own,
    makeFolder,
    log: () => server.current.log(),
    async restartWithNewHostKey() {
      await stopServer(server.current);
      rmSync(hostKeyFile);
      makeKey(hostKeyFile);
      own(hostKeyFile);
      server.current = await startServer(configFile, port, user);
    },
    async close() {
      await stopServer(server.current);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function configLines(
  port: number,
  { hostKeyFile, keyFile }: { hostKeyFile: string; keyFile: string },
): string[] {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${hostKeyFile}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    `AuthorizedKeysFile ${keyFile}.pub`,
    'AllowTcpForwarding no',
    'MaxStartups 100',
    'LogLevel DEBUG1',
    'Subsystem sftp internal-sftp',
    'ForceCommand internal-sftp',
    '',
  ];
}

function makeKey(file: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]);
  chmodSync(`${file}.pub`, 0o644);
}

interface Running {
  server: ChildProcess;
  log(): string;
}

async function startServer(configFile: string, port: number, user: string): Promise<Running> {
  // Linux forgets the death signal where the user changes, so it is set once more.
  const drop = user === standIn ? [`--reuid=${user}`, `--regid=${user}`, '--clear-groups'] : [];
  const values = ['--pdeathsig', 'TERM', ...drop, '--', sshd, '-D', '-e', '-f', configFile];
  const server = start('SIGTERM', 'setpriv', values, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-100_000)));
  for (let attempt = 0; attempt < 100; attempt++) {
    if (server.exitCode !== null) break;
    if (await answers(port)) return { server, log: () => said };
    await wait(50);
  }
  server.kill('SIGKILL');
  throw new Error(`sshd did not start: ${said.slice(-2000)}`);
}

/** Sessions are children of their own; they end when their connection does. */
async function stopServer({ server }: Running): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill('SIGTERM');
  await exited;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'data');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
