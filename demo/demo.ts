/**
 * `npm run demo`: a hub on the embedded database, four partners, an SFTP server and an ERP; real files go in, and what
 * became of each is shown and compared with what should have. Exit code 1 when anything differs.
 *
 *   npm run demo -- --stay     leaves the hub running until Ctrl+C
 */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import colours from 'picocolors';
import { openLog } from '../src/log.js';
import { openHub, type RunningHub } from '../src/main.js';
import { explainX12 } from '../src/explaining/explain.js';
import { openX12Reader } from '../src/x12/read/reader.js';
import { demoFiles, type DemoFile } from './files.js';
import { checkFolders, readOutcomes, readProgress, type ActualOutcome } from './outcome.js';
import { openStage, repository, type ErpRecord, type Stage } from './stage.js';
import { ProgressLine, renderTable } from './table.js';

/** The demo gives up when its files have not settled by then. */
const patienceMs = 60_000;
const shownAsAnswer = '810-one-bad-of-three.x12';
const shownAsRecord = 'AM-INV-88213';

const print = (text = '') => process.stdout.write(`${text}\n`);
const heading = (text: string) => print(`\n${colours.bold(text)}`);
const seconds = (sinceMs: number) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

async function run(): Promise<number> {
  const begun = Date.now();
  print(colours.bold('Waybill: from a dropped file to a record at the ERP and an answer to the supplier'));
  print(colours.dim('Starting a hub on an embedded database, an SFTP server and a sample ERP ...'));
  const stage = await openStage();
  let hub: RunningHub | undefined;
  try {
    hub = await openHub({ ...stage, log: openLog('silent') });
    print(
      colours.dim(
        `They are up after ${seconds(begun)}. ${demoFiles.length} files are dropped, one of them twice.\n`,
      ),
    );
    const dropped = Date.now();
    const progress = new ProgressLine();
    await playWave(1, { hub, stage, progress });
    await playWave(2, { hub, stage, progress });
    progress.end();
    print(colours.dim(`All of them settled in ${seconds(dropped)}.`));
    const outcomes = await readOutcomes(hub.sql, stage, demoFiles);
    const records = await stage.erpRecords();
    showTable(outcomes);
    await showAnswer(outcomes);
    await showForward(outcomes);
    showRecord(records);
    const faults = await findFaults(outcomes, records, stage);
    showVerdict(faults, records.length);
    if (process.argv.includes('--stay')) await stay(hub, stage);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await hub?.close();
    await stage.close();
  }
}

/** Drops the files of a wave in their order, and waits until nothing is left to do. */
async function playWave(
  wave: 1 | 2,
  { hub, stage, progress }: { hub: RunningHub; stage: Stage; progress: ProgressLine },
): Promise<void> {
  const until = Date.now() + patienceMs;
  for (const { sample, partner, name } of demoFiles.filter((file) => file.wave === wave)) {
    const folder = join(repository, 'samples', sample);
    const input = (await readdir(folder)).find((file) => file.startsWith('input.'));
    await stage.drop(partner, name, await readFile(join(folder, input ?? 'input')));
  }
  const expected = demoFiles.filter((file) => file.wave <= wave).length;
  for (;;) {
    const { settled, quiet, words } = await readProgress(hub.sql);
    progress.show(settled, demoFiles.length, words);
    if ((quiet && settled >= expected) || Date.now() > until) return;
    await wait(100);
  }
}

function showTable(outcomes: ReadonlyMap<DemoFile, ActualOutcome>): void {
  heading('What became of them');
  const dash = (text: string) => (text === 'none' ? '-' : text);
  const files = [...outcomes];
  const rows = files.map(([{ name, partner }, { documents, atErp, answer, state, goesOn }]) => [
    name,
    partner,
    dash(documents),
    atErp.length === 0 ? '-' : String(atErp.length),
    dash(answer),
    goesOn === 'none' ? whereItIs(state, atErp.length) : goesOn,
  ]);
  const heads = ['file', 'partner', 'documents', 'at ERP', '997', 'where it is'];
  print(
    renderTable(
      heads.map((head) => ({ head, right: head === 'at ERP' })),
      rows,
      (cell, row, column) => (column === 0 || column === 5 ? paint(files[row]?.[1].state ?? '', cell) : cell),
    ),
  );
}

function whereItIs(state: string, delivered: number): string {
  const [word = '', reason] = state.split(' ');
  if (word === 'translated') return delivered > 0 ? 'at the ERP' : 'stored';
  if (word === 'partly-translated') return 'at the ERP, one set refused';
  const rest = delivered > 0 ? `, ${delivered} at the ERP` : '';
  return reason === undefined ? word : `${word}: ${reason}${rest}`;
}

function paint(state: string, cell: string): string {
  if (state === 'translated') return colours.green(cell);
  if (state.startsWith('held') || state === 'partly-translated') return colours.yellow(cell);
  return state.startsWith('duplicate') ? colours.dim(cell) : colours.red(cell);
}

/** The answer as sent, and beside each of its segments what it means. */
async function showAnswer(outcomes: ReadonlyMap<DemoFile, ActualOutcome>): Promise<void> {
  heading(`The answer to ${shownAsAnswer}: its second invoice has no number, and a date that does not exist`);
  await showFile([...outcomes].find(([file]) => file.name === shownAsAnswer)?.[1].answerFile);
}

/** The order of our own as the supplier got it. */
async function showForward(outcomes: ReadonlyMap<DemoFile, ActualOutcome>): Promise<void> {
  heading(
    'An order of our purchasing system, dropped as JSON in boxes, as Acme got it: in its cases, by its item numbers',
  );
  await showFile([...outcomes.values()].find(({ forwardFile }) => forwardFile !== undefined)?.forwardFile);
}

async function showFile(path: string | undefined): Promise<void> {
  if (path === undefined) {
    print('there is none');
    return;
  }
  const bytes = await readFile(path);
  const reader = openX12Reader();
  reader.write(bytes);
  const rows = [...explainX12(reader.end(), bytes)];
  const width = Math.max(...rows.filter(({ place }) => place === 'set').map(({ text }) => text.length));
  for (const { place, text, meaning } of rows) {
    print(place === 'set' ? `${text.padEnd(width)}  ${colours.dim(meaning)}` : text);
  }
}

/** Its fields in the order that people read them; the others are left out here. */
const recordFields = [
  'number',
  'date',
  'kind',
  'order',
  'contract',
  'terms',
  'shipDate',
  'charges',
  'allowances',
  'taxes',
  'totals',
];

function showRecord(records: readonly ErpRecord[]): void {
  heading(`Invoice ${shownAsRecord} as the ERP got it, in part: one field a line, the first of its lines`);
  const found = records.find(({ businessKey }) => businessKey === shownAsRecord);
  if (found === undefined) {
    print('it is not there');
    return;
  }
  const record = found.record as Record<string, unknown> & { lines?: Record<string, unknown>[] };
  const line = (indent: string, name: string, value: unknown) => {
    if (value !== undefined) print(`${indent}${colours.cyan(name)}: ${JSON.stringify(value)}`);
  };
  for (const name of recordFields) line('', name, record[name]);
  print(`${colours.cyan('lines')}:`);
  for (const name of ['number', 'item', 'quantity', 'price', 'amount'])
    line('  ', name, record.lines?.[0]?.[name]);
}

async function findFaults(
  outcomes: ReadonlyMap<DemoFile, ActualOutcome>,
  records: readonly ErpRecord[],
  stage: Stage,
): Promise<string[]> {
  const faults: string[] = [];
  for (const [{ name, partner, expected }, actual] of outcomes) {
    for (const key of Object.keys(expected) as (keyof typeof expected)[]) {
      if (isDeepStrictEqual(actual[key], expected[key])) continue;
      const show = (value: unknown) => (Array.isArray(value) ? value.join(', ') || 'nothing' : String(value));
      faults.push(`${partner}/${name}: ${key} is ${show(actual[key])}, expected ${show(expected[key])}`);
    }
  }
  const expected = demoFiles.reduce((sum, file) => sum + file.expected.atErp.length, 0);
  if (records.length !== expected) faults.push(`the ERP has ${records.length} records, expected ${expected}`);
  return [...faults, ...(await checkFolders(stage, demoFiles))];
}

function showVerdict(faults: readonly string[], records: number): void {
  if (faults.length > 0) {
    heading(colours.red('This is not what it should be:'));
    for (const fault of faults) print(`  ${fault}`);
    return;
  }
  heading('All as it should be');
  print(
    `${demoFiles.length} files, each ended once; ${records} records at the ERP, each once; every inbox is empty.`,
  );
  heading('What to try next');
  const samples = 'samples/acme-medical';
  const next: [string, string][] = [
    [`npx waybill explain ${samples}/856-sopi/input.x12`, 'a ship notice in plain words'],
    [
      `npx waybill try ${samples}/810-unknown-unit/input.x12`,
      'what would become of a file, and why it is held',
    ],
    ['npx waybill check', 'the partner and mapping files'],
    ['npm run demo -- --stay', 'this again, and the hub keeps running'],
    ['npm start', 'your own hub, on hub.yaml, partners/ and mappings/'],
  ];
  const width = Math.max(...next.map(([command]) => command.length));
  for (const [command, words] of next) print(`  ${colours.cyan(command.padEnd(width))}  ${words}`);
}

async function stay(hub: RunningHub, stage: Stage): Promise<void> {
  heading('The hub keeps running. Ctrl+C ends it.');
  if (hub.setupSecret !== undefined) {
    print(`  sign-in  set a password at ${hub.address}/ops/setup`);
    print(`           with this one-time secret: ${hub.setupSecret}`);
  }
  print(`  queues   ${hub.address}/ops/queues`);
  print(`  folders  ${join(stage.root, 'exchange')}`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}

process.exitCode = await run();
