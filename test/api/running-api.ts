/**
 * A real API on a free port, over the embedded database and real queues in a temporary folder.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figures } from '../../src/api/metrics.js';
import { openApi, type Api } from '../../src/api/start-server.js';
import { openLog } from '../../src/log.js';
import { openQueues, type Queues } from '../../src/queues/queues.js';
import { openDatabase, type Database } from '../../src/store/database/database.js';
import { migrate } from '../../src/store/database/migrate.js';

export const sampleFigures: Figures = {
  files: { translated: 12, quarantined: 1 },
  transactionSets: { accepted: 30, rejected: 2 },
  records: { accepted: 30 },
  deliveries: { delivered: 28, waiting: 2 },
  acknowledgments: { sent: 11 },
  outboundDocuments: { sent: 3, held: 1 },
  outboundHeld: { RECIPIENT_UNKNOWN: 1 },
  outboundVerdicts: { accepted: 1, rejected: 1 },
  overdue: [{ partner: 'acme-medical', awaited: '997', count: 2, sinceMs: 1_772_445_600_000 }],
  work: { deliver: { waiting: 2, 'dead-lettered': 3 }, send: { 'dead-lettered': 1 } },
  oldestWaitingMs: { deliver: 1500 },
  connections: {
    'acme-sftp': { failures: 0, lastFileAtMs: 1_772_445_600_000 },
    'beta-folder': { failures: 4 },
  },
};

/** What the API stands on; opened once for many tests, because the first open takes seconds. */
export interface Ground {
  database: Database;
  queues: Queues;
  close(): Promise<void>;
}

export async function openGround(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-api-'));
  const database = await openDatabase({ dataDir: folder });
  await migrate(database.kysely);
  const queues = await openQueues({ database, hubId: randomUUID(), log: openLog('silent') });
  return {
    database,
    queues,
    async close() {
      await queues.close();
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}

export async function startApi(
  { database, queues }: Pick<Ground, 'database' | 'queues'>,
  changes: Partial<Parameters<typeof openApi>[0]> = {},
): Promise<Api> {
  return openApi({
    listen: { host: '127.0.0.1', port: 0 },
    database,
    queues,
    figures: async () => sampleFigures,
    log: openLog('silent'),
    version: '0.1.0',
    ...changes,
  });
}

/** As after a fresh install: nobody can sign in. */
export async function forgetOperators({ kysely }: Database): Promise<void> {
  await kysely.deleteFrom('operators').execute();
  await kysely.deleteFrom('setup_secrets').execute();
}

export const password = 'correct horse battery';

/** A browser without a screen: keeps cookies and fills in forms. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  constructor(readonly address: string) {}

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#ask(path, { headers: { accept: 'text/html', ...headers } });
  }

  async ask(method: string, path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#ask(path, { method, headers });
  }

  /** Fills in the form of a page and posts it; `changes` also replaces headers, to play an attacker. */
  async submit(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string | undefined> = {},
  ): Promise<Response> {
    const page = await (await this.get(path)).text();
    const formToken = /name="formToken" value="([^"]+)"/.exec(page)?.[1] ?? '';
    return this.post(path, { formToken, ...fields }, headers);
  }

  async post(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string | undefined> = {},
  ): Promise<Response> {
    const all = { origin: this.address, ...headers };
    const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return this.#ask(path, { method: 'POST', headers: kept, body: new URLSearchParams(fields) });
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookies = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (cookies !== '') headers.set('cookie', cookies);
    const response = await fetch(`${this.address}${path}`, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name ?? '');
      else this.cookies.set(name ?? '', value ?? '');
    }
    return response;
  }
}

/** A visitor who has made himself the first operator. */
export async function signedInVisitor(api: Api): Promise<Visitor> {
  const visitor = new Visitor(api.address);
  const response = await visitor.submit('/ops/setup', {
    secret: api.setupSecret ?? '',
    name: 'ada',
    password,
  });
  if (response.status !== 303) throw new Error(`the set-up answered ${response.status}`);
  return visitor;
}
