/**
 * A configuration folder on disk for the tests of partner files, with a smallest sound partner to vary.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadHubFile } from '../../src/hub-file/load-hub-file.js';
import type { KnownNames } from '../../src/partners/known-names.js';
import { loadPartners } from '../../src/partners/load-partners.js';
import { transports } from '../../src/transports/index.js';

export const hubYaml = `organization: St Mary
erp:
  erp-main: { adapter: files, path: ./data/erp }
defaults:
  interchange: { windowDays: 30 }
`;

export const acme = `partner: acme
name: Acme Medical
status: live
identifiers:
  x12:
    ours: { qualifier: ZZ, id: STMARYHOSP }
    theirs: { qualifier: ZZ, id: ACMEMED, testId: ACMETEST }
connections:
  acme-folder:
    transport: folder
    receive:
      path: data/acme/in
      match: ["*.x12"]
      finish: { move: data/acme/done }
    send: { path: data/acme/out }
agreements:
  - { id: invoices, direction: in, document: x12/810/004010, mapping: x12-810, deliver: [erp-main] }
  - { id: ohio, direction: in, document: csv/invoice, match: "OHIO_*.csv", mapping: ohio-csv, deliver: [erp-main] }
`;

export const northwind = `partner: northwind
name: Northwind
status: live
identifiers:
  x12:
    ours: { qualifier: ZZ, id: STMARYHOSP }
    theirs: { qualifier: "01", id: "117450392" }
connections:
  northwind-sftp:
    transport: sftp
    host: sftp.northwind.example
    user: stmary
    key: secret:northwind-key
    hostKey: ["SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"]
    receive: { path: /out, match: ["*.edi"], finish: { move: /out/done } }
    send: { path: /in, name: "{document}_{control}.edi" }
agreements: []
`;

export const known: KnownNames = {
  mappings: new Map([
    ['x12-810', { from: { format: 'x12' as const, set: '810', version: '004010' } }],
    ['x12-855', { from: { format: 'x12' as const, set: '855', version: '004010' } }],
    ['ohio-csv', { from: { format: 'csv' as const } }],
  ]),
  transports,
};

/** Folders made by one test file; `remove` deletes them all. */
export function partnerFolders() {
  const folders: string[] = [];
  return {
    /** @param files texts by path; hub.yaml is there unless given */
    make(files: Record<string, string>): string {
      const root = mkdtempSync(join(tmpdir(), 'waybill-partners-'));
      folders.push(root);
      for (const [path, text] of Object.entries({ 'hub.yaml': hubYaml, ...files })) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
      return root;
    },
    remove() {
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
    },
  };
}

/** Loads hub.yaml, which must be sound, and the partners. */
export function loadFolder(root: string, names: KnownNames = known) {
  const { settings } = loadHubFile(root, {});
  if (settings === undefined) throw new Error('hub.yaml of this test is at fault');
  return loadPartners(root, settings, names);
}
