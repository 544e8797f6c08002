/**
 * Runs what the Dockerfile runs, outside Docker: its COPYs into a folder of our own, each RUN, the CMD as an
 * unprivileged user, and the HEALTHCHECK against it. Only the base image's own files and user are not exercised.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '..');
/** The unprivileged user: of the image, and the one that stands in for it here. */
const imageUser = 'node';
const standIn = { name: 'nobody', uid: 65534, gid: 65534 };

interface Stage {
  name: string;
  folder: string;
  instructions: { word: string; rest: string }[];
}

function readStages(text: string, parent: string): Stage[] {
  const stages: Stage[] = [];
  for (const line of text.split('\n').filter((one) => one.trim() !== '' && !one.startsWith('#'))) {
    const [word = '', ...parts] = line.split(' ');
    if (word === 'FROM') {
      const name = parts[2] ?? 'last';
      stages.push({ name, folder: join(parent, name), instructions: [] });
    } else stages.at(-1)?.instructions.push({ word, rest: parts.join(' ') });
  }
  return stages;
}

function copy(stage: Stage, stages: readonly Stage[], rest: string): void {
  const words = rest.split(' ');
  const from = /^--from=(.+)$/.exec(words[0] ?? '')?.[1];
  if (from !== undefined) words.shift();
  const target = resolve(stage.folder, words.pop() ?? '.');
  const source = stages.find(({ name }) => name === from)?.folder ?? root;
  for (const word of words) {
    const path = resolve(source, word.replace(/^\/app\/?/, ''));
    const isFile = statSync(path).isFile();
    cpSync(path, isFile || words.length > 1 ? join(target, word.split('/').at(-1) ?? '') : target, {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}

function run(folder: string, command: string): void {
  const asRoot = process.getuid?.() === 0;
  const here = asRoot
    ? command.replaceAll(`-o ${imageUser} -g ${imageUser}`, `-o ${standIn.uid} -g ${standIn.gid}`)
    : command.replaceAll(` -o ${imageUser} -g ${imageUser}`, '');
  const result = spawnSync('/bin/sh', ['-c', here], {
    cwd: folder,
    encoding: 'utf8',
    env: plainEnvironment(),
  });
  expect(result.status, `RUN ${command}\n${result.stdout}${result.stderr}`).to.equal(0);
}

/** No variable of the test run may help the image along. */
function plainEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { PATH, HOME, npm_config_registry, NODE_EXTRA_CA_CERTS } = process.env;
  return { PATH, HOME, npm_config_registry, NODE_EXTRA_CA_CERTS, ...more };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

describe('the image', function () {
  this.timeout(170_000);
  const parent = join(tmpdir(), `waybill-image-${process.pid}-${Date.now()}`);
  const stages = readStages(readFileSync(join(root, 'Dockerfile'), 'utf8'), parent);
  const last = stages.at(-1) as Stage;
  const find = (word: string) => last.instructions.find((one) => one.word === word)?.rest ?? '';
  let hub: ChildProcess | undefined;
  let said = '';

  after(async () => {
    if (hub !== undefined && hub.exitCode === null) {
      const ended = new Promise((exit) => hub?.once('exit', exit));
      hub.kill('SIGKILL');
      await ended;
    }
    rmSync(parent, { recursive: true, force: true });
  });

  it('is built from what .dockerignore lets through', () => {
    const allowed = readFileSync(join(root, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = stages
      .flatMap(({ instructions }) => instructions)
      .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    expect(copied).to.have.members(allowed);
  });

  it('copies and runs every step', () => {
    mkdirSync(parent, { mode: 0o755 });
    for (const stage of stages) {
      mkdirSync(stage.folder);
      for (const { word, rest } of stage.instructions) {
        if (word === 'COPY') copy(stage, stages, rest);
        if (word === 'RUN') run(stage.folder, rest);
      }
    }
    expect(existsSync(join(last.folder, 'dist/cli.js'))).to.equal(true);
    expect(existsSync(join(last.folder, 'node_modules/mocha')), 'development packages').to.equal(false);
  });

  it('starts as an unprivileged user, answers its health check, and stops when told', async () => {
    expect(existsSync(join(last.folder, 'dist/cli.js')), 'built by the steps before').to.equal(true);
    const port = await freePort();
    const command = JSON.parse(find('CMD')) as string[];
    const health = JSON.parse(find('HEALTHCHECK').replace(/^.*? CMD /, '')) as string[];
    expect(find('USER')).to.equal(imageUser);
    hub = spawn(command[0] ?? '', command.slice(1), {
      cwd: last.folder,
      env: plainEnvironment({
        NODE_ENV: 'production',
        HOME: join(last.folder, 'data'),
        WAYBILL_LISTEN: `127.0.0.1:${port}`,
      }),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(process.getuid?.() === 0 ? { uid: standIn.uid, gid: standIn.gid } : {}),
    });
    const ended = new Promise<number | null>((exit) => hub?.once('exit', exit));
    hub.stdout?.on('data', (data: Buffer) => (said += data.toString()));
    hub.stderr?.on('data', (data: Buffer) => (said += data.toString()));
    const [program = '', ...words] = health.map((word) => word.replace(':8080/', `:${port}/`));
    const check = () => spawnSync(program, words, { cwd: last.folder, env: plainEnvironment() }).status;
    let healthy = false;
    for (let round = 0; round < 120 && !healthy && hub.exitCode === null; round += 1) {
      healthy = check() === 0;
      if (!healthy) await wait(250);
    }
    expect(healthy, said).to.equal(true);
    hub.kill('SIGTERM');
    expect(await ended, said).to.equal(0);
    expect(check(), 'the health check of a stopped hub').to.not.equal(0);
  });
});

describe('compose.yaml', () => {
  interface Service {
    command?: string[];
    ports?: string[];
    environment?: Record<string, string>;
  }
  const { services } = parse(readFileSync(join(root, 'compose.yaml'), 'utf8')) as {
    services: Record<'hub' | 'database' | 'queues', Service>;
  };

  it('opens ports on this machine only, and none of the database and the queues', () => {
    expect(services.hub.ports).to.deep.equal(['127.0.0.1:8080:8080']);
    expect(services.database.ports).to.equal(undefined);
    expect(services.queues.ports).to.equal(undefined);
  });

  it('holds no password, and refuses to start without one', () => {
    const values = Object.values(services).flatMap(({ environment = {} }) => Object.entries(environment));
    const secret = values.filter(([name, value]) => /PASSWORD|URL/.test(name) && !value.startsWith('redis:'));
    expect(secret).to.have.length(2);
    for (const [name, value] of secret) expect(value, name).to.match(/\$\{WAYBILL_DB_PASSWORD:\?/);
  });

  it('starts Redis with settings that the hub accepts', function () {
    const [program = '', ...words] = services.queues.command ?? [];
    if (spawnSync(program, ['--version']).status !== 0) {
      if (process.env['CI'] !== undefined) throw new Error('redis-server is missing');
      this.skip();
    }
    const folder = mkdtempSync(join(tmpdir(), 'waybill-redis-'));
    try {
      // Port 0 listens nowhere; a configuration that Redis does not understand ends it before it says where it listens.
      const quick = spawnSync(
        'timeout',
        ['2', program, ...words, '--port', '0', '--dir', folder, '--unixsocket', join(folder, 's')],
        {
          encoding: 'utf8',
        },
      );
      expect(quick.stdout).to.contain('ready to accept connections');
      expect(words.join(' ')).to.match(
        /--appendonly yes --appendfsync everysec .*--maxmemory-policy noeviction/,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
