/**
 * A real Redis server for tests, set up as operators are told to, that can be killed and started again.
 */
import { accessSync } from 'node:fs';
import { connect } from 'node:net';
import { freePort } from './free-port.js';
import { isInstalled, LocalServer, makeServerFolder } from './local-server.js';

const program = '/usr/bin/redis-server';

export interface Redis {
  readonly url: string;
  readonly port: number;
  /** Sends one command, such as 'FLUSHALL', and returns the raw reply. */
  send(command: string): Promise<string>;
  stop(how: 'clean' | 'kill'): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** False skips the tests that need it, but never in CI. */
export function hasRedis(): boolean {
  return isInstalled('redis-server', isExecutable(program));
}

/** @param settings further settings, such as { maxmemory: '5mb' } */
export async function startRedis(settings: Record<string, string> = {}): Promise<Redis> {
  const folder = makeServerFolder('redis');
  const port = await freePort();
  const all = {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
    ...settings,
  };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  const server = new LocalServer(program, args, { folder, port });
  const start = async () => {
    await server.start();
    // While it reads its log after a crash it answers with an error; with a password set, with another one.
    while (!/^(\+PONG|-NOAUTH)/.test(await send(port, 'PING')));
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    send: (command) => send(port, command),
    stop: (how) => server.stop(how === 'kill' ? 'SIGKILL' : 'SIGTERM'),
    start,
    async close() {
      await server.stop('SIGKILL');
      server.removeFolder();
    },
  };
}

function send(port: number, command: string): Promise<string> {
  return new Promise((answer, fail) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.once('error', fail);
    socket.once('data', (reply) => {
      answer(reply.toString('utf8'));
      socket.destroy();
    });
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}
