/**
 * A site for a hub of any tree: mappings of that tree, a hub.yaml and partners in words that every commit reads, and
 * the folders of each partner. Timings are those that ship.
 */
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchFile } from './files.js';

/** Files carry growing times of the past, since a hub takes the oldest first. */
const pastSeconds = 1_000_000;

export interface SiteOptions {
  /** The tree whose mappings are used. */
  treeRoot: string;
  erpUrl: string;
  partners: number;
}

export class Site {
  readonly root: string;
  readonly partners: readonly string[];
  #staged = 0;

  private constructor(root: string, partners: readonly string[]) {
    this.root = root;
    this.partners = partners;
  }

  static async open({ treeRoot, erpUrl, partners }: SiteOptions): Promise<Site> {
    const root = await mkdtemp(join(tmpdir(), 'waybill-bench-'));
    await chmod(root, 0o755);
    const names = Array.from({ length: partners }, (_, index) => `bench-${index + 1}`);
    await cp(join(treeRoot, 'mappings'), join(root, 'mappings'), { recursive: true });
    await addItem(join(root, 'mappings/crosswalks/items.csv'));
    await writeFile(join(root, 'hub.yaml'), hubFile(erpUrl));
    for (const folder of ['partners', 'staging']) await mkdir(join(root, folder));
    for (const [index, name] of names.entries()) {
      await writeFile(join(root, 'partners', `${name}.yaml`), partnerFile(name, index + 1));
      for (const folder of ['in', 'done', 'out'])
        await mkdir(join(root, 'exchange', name, folder), { recursive: true });
    }
    return new Site(root, names);
  }

  folder(partner: string, name: 'in' | 'done' | 'out'): string {
    return join(this.root, 'exchange', partner, name);
  }

  /** Writes files where no hub looks, so that dropping them is only a rename. */
  async stage(files: readonly BenchFile[]): Promise<void> {
    const start = Date.now() / 1_000 - pastSeconds;
    for (const { name, text } of files) {
      this.#staged += 1;
      const path = join(this.root, 'staging', name);
      await writeFile(path, text);
      await utimes(path, start + this.#staged, start + this.#staged);
    }
  }

  async drop({ partner, name }: BenchFile): Promise<void> {
    await rename(join(this.root, 'staging', name), join(this.folder(partner, 'in'), name));
  }

  /** How many files the hub has not finished: those in the inboxes, claimed or not. */
  async unfinished(): Promise<number> {
    const names = await Promise.all(
      this.partners.map((partner) => readdir(this.folder(partner, 'in'), { recursive: true })),
    );
    return names.flat().filter((name) => name.endsWith('.x12')).length;
  }

  async close(): Promise<void> {
    await rm(this.root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

const hubFile = (erpUrl: string) => `organization: Bench
timezone: UTC
data: ./data
erp:
  erp-main: { adapter: http, url: '${erpUrl}' }
defaults:
  acknowledge: '997'
`;

const partnerFile = (name: string, number: number) => `partner: ${name}
name: Bench ${number}
status: live
identifiers:
  x12:
    ours: { qualifier: ZZ, id: HOSPITAL, group: HOSPITAL }
    theirs: { qualifier: ZZ, id: BENCH${number}, group: BENCH${number} }
connections:
  ${name}-folder:
    transport: folder
    pollIntervalMs: 1000
    receive:
      path: ./exchange/${name}/in
      match: ['*.x12']
      ready: { settleMs: 0, trailer: true }
      claim: rename
      finish: { move: ./exchange/${name}/done }
    send: { path: ./exchange/${name}/out, name: '{document}_{control}.x12' }
agreements:
  - { id: invoices, document: x12/810/004010, direction: in, mapping: x12-810, deliver: [erp-main] }
`;

/** The item on our invoices, for every partner; the columns are those of that tree's own table. */
async function addItem(path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const item: Record<string, string> = {
    vendor_item: 'BENCH-1',
    vendor_unit: 'CA',
    item_number: '000481516',
    stock_unit: 'BX',
    factor: '10',
  };
  const columns = text.split(/\r?\n/, 1)[0]!.split(',');
  const line = columns.map((column) => item[column] ?? '').join(',');
  await writeFile(path, `${text.trimEnd()}\n${line}\n`);
}
