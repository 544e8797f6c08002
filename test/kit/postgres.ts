/**
 * A real PostgreSQL server for tests, on a free loopback port, that can be stopped like a crash.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.js';
import { isInstalled, LocalServer, makeServerFolder, unprivileged } from './local-server.js';

const versions = '/usr/lib/postgresql';
/** After a crash the server first reads its log again. */
const readyTimeoutMs = 60_000;

export interface Postgres {
  /** The folder of the server's programs, such as pg_dump. */
  readonly programs: string;
  /** The administrator's database. */
  readonly url: string;
  /** Makes an empty database and returns its URL. */
  freshDatabase(): Promise<string>;
  /** fast: clean; immediate: as after a crash of the server; kill: SIGKILL of every process of it. */
  stop(how: 'fast' | 'immediate' | 'kill'): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** False skips the tests that need it, but never in CI. */
export function hasPostgres(): boolean {
  return isInstalled('postgresql', programs() !== undefined);
}

/** @param settings further settings, such as { max_connections: '10' } */
export async function startPostgres(settings: Record<string, string> = {}): Promise<Postgres> {
  const bin = programs() ?? versions;
  const folder = makeServerFolder('postgres');
  const data = join(folder, 'data');
  const options = { ...unprivileged(), cwd: folder, stdio: 'ignore' as const };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'waybill', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'],
    options,
  );
  const port = await freePort();
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: folder, ...settings };
  const args = [
    '-D',
    data,
    '-p',
    String(port),
    ...Object.entries(all).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
  ];
  const server = new LocalServer(join(bin, 'postgres'), args, { folder, port });
  await server.start();
  const urlOf = (database: string) => `postgres://waybill@127.0.0.1:${port}/${database}`;
  let databases = 0;
  await untilReady(urlOf('postgres'));
  const stop: Postgres['stop'] = async (how) => {
    if (how !== 'kill') return server.stop(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    const children = childrenOf(server.pid);
    await server.stop('SIGKILL');
    await Promise.all(children.map(killAndWait));
  };
  return {
    programs: bin,
    url: urlOf('postgres'),
    async freshDatabase() {
      databases += 1;
      const name = `waybill_${databases}`;
      await query(urlOf('postgres'), `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    stop,
    async start() {
      await server.start();
      await untilReady(urlOf('postgres'));
    },
    async close() {
      await stop('immediate');
      server.removeFolder();
    },
  };
}

/** The newest version that Debian installed. */
function programs(): string | undefined {
  const found = existsSync(versions)
    ? readdirSync(versions).map((version) => join(versions, version, 'bin'))
    : [];
  return found
    .filter((bin) => existsSync(join(bin, 'initdb')))
    .sort()
    .at(-1);
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  for (;;) {
    try {
      return await query(url, 'SELECT 1');
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(50);
    }
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Backends outlive a killed postmaster for a moment, in sessions of their own. */
function childrenOf(pid: number | undefined): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.filter((name) => pid !== undefined && parentOf(name) === pid).map(Number);
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It ended while we looked.
    return undefined;
  }
}

async function killAndWait(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGKILL');
    while (process.kill(pid, 0)) await wait(10);
  } catch {
    // Gone: what we wait for.
  }
}
