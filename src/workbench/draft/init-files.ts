/**
 * The files of a new configuration folder: one working partner that drops X12 into a folder, its mapping with a test, tables,
 * a sample. All that a person will want to change is told in remarks.
 *
 * The bases of mappings are those that ship with the program.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder, schemaLine } from './schema-line.js';

/** Where the sample is put to be received, from the configuration folder. */
export const sampleInbox = 'data/partners/sample-supplier/in';
export const sampleInput = 'samples/sample-supplier/810-first-invoice/input.x12';

/** By path in the folder. @param root the folder, absolute; links to schemas are made for it */
export function initFiles(root: string): Map<string, string> {
  const yaml = (path: string, name: 'hub' | 'partner' | 'mapping', text: string): [string, string] => [
    path,
    schemaLine(root, path, name) + text,
  ];
  return new Map([
    yaml('hub.yaml', 'hub', hubYaml),
    yaml('partners/sample-supplier.yaml', 'partner', partnerYaml),
    yaml('mappings/sample-supplier-810.yaml', 'mapping', mappingYaml),
    ...shippedBases().map(({ name, text }) => yaml(`mappings/${name}`, 'mapping', text)),
    ['mappings/crosswalks/uom.csv', commonRows('uom.csv')],
    ['mappings/crosswalks/items.csv', rowsLike('items.csv', itemRows)],
    ['mappings/crosswalks/locations.csv', rowsLike('locations.csv', locationRows)],
    [sampleInput, sampleInvoice],
    ['.gitignore', 'data/\n.env\nnode_modules/\n'],
    ['README.md', readme],
  ]);
}

const hubYaml = `# What is common to all partners. Every key: docs/reference/hub-file.md of Waybill.
organization: Your Hospital
timezone: America/Chicago # dates and times of what is sent are in it
data: ./data # the embedded database and local folders; not in git
erp:
  # One file per record. An interface of its own: { adapter: http, url: https://..., auth: { bearer: secret:erp-token } }
  erp-main: { adapter: files, path: ./data/erp, format: json }
api: { listen: 127.0.0.1:8080 } # health, figures, queues
defaults: # a partner's file goes over these
  acknowledge: '997'
`;

const partnerYaml = `# A supplier that drops X12 into a folder of ours and takes its answers from another. Make it yours, or copy it.
partner: sample-supplier
name: Sample Supplier
status: live # draft, testing (read and answered, not delivered), live, paused, retired
identifiers:
  x12: # how its interchanges are recognised: ISA05 to ISA08
    ours: { qualifier: ZZ, id: YOURHOSPITAL }
    theirs: { qualifier: ZZ, id: SAMPLESUPP }
connections:
  sample-folder:
    transport: folder # or sftp
    pollIntervalMs: 5000
    receive:
      path: ./${sampleInbox}
      match: ['*.x12', '*.edi', '*.txt']
      ready: { settleMs: 1000, trailer: true }
      finish: { move: ./data/partners/sample-supplier/done }
    send: { path: ./data/partners/sample-supplier/out }
agreements:
  - id: invoices
    direction: in
    document: x12/810/004010
    mapping: sample-supplier-810
    deliver: [erp-main]
    duplicate: { key: [number], then: hold }
`;

const mappingYaml = `# What the invoices of this supplier have beyond the base, which reads what suppliers usually send.
map: sample-supplier-810
version: 1
status: live
title: Sample Supplier invoice (X12 810)
extends: base-810.yaml

tests:
  - name: the first invoice
    input: ../${sampleInput}
    partner: sample-supplier
    today: 2026-04-05
    expect:
      number: INV-1001
      date: '2026-04-04'
      order.number: '4500000001'
      shipTo.location: MAIN
      lines.0.item.number: '000100001'
      lines.0.quantity.stock.value: '20'
      totals.stated: '250.00'
      issues: []
`;

const sampleInvoice = [
  'ISA*00*          *00*          *ZZ*SAMPLESUPP     *ZZ*YOURHOSPITAL   *260404*0205*U*00401*000000001*0*P*>~',
  'GS*IN*SAMPLESUPP*YOURHOSPITAL*20260404*0205*1*X*004010~',
  'ST*810*0001~',
  'BIG*20260404*INV-1001*20260401*4500000001***DI~',
  'N1*ST*YOUR HOSPITAL*92*0001~',
  'ITD*01*3*2**10**30~',
  'IT1*1*2*CA*125.00**VC*GLOVE-M~',
  'PID*F****GLOVE EXAM NITRILE M 10BX/CA~',
  'TDS*25000~',
  'CTT*1~',
  'SE*9*0001~',
  'GE*1*1~',
  'IEA*1*000000001~',
  '',
].join('\n');

const itemRows = [
  {
    partner: 'sample-supplier',
    vendor_item: 'GLOVE-M',
    vendor_unit: 'CA',
    item_number: '000100001',
    stock_unit: 'BX',
    factor: '10',
  },
];

const locationRows = [{ partner: 'sample-supplier', account: '0001', location: 'MAIN' }];

const readme = `# Our EDI hub

This folder is the configuration of a Waybill hub: who sends what, and what becomes of it. Keep it in git.

| File                        | Says                                          |
| --------------------------- | --------------------------------------------- |
| \`hub.yaml\`                  | what is common: ERP systems, defaults, limits |
| \`partners/*.yaml\`           | one file for each trading partner             |
| \`mappings/*.yaml\`           | how a document becomes a record, with tests   |
| \`mappings/crosswalks/*.csv\` | units, items and locations                    |
| \`samples/\`                  | inputs of the tests                           |
| \`data/\`                     | made by the hub; not in git                   |

\`\`\`
npx waybill check                      everything wrong in these files
npx waybill test                       the tests inside the mappings
npx waybill try FILE                   what would become of a file
npx waybill start                      run the hub; Ctrl+C stops it
cp ${sampleInput} ${sampleInbox}/
npx waybill status                     what became of it; the record is in data/erp
\`\`\`

The next partner: \`npx waybill map new --from FILE\` drafts a mapping from a sample of theirs; \`npx waybill partner explain FILE\` says what is
missing for it to be received.
`;

interface ShippedFile {
  name: string;
  text: string;
}

function shippedBases(): ShippedFile[] {
  const folder = join(packageFolder, 'mappings');
  return readdirSync(folder)
    .filter((name) => /^base-.*\.yaml$/.test(name))
    .map((name) => ({ name, text: withoutLink(readFileSync(join(folder, name), 'utf8')) }));
}

function withoutLink(text: string): string {
  return text.replace(/^# yaml-language-server:.*\n/, '');
}

function shippedTable(name: string): string[] {
  return readFileSync(join(packageFolder, 'mappings/crosswalks', name), 'utf8')
    .trimEnd()
    .split('\n');
}

/** A shipped table without the rows of our sample partners: the first column is the partner. */
function commonRows(name: string): string {
  const [header = '', ...rows] = shippedTable(name);
  return [header, ...rows.filter((row) => row.startsWith(',')), ''].join('\n');
}

/** Rows of ours in the columns of a shipped table. */
function rowsLike(name: string, rows: readonly Record<string, string>[]): string {
  const [header = ''] = shippedTable(name);
  const names = header.split(',');
  return [header, ...rows.map((row) => names.map((column) => row[column] ?? '').join(',')), ''].join('\n');
}
