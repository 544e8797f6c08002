/**
 * `waybill map new --from FILE`: drafts a mapping from a sample of the partner. The draft passes `check`; what a person must
 * decide in it is marked TODO, which `check` tells as warnings.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { isRecordKind, type RecordKind, recordKinds } from '../../canonical/index.js';
import {
  draftCsv,
  guessKind,
  draftFixed,
  looksFixed,
  type Draft,
  draftText,
  type DraftTree,
  draftTree,
  draftFromBase,
  draftFromScratch,
  schemaLine,
} from '../../workbench/draft/index.js';
import { x12Documents } from '../../workbench/try/index.js';
import { nearest, readTextFile } from '../../yaml/index.js';
import { readBytes } from '../input/index.js';
import { whatItSeems } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

export interface MapNewOptions {
  /** The sample. */
  from: string;
  /** Kind of record; guessed when left out. */
  to?: string;
  /** A file of the mappings folder; the base of the set, when left out and there is one. */
  extends?: string;
  /** Name of the mapping; made from the sample's when left out. */
  name?: string;
}

/** Bytes of a sample. */
const sampleBytesMax = 16 * 1_048_576;
/** Bytes of a file of the mappings folder. */
const readBytesMax = 256 * 1_048_576;

/** What a set becomes. */
const kindOfSet: Readonly<Record<string, RecordKind>> = {
  '810': 'invoice@1',
  '820': 'remittance@1',
  '832': 'price-catalog@1',
  '846': 'inventory@1',
  '850': 'purchase-order@1',
  '855': 'order-acknowledgment@1',
  '856': 'ship-notice@1',
  '860': 'purchase-order-change@1',
  '861': 'receipt@1',
  '865': 'order-acknowledgment@1',
};

/** @returns the exit code: 1 when nothing can be drafted, 2 for options that do not fit */
export async function mapNew(
  root: string,
  options: MapNewOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const { to } = options;
  if (to !== undefined && !isRecordKind(to)) {
    const near = nearest(to, recordKinds);
    terminal.remark(
      `"${to}" is no kind of record: ${near === undefined ? recordKinds.join(', ') : `did you mean ${near}?`}\n`,
    );
    return 2;
  }
  const map = options.name ?? nameFrom(options.from);
  const file = `mappings/${map}.yaml`;
  if (!/^[a-z0-9][a-z0-9-]*$/.test(map) || existsSync(join(root, file))) {
    terminal.remark(
      `${file} ${existsSync(join(root, file)) ? 'is there already' : 'is no name for a mapping'}: choose another with --name NAME.\n`,
    );
    return 2;
  }
  const bytes = await readBytes(options.from, sampleBytesMax, terminal);
  if (bytes === undefined) return 1;
  const readText = (path: string): string | undefined =>
    readTextFile(root, `mappings/${path}`, { bytesMax: readBytesMax }).text;
  const draft = draftOf(root, { bytes, map, readText }, options);
  if (typeof draft === 'string') {
    terminal.remark(`${options.from}: ${draft}\n`);
    return 1;
  }
  const { text, problems } = draftText(draft, schemaLine(root, file, 'mapping'), readText);
  mkdirSync(join(root, 'mappings'), { recursive: true });
  writeFileSync(join(root, file), text, { flag: 'wx' });
  const todos = text.split('\n').filter((line) => line.includes('TODO')).length;
  const based = draft.extends === undefined ? '' : `, on ${draft.extends}`;
  const faults = problems.length === 0 ? '' : `, ${problems.length} problems left for npx waybill check`;
  await terminal.write(
    `${file}: a draft to ${draft.to}${based}, ${todos === 1 ? '1 TODO' : `${todos} TODOs`}${faults}.\n`,
  );
  terminal.remark(`Next: npx waybill map try ${map} ${options.from} --watch, while you edit ${file}\n`);
  return 0;
}

interface Sample {
  bytes: Buffer;
  map: string;
  readText: (path: string) => string | undefined;
}

/** @returns why there is none, as a sentence */
function draftOf(root: string, { bytes, map, readText }: Sample, options: MapNewOptions): Draft | string {
  const to = options.to as RecordKind | undefined;
  const documents = x12Documents(bytes);
  const [document] = documents;
  const hasUnits = /\bunit\b.*\bhub\b/.test(readText('crosswalks/uom.csv')?.split('\n', 1)[0] ?? '');
  if (document === undefined)
    return draftOfFile(bytes, { map, title: `TODO a title for ${map}`, to, hasUnits });
  const { set, version } = document;
  const kind = to ?? kindOfSet[set];
  if (kind === undefined)
    return `It is an ${set}. Say which record it becomes: --to KIND, one of ${recordKinds.join(', ')}.`;
  const wanted = { map, title: `TODO whose ${set} (${version.slice(0, 6)}) this is`, to: kind, hasUnits };
  const usual = [`base-${set}.yaml`, `x12-${set}.yaml`].find((path) =>
    existsSync(join(root, 'mappings', path)),
  );
  const path = options.extends ?? (to === undefined || to === kindOfSet[set] ? usual : undefined);
  if (path === undefined) return draftFromScratch(document, wanted);
  if (readText(path) === undefined) return `There is no mappings/${path} to extend.`;
  const alike = documents.slice(1).filter((one) => one.set === set);
  return draftFromBase([document, ...alike], wanted, { path, readText });
}

/** Of a file that is no X12. @returns why there is none, as a sentence */
function draftOfFile(bytes: Buffer, wanted: DraftTree): Draft | string {
  const start = bytes
    .subarray(0, 64)
    .toString('latin1')
    .replace(/^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .replaceAll('\0', '')
    .trimStart();
  if (start.startsWith('<') && !/^<(!doctype\s+html|html)/i.test(start))
    return draftTree(bytes, 'xml', wanted);
  if (/^[[{]/.test(start)) return draftTree(bytes, 'json', wanted);
  const isFixed = looksFixed(bytes);
  const to = wanted.to ?? (isFixed ? undefined : guessKind(bytes));
  if (to === undefined) {
    const seems = isFixed
      ? 'It seems to be a file of fixed width, which has no headings.'
      : whatItSeems(bytes).replace(/ A hub whose .*$/, '');
    return `${seems} Say what its rows are: --to invoice@1, or another of ${recordKinds.join(', ')}.`;
  }
  if (isFixed) return draftFixed(bytes, { ...wanted, to });
  return (
    draftCsv(bytes, { ...wanted, to }) ??
    'No row of headings was found in it. Where rows have types in their first column, or there are no headings, write its from: by hand: docs/formats.md shows how.'
  );
}

/** "ACME 810 sample.x12" is acme-810-sample. */
function nameFrom(path: string): string {
  const name = basename(path, extname(path))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' || name === 'input' ? 'new-mapping' : name.slice(0, 60);
}
