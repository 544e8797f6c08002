/**
 * A site for a hub under test: a configuration folder with one partner, its inbox and outbox, short timings, and an ERP.
 */
import { createHash } from 'node:crypto';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startErpStub, type ErpStub } from './erp-stub.js';

export interface Site {
  root: string;
  inbox: string;
  done: string;
  outbox: string;
  erp: ErpStub;
  /** Whether answer files are agreed on. */
  answers: boolean;
  /** What was dropped: name and hash. */
  dropped: { name: string; sha256: string }[];
  /** Drops files so that each appears whole, the first oldest. */
  drop(files: readonly { name: string; bytes: string | Uint8Array }[]): Promise<void>;
  close(): Promise<void>;
}

export interface SiteOptions {
  settleMs?: number;
  pollIntervalMs?: number;
  attempts?: number;
  /** Whether X12 has to end with IEA before it is taken. */
  trailer?: boolean;
  /** Whether answer files are written for people at the partner, as text and HTML. */
  answers?: boolean;
}

const mapping = `map: plain-810
version: 1
status: live
title: Invoice for the fault tests
from: { format: x12, set: '810', version: '004010' }
to: invoice@1
fields:
  number: BIG02
  date: BIG01
  kind: { value: invoice }
  currency: { value: USD }
  totals.stated: { from: TDS01, type: implied-decimal, places: 2 }
  lines:
    each: IT1
    fields:
      item.identifiers: { pairs: IT1 }
      quantity: { from: IT102, unit: { from: IT103, values: { CA: CA } } }
`;

const csvMapping = `map: plain-csv
version: 1
status: live
title: CSV invoice for the fault tests
from: { format: csv, delimiter: ',', headerRow: 1, groupBy: number, columns: { number: [Number], date: [Date], total: [Total], item: [Item], quantity: [Quantity], unit: [Unit] } }
to: invoice@1
fields:
  number: row.number
  date: { from: row.date, format: yyyy-MM-dd }
  kind: { value: invoice }
  currency: { value: USD }
  totals.stated: row.total
  lines:
    each: row
    fields:
      item.description: row.item
      quantity: { from: row.quantity, unit: { from: row.unit, values: { BX: BX, RL: RL } } }
`;

const partner = ({
  settleMs = 0,
  pollIntervalMs = 1_000,
  trailer = true,
  answers = false,
}: SiteOptions) => `partner: acme
name: Acme
status: live
identifiers:
  x12:
    ours: { qualifier: ZZ, id: HOSPITAL, group: HOSPITAL }
    theirs: { qualifier: ZZ, id: ACME, group: ACME }
connections:
  acme-folder:
    transport: folder
    pollIntervalMs: ${pollIntervalMs}
    receive:
      path: ./exchange/in
      match: ['*.x12', '*.csv']
      ready: { settleMs: ${settleMs}, trailer: ${trailer} }
      claim: rename
      finish: { move: ./exchange/done }
    send: { path: ./exchange/out, name: '{document}_{control}.x12' }
agreements:
  - { id: invoices, document: x12/810/004010, direction: in, mapping: plain-810, deliver: [erp-main] }
  - { id: sheets, document: csv/invoice, direction: in, match: '*.csv', mapping: plain-csv, deliver: [erp-main], acknowledge: none }
${answers ? 'syntax:\n  answer: { files: both }\n' : ''}`;

const hubFile = (erpUrl: string, attempts: number) => `organization: Fault test
timezone: UTC
data: ./data
erp:
  erp-main: { adapter: http, url: '${erpUrl}', timeoutMs: 2000 }
api: { listen: 127.0.0.1:0 }
defaults:
  acknowledge: '997'
  attempts: { max: ${attempts}, firstDelayMs: 100, maxDelayMs: 1000 }
timing: { leaseMs: 5000, heartbeatMs: 200, hubSilentMs: 1000, sweepIntervalMs: 200 }
`;

export async function openSite(options: SiteOptions = {}): Promise<Site> {
  const root = await mkdtemp(join(tmpdir(), 'waybill-site-'));
  await chmod(root, 0o755);
  const erp = await startErpStub();
  const inbox = join(root, 'exchange/in');
  const staging = join(root, 'staging');
  for (const folder of ['exchange/in', 'exchange/done', 'exchange/out', 'staging', 'partners', 'mappings']) {
    await mkdir(join(root, folder), { recursive: true });
  }
  await writeFile(join(root, 'hub.yaml'), hubFile(erp.url, options.attempts ?? 200));
  await writeFile(join(root, 'partners/acme.yaml'), partner(options));
  await writeFile(join(root, 'mappings/plain-810.yaml'), mapping);
  await writeFile(join(root, 'mappings/plain-csv.yaml'), csvMapping);
  const dropped: Site['dropped'] = [];
  return {
    root,
    inbox,
    done: join(root, 'exchange/done'),
    outbox: join(root, 'exchange/out'),
    erp,
    answers: options.answers === true,
    dropped,
    async drop(files) {
      // Growing over all drops: files are taken oldest first.
      const start = Date.now() / 1_000 - 100_000 + dropped.length;
      for (const [index, { name, bytes }] of files.entries()) {
        await writeFile(join(staging, name), bytes);
        await utimes(join(staging, name), start + index, start + index);
        await rename(join(staging, name), join(inbox, name));
        dropped.push({ name, sha256: createHash('sha256').update(bytes).digest('hex') });
      }
    },
    async close() {
      await erp.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Regular files in a folder, at any depth, by their path in it; without what a running hub tries the folder with. */
export async function filesIn(folder: string): Promise<{ path: string; bytes: Buffer }[]> {
  const names = (await readdir(folder, { recursive: true })).filter((path) => !isFreshTemporary(path));
  const files = await Promise.all(
    names.map(async (path) => {
      const full = join(folder, path);
      return (await stat(full)).isFile() ? [{ path, bytes: await readFile(full) }] : [];
    }),
  );
  return files.flat();
}

/** What a hub is just writing, or was when it was killed: hidden, never read, and removed by a later one when it is an hour old. */
export function isFreshTemporary(path: string): boolean {
  return /(^|\/)\.(waybill-probe\.tmp|probe-[0-9a-f-]{36}\.tmp|.+\.[0-9a-f]{8}\.part)$/.test(path);
}

/** An interchange with one group of invoices. A number given as undefined makes a broken set, without BIG02. */
export function invoiceFile(controlNumber: number, invoices: readonly (string | undefined)[]): string {
  const control = String(controlNumber).padStart(9, '0');
  const sets = invoices.map((number, index) => {
    const st = String(index + 1).padStart(4, '0');
    return [
      `ST*810*${st}`,
      number === undefined ? 'BIG*20260404' : `BIG*20260404*${number}`,
      'IT1*1*10*CA*12.50**VC*AM-7731',
      'TDS*12500',
      'CTT*1',
      `SE*6*${st}`,
    ];
  });
  return (
    [
      `ISA*00*          *00*          *ZZ*ACME           *ZZ*HOSPITAL       *260404*0205*U*00401*${control}*0*P*>`,
      `GS*IN*ACME*HOSPITAL*20260404*0205*${controlNumber}*X*004010`,
      ...sets.flat(),
      `GE*${invoices.length}*${controlNumber}`,
      `IEA*1*${control}`,
    ].join('~\n') + '~\n'
  );
}
