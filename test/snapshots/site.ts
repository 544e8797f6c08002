/**
 * The configuration folder of a hub whose state is kept: the shipped partners and mappings, and suppliers for what those do
 * not do. All paths are relative, so that the folder can be laid out again anywhere.
 */
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseDocument, type Document } from 'yaml';

const repository = resolve(import.meta.dirname, '../..');

/** Folders of a partner under exchange/, as the hub names them. */
export type PartnerFolder = 'in' | 'out' | 'done';

export interface SnapshotSite {
  root: string;
  folder(partner: string, which: PartnerFolder): string;
  edit(file: string, change: (document: Document) => void): Promise<void>;
  /** Drops a file whole. */
  drop(partner: string, name: string, bytes: string | Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** When a dead hub's work is taken over. */
export const timings = {
  /** At once. */
  short: { leaseMs: 5_000, heartbeatMs: 200, hubSilentMs: 1_000, sweepIntervalMs: 300 },
  /** Never, as long as a snapshot is made: what several dead hubs leave half done stays as it is. */
  long: { leaseMs: 3_600_000, heartbeatMs: 1_000, hubSilentMs: 600_000, sweepIntervalMs: 1_000 },
} as const;

/** Nobody listens there, and nobody but root may: an ERP that has moved away. */
export const erpThatIsGone = 'http://127.0.0.1:9/erp';

/** Short, so that a snapshot has what is overdue; `later` is for what is written in it and sent after it is opened. */
export const periods = {
  soon: { '997': '2m', '855': '2m' },
  later: { '997': '2d', '855': '2bd' },
} as const;

export interface SupplierOptions {
  /** ISA06 and GS02. */
  id: string;
  vendorNumber: string;
  agreements: string;
}

const suppliers: Readonly<Record<string, SupplierOptions>> = {
  // Gets orders and their changes of another hospital, one after the other.
  'bolt-supply': {
    id: 'BOLTSUPPLY',
    vendorNumber: 'V-20001',
    agreements: `  - { id: orders, document: x12/850/004010, direction: out, mapping: out-850, connection: bolt-supply-folder }
  - { id: changes, document: x12/860/004010, direction: out, mapping: out-860, connection: bolt-supply-folder }
`,
  },
  // Gets several orders in one interchange.
  'summit-devices': {
    id: 'SUMMITDEV',
    vendorNumber: 'V-20002',
    agreements: `  - id: orders
    document: x12/850/004010
    direction: out
    mapping: out-850
    connection: summit-devices-folder
    batch: { setsMax: 3, waitMs: 60000 }
`,
  },
  // Its folder is not mounted.
  'cedar-imaging': {
    id: 'CEDARIMG',
    vendorNumber: 'V-20003',
    agreements:
      '  - { id: invoices, document: x12/810/004010, direction: in, mapping: x12-810, deliver: [erp-main] }\n',
  },
  // A file of it is claimed and not stored.
  'delta-pharma': {
    id: 'DELTAPHARMA',
    vendorNumber: 'V-20004',
    agreements:
      '  - { id: invoices, document: x12/810/004010, direction: in, mapping: x12-810, deliver: [erp-main] }\n',
  },
};

const supplierFile = (name: string, { id, vendorNumber, agreements }: SupplierOptions) => `partner: ${name}
name: ${name}
status: live
identifiers:
  x12:
    ours: { qualifier: ZZ, id: STMARYHOSP, group: STMARYHOSP }
    theirs: { qualifier: ZZ, id: ${id}, group: ${id} }
  vendorNumbers: [${vendorNumber}]
connections:
  ${name}-folder:
    transport: folder
    receive:
      path: ./data/partners/${name}/in
      match: ['*.x12']
      finish: { move: ./data/partners/${name}/done }
    send: { path: ./data/partners/${name}/out }
agreements:
${agreements}`;

const hubFile = (erpUrl: string) => `organization: St Mary Health System
timezone: America/Chicago
data: ./data
erp:
  erp-main: { adapter: http, url: '${erpUrl}', timeoutMs: 2000 }
api: { listen: 127.0.0.1:0 }
changes: { take: applied }
defaults:
  acknowledge: '997'
  interchange: { duplicate: hold, windowDays: 3660, gap: warn, onBadSet: reject-set }
  attempts: { max: 2, firstDelayMs: 100, maxDelayMs: 100 }
timing: {}
`;

/** @param erpUrl where records are posted to */
export async function openSnapshotSite(erpUrl: string): Promise<SnapshotSite> {
  const root = await mkdtemp(join(tmpdir(), 'waybill-snapshot-'));
  const site: SnapshotSite = {
    root,
    folder: (partner, which) => join(root, 'exchange', partner, which),
    async edit(file, change) {
      const document = parseDocument(await readFile(join(root, file), 'utf8'));
      change(document);
      await writeFile(join(root, file), document.toString());
    },
    async drop(partner, name, bytes) {
      const aside = join(root, 'exchange', partner, `.${name}.part`);
      await writeFile(aside, bytes);
      await rename(aside, join(site.folder(partner, 'in'), name));
    },
    close: () => rm(root, { recursive: true, force: true }),
  };
  await cp(join(repository, 'mappings'), join(root, 'mappings'), { recursive: true });
  await cp(join(repository, 'partners'), join(root, 'partners'), { recursive: true });
  for (const [name, options] of Object.entries(suppliers))
    await writeFile(join(root, `partners/${name}.yaml`), supplierFile(name, options));
  await writeFile(join(root, 'hub.yaml'), hubFile(erpUrl));
  await site.edit('hub.yaml', (hub) => hub.setIn(['timing'], timings.short));
  for (const file of await readdir(join(root, 'partners'))) await layOut(site, file);
  await rm(site.folder('cedar-imaging', 'in'), { recursive: true });
  for (const name of ['cedar-imaging', 'delta-pharma'])
    await appendFile(join(root, 'mappings/crosswalks/items.csv'), `${name},AM-7732,CA,000481517,BX,10,,,\n`);
  await agree(site);
  return site;
}

/** Folders of their own, which only their owners make; files are taken as they come. */
async function layOut(site: SnapshotSite, file: string): Promise<void> {
  const partner = file.replace(/\.yaml$/, '');
  for (const which of ['in', 'out', 'done'] as const)
    await mkdir(site.folder(partner, which), { recursive: true });
  await site.edit(`partners/${file}`, (document) => {
    const { connections } = document.toJS() as { connections: Record<string, Record<string, unknown>> };
    for (const [name, { transport, send }] of Object.entries(connections)) {
      if (transport !== 'folder') continue;
      const at = ['connections', name];
      document.setIn([...at, 'receive', 'path'], `./exchange/${partner}/in`);
      document.setIn([...at, 'receive', 'finish', 'move'], `./exchange/${partner}/done`);
      document.setIn([...at, 'receive', 'ready'], { settleMs: 0, maxIncompleteAgeMs: 1_000 });
      if (send !== undefined) document.setIn([...at, 'send', 'path'], `./exchange/${partner}/out`);
    }
  });
  await setPolls(site, file, 500);
}

/** How often the folders of a partner are listed; they are looked at in between when something changes in them. */
async function setPolls(site: SnapshotSite, file: string, everyMs: number): Promise<void> {
  await site.edit(`partners/${file}`, (document) => {
    const { connections } = document.toJS() as { connections: Record<string, { transport: string }> };
    for (const [name, { transport }] of Object.entries(connections))
      if (transport === 'folder') document.setIn(['connections', name, 'pollIntervalMs'], everyMs);
  });
}

/** How often all folders are listed. */
export async function setAllPolls(site: SnapshotSite, everyMs: number): Promise<void> {
  for (const file of await readdir(join(site.root, 'partners'))) await setPolls(site, file, everyMs);
}

/** Acme wants reports for people and owes answers soon; what the sister hospital orders goes on to a supplier of its own. */
async function agree(site: SnapshotSite): Promise<void> {
  await expectFromAcme(site, periods.soon);
  await site.edit('partners/acme-medical.yaml', (acme) =>
    acme.setIn(['syntax'], { answer: { files: 'both' } }),
  );
  await site.edit('partners/lakeview-hospital.yaml', (lakeview) => {
    for (const at of [0, 1]) lakeview.setIn(['agreements', at, 'forward'], { partner: 'bolt-supply' });
  });
}

export async function expectFromAcme(
  site: SnapshotSite,
  expected: (typeof periods)[keyof typeof periods],
): Promise<void> {
  await site.edit('partners/acme-medical.yaml', (acme) =>
    acme.setIn(['agreements', 0, 'expect'], { ...expected }),
  );
}
