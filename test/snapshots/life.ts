/**
 * A hub that lives a life worth keeping: it is started, asked, stopped, and killed at named moments, on one database.
 */
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openDatabase, type Database } from '../../src/store/database/database.js';
import { startErpStub, type ErpStub } from '../kit/erp-stub.js';
import { arm, startHubProcess, statusOf, until, type HubProcess } from '../kit/hub-process.js';
import { openSnapshotSite, type SnapshotSite } from './site.js';

const run = promisify(execFile);
const cli = resolve(import.meta.dirname, '../../dist/cli.js');

export type Figures = Awaited<ReturnType<typeof statusOf>>;

/** What is left to do when a hub has come to rest, by step; steps that are left out have nothing. */
export type Left = Readonly<Record<string, number>>;

/** Runs a command of the hub, as `anna` where it says who asks. @throws when it ends with 1 or more, but for 4 */
export async function waybill(
  root: string,
  environment: Readonly<Record<string, string>>,
  words: readonly string[],
): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...environment };
  try {
    const options = { env, maxBuffer: 64 * 1024 * 1024 };
    return (await run(process.execPath, ['--liftoff-only', cli, ...words, '--root', root], options)).stdout;
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    if (code === 4) return stdout;
    throw new Error(`waybill ${words.join(' ')} ended with ${code}:\n${stdout}${stderr}`, { cause: error });
  }
}

/** How much work of each step is waiting or leased. */
export function openWork(figures: Figures): Record<string, number> {
  const open = Object.entries(figures['work'] ?? {}).map(([step, states]) => {
    const { waiting = 0, leased = 0 } = states as Record<string, number>;
    return [step, waiting + leased] as const;
  });
  return Object.fromEntries(open.filter(([, count]) => count > 0));
}

/** Longer than the longest pause between two looks into a folder. */
const deadlineMs = 180_000;

export class Life {
  readonly #crashFile: string;
  #hub: HubProcess | undefined;

  private constructor(
    readonly site: SnapshotSite,
    readonly erp: ErpStub,
    readonly environment: Readonly<Record<string, string>>,
  ) {
    this.#crashFile = join(site.root, 'crash');
  }

  /** @param environment where the database is, when it is not embedded */
  static async begin(environment: Readonly<Record<string, string>>): Promise<Life> {
    const erp = await startErpStub();
    return new Life(await openSnapshotSite(erp.url), erp, environment);
  }

  get #running(): HubProcess {
    if (this.#hub === undefined) throw new Error('no hub runs');
    return this.#hub;
  }

  /** Where it listens. */
  address(): Promise<string> {
    return this.#running.ready;
  }

  output(): string {
    return this.#running.output();
  }

  async start(): Promise<void> {
    arm(this.#crashFile, '');
    this.#open();
    await this.#running.ready;
  }

  /** Starts one that dies by itself, for what was left to do. */
  async startToDieAt(point: string): Promise<void> {
    await this.dieAt(point, async () => this.#open());
  }

  #open(): void {
    const { root } = this.site;
    this.#hub = startHubProcess({ root, crashFile: this.#crashFile, environment: { ...this.environment } });
  }

  async stop(): Promise<void> {
    this.#running.kill('SIGTERM');
    const how = await this.#running.ended;
    if (how !== 0) throw new Error(`the hub did not stop well (${how}):\n${this.output()}`);
    this.#hub = undefined;
  }

  /** The hub that runs kills itself when it comes to a moment because of what is done; afterwards none runs. */
  async dieAt(point: string, act: () => Promise<unknown>): Promise<void> {
    arm(this.#crashFile, `${point}:1`);
    await act();
    const late = pause(deadlineMs, 'late' as const, { ref: false });
    const how = await Promise.race([this.#running.ended, late]);
    if (how !== 'SIGKILL') throw new Error(`the hub did not die at ${point} (${how}):\n${this.output()}`);
    this.#hub = undefined;
  }

  async figures(): Promise<Figures> {
    return statusOf(await this.address());
  }

  waybill(...words: string[]): Promise<string> {
    return waybill(this.site.root, this.environment, words);
  }

  /** Plans what the folder holds and puts it live. @returns its hash */
  async apply(why: string): Promise<string> {
    const hash = await this.plan();
    await this.waybill('apply', hash, '--why', why, '--as', 'ben');
    await this.until(`${why} is live`, ({ configuration }) => configuration?.['hash'] === hash);
    return hash;
  }

  async plan(): Promise<string> {
    const { hash } = JSON.parse(await this.waybill('plan', '--json', '--as', 'anna')) as { hash: string };
    return hash;
  }

  async until(what: string, holds: (figures: Figures) => boolean): Promise<void> {
    let last = '';
    const look = async () => {
      const figures = await this.figures();
      last = JSON.stringify(figures);
      return holds(figures) ? true : undefined;
    };
    const over = new AbortController();
    void this.#running.ended.then((how) => over.abort(new Error(`the hub ended (${how}), not: ${what}`)));
    await until(what, look, { deadlineMs, signal: over.signal }).catch((error: Error) => {
      throw new Error(`${error.message}; last seen ${last}\n${this.output().slice(-4_000)}`);
    });
  }

  /** Every file that came has ended, and nothing is left to do but this. */
  async rest(files: number, left: Left = {}): Promise<void> {
    await this.until(`${files} files and left to do ${JSON.stringify(left)}`, (figures) => {
      const { received = 0, waiting: _, sent: __, ...ended } = figures['files'] as Record<string, number>;
      const count = Object.values(ended).reduce((sum, one) => sum + one, 0);
      const open: Record<string, number> = { ...openWork(figures), received };
      const steps = [...new Set([...Object.keys(open), ...Object.keys(left)])];
      return count === files && steps.every((step) => (open[step] ?? 0) === (left[step] ?? 0));
    });
  }

  /** Gives back the right to poll that a dead hub had, for it is not taken over either. @param but a connection that keeps it */
  async giveBackPolls(but: string): Promise<void> {
    await this.withDatabase(({ pool }) =>
      pool.query('UPDATE connections SET lease_until = NULL WHERE name <> $1', [but]),
    );
  }

  /** Opens the database while no hub runs. */
  async withDatabase<Result>(act: (database: Database) => Promise<Result>): Promise<Result> {
    const databaseUrl = this.environment['DATABASE_URL'];
    const database = await openDatabase({
      dataDir: join(this.site.root, 'data'),
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
    });
    try {
      return await act(database);
    } finally {
      await database.close();
    }
  }

  async end(): Promise<void> {
    this.#hub?.kill('SIGKILL');
    await this.#hub?.ended;
    await this.erp.close();
  }
}
