/**
 * The `sftp` command of OpenSSH, as a partner uses it: it shares no code with the hub. Each run is one sign-in.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { OpenSsh } from './openssh.js';

const run = promisify(execFile);

export interface SftpClient {
  /** Sign-ins so far. */
  sessions: number;
  /** Runs commands of `sftp -b`; the first that fails ends it. @returns what they printed @throws when one failed */
  run(...commands: string[]): Promise<string>;
}

export function sftpClientOf({ host, port, user, keyFile }: OpenSsh): SftpClient {
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'IdentitiesOnly=yes'];
  const words = ['-q', '-F', 'none', '-b', '-', '-P', String(port), '-i', keyFile];
  const client: SftpClient = {
    sessions: 0,
    async run(...commands) {
      client.sessions += 1;
      const running = run('sftp', [
        ...words,
        ...options.flatMap((option) => ['-o', option]),
        `${user}@${host}`,
      ]);
      running.child.stdin?.end(`${commands.join('\n')}\n`);
      return (await running).stdout;
    },
  };
  return client;
}
