/**
 * The demo's surroundings in a folder of its own: a copy of the shipped configuration, a sample ERP in another process,
 * an SFTP server, and the partners' folders. Nothing of it outlives the demo.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseDocument, type Document } from 'yaml';
import { makeKeyPair, startSftpServer, type SftpServer } from './sftp-server.js';

export const repository = resolve(import.meta.dirname, '..');
const sftpPartner = 'northwind-surgical';
const erpToken = 'demo-token';
/** Everything is on one machine and waits for nobody: polls come often, files settle quickly. */
const pollIntervalMs = 250;
const ready = { settleMs: 200, maxIncompleteAgeMs: 1_000 };

/** A partner's folders as the partner sees them. */
export interface PartnerFolders {
  /** Where the partner drops files. */
  inbox: string;
  done: string;
  /** Where answers arrive. */
  answers: string;
}

/** A record as the ERP keeps it. */
export interface ErpRecord {
  recordId: string;
  kind: string;
  businessKey: string;
  partner: string;
  record: unknown;
}

export interface Stage {
  /** Holds hub.yaml, partners/, mappings/ and data/. */
  root: string;
  environment: NodeJS.ProcessEnv;
  folders(partner: string): PartnerFolders;
  /** Drops a file as a careful partner does: written under another name, then renamed. */
  drop(partner: string, name: string, bytes: Uint8Array): Promise<void>;
  erpRecords(): Promise<ErpRecord[]>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const root = await mkdtemp(join(tmpdir(), 'waybill-demo-'));
  const exchange = join(root, 'exchange');
  const folders = (partner: string): PartnerFolders => {
    const base = join(exchange, partner);
    // The SFTP partner's folders carry the names of its own side.
    return partner === sftpPartner
      ? { inbox: join(base, 'out'), done: join(base, 'out/done'), answers: join(base, 'in') }
      : { inbox: join(base, 'in'), done: join(base, 'done'), answers: join(base, 'out') };
  };
  const userKey = makeKeyPair();
  const names = (await readdir(join(repository, 'partners'))).map((name) => name.replace(/\.yaml$/, ''));
  for (const partner of names) {
    const { inbox, done, answers } = folders(partner);
    for (const folder of [inbox, done, answers]) await mkdir(folder, { recursive: true });
  }
  const sftp = await startSftpServer({
    user: 'stmary',
    publicKey: userKey.publicKey,
    folder: join(exchange, sftpPartner),
  });
  const erp = await startErp(join(root, 'erp.jsonl'));
  await cp(join(repository, 'mappings'), join(root, 'mappings'), { recursive: true });
  await writeConfiguration({ root, names, folders, sftp, erpUrl: erp.url });
  return {
    root,
    environment: {
      WAYBILL_SECRET_ERP_TOKEN: erpToken,
      WAYBILL_SECRET_NORTHWIND_SFTP_KEY: userKey.privateKey,
    },
    folders,
    async drop(partner, name, bytes) {
      const path = join(folders(partner).inbox, name);
      await writeFile(`${path}.part`, bytes);
      await rename(`${path}.part`, path);
    },
    erpRecords: () => fetchRecords(erp.url),
    async close() {
      await sftp.close();
      await endProcess(erp.process);
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** The shipped files, changed in what only the demo knows: addresses, folders, keys, and its impatience. */
async function writeConfiguration(stage: {
  root: string;
  names: readonly string[];
  folders(partner: string): PartnerFolders;
  sftp: SftpServer;
  erpUrl: string;
}): Promise<void> {
  await change(stage.root, 'hub.yaml', (hub) => {
    hub.setIn(['erp', 'erp-main'], {
      adapter: 'http',
      url: stage.erpUrl,
      auth: { bearer: 'secret:erp-token' },
    });
    hub.setIn(['api', 'listen'], '127.0.0.1:0');
    hub.setIn(['timing'], { sweepIntervalMs: 250 });
  });
  await mkdir(join(stage.root, 'partners'));
  for (const name of stage.names) {
    await change(stage.root, `partners/${name}.yaml`, (partner) => {
      const { connections } = partner.toJS() as { connections: Record<string, { send?: unknown }> };
      for (const [connection, { send }] of Object.entries(connections)) {
        const at = ['connections', connection];
        partner.setIn([...at, 'pollIntervalMs'], pollIntervalMs);
        for (const [key, value] of Object.entries(ready))
          partner.setIn([...at, 'receive', 'ready', key], value);
        if (name === sftpPartner) {
          partner.setIn(['status'], 'live');
          partner.setIn([...at, 'host'], stage.sftp.host);
          partner.setIn([...at, 'port'], stage.sftp.port);
          partner.setIn([...at, 'hostKey'], [stage.sftp.fingerprint]);
        } else {
          const { inbox, done, answers } = stage.folders(name);
          partner.setIn([...at, 'receive', 'path'], inbox);
          partner.setIn([...at, 'receive', 'finish'], { move: done });
          if (send !== undefined) partner.setIn([...at, 'send', 'path'], answers);
        }
      }
    });
  }
}

async function change(root: string, file: string, edit: (document: Document) => void): Promise<void> {
  const document = parseDocument(await readFile(join(repository, file), 'utf8'));
  edit(document);
  await writeFile(join(root, file), document.toString());
}

async function startErp(journal: string): Promise<{ url: string; process: ChildProcess }> {
  const script = join(repository, 'demo/sample-erp.ts');
  const words = ['--import', 'tsx', script, '--token', erpToken, '--file', journal];
  const child = spawn(process.execPath, words, { cwd: repository, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the sample ERP ended before it was ready');
  });
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  ended.catch(() => undefined);
  return { url: (JSON.parse(line) as { address: string }).address, process: child };
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

async function fetchRecords(url: string): Promise<ErpRecord[]> {
  const response = await fetch(`${url}/records`, { headers: { authorization: `Bearer ${erpToken}` } });
  const { records } = (await response.json()) as { records: { body: ErpRecord }[] };
  return records.map(({ body }) => body);
}
