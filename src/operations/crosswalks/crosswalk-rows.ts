/**
 * Adds rows to crosswalks, one or many: checked with the whole configuration, taken at once, and what waited for them goes on.
 */
import { z } from 'zod';
import {
  appendRows,
  crosswalkColumns,
  type CrosswalkChange,
  mergeRows,
  readRows,
  reservedColumns,
  type RowValues,
} from '../../crosswalks/index.js';
import { RefusedError } from '../../errors.js';
import { findGaps, type Gap } from '../../store/received/index.js';
import { nearest } from '../../yaml/index.js';
import { operation, type OperationContext } from '../operation.js';
import { amount } from './amount.js';
import { reason } from '../why.js';
import {
  changeCrosswalk,
  crosswalkFolder,
  findCrosswalk,
  readCrosswalkText,
  type ChangedCrosswalk,
  type CrosswalkFile,
} from './crosswalk-file.js';

/** What becomes of a change: live now, live when the hub starts, or live when it is applied. */
const taken = z.enum(['live', 'next-start', 'to-be-applied']);
export type Taken = z.infer<typeof taken>;

const changeOutput = z.strictObject({
  /** In the configuration folder. */
  path: z.string(),
  /** Lines in the file as it is now, or as it would be. */
  added: z.array(z.int()),
  replaced: z.array(z.int()),
  unchanged: z.int(),
  /** The changed lines; of many, the first. */
  lines: z.array(z.strictObject({ line: z.int(), text: z.string() })),
  warnings: z.array(z.string()),
  /** Absent when nothing was written. */
  taken: taken.optional(),
  /** Held documents that lacked one of these rows. */
  waiting: z.strictObject({ documents: z.int(), amounts: z.array(amount) }),
});

export type CrosswalkAnswer = z.infer<typeof changeOutput>;

const name = z.string().trim().min(1).max(500);
/** Without control characters, which no spreadsheet shows. */
const cell = z
  .string()
  .max(1_000)
  .regex(/^[^\p{Cc}]*$/u, 'a value without line endings and control characters');

const addInput = z.strictObject({
  file: name,
  /** Value by column. */
  values: z.record(z.string(), cell),
  why: reason,
});

export const addToCrosswalk = operation(
  {
    summary: 'Adds one row to a crosswalk, or completes one.',
    role: 'integrator',
    owner: 'integration',
    http: { method: 'POST', path: '/crosswalks/{file}/rows' },
    acts: true,
    input: addInput,
    output: changeOutput,
  },
  async (context, { file, values, why }) => {
    const crosswalk = findCrosswalk(context, file);
    const columns = crosswalkColumns(await readCrosswalkText(context, crosswalk.file));
    checkValues(crosswalk, columns, values);
    checkPartner(context, values);
    const [key = []] = crosswalk.keys;
    const add = (text: string) =>
      isUnfinished(text, values, key) ? mergeRows(text, [values], key) : appendRows(text, [values]);
    return changeAndTell(context, crosswalk, { rows: [values], change: add, write: true, why });
  },
);

/** There is such a row already, and it only lacks what is said now: a gap may be a cell. */
function isUnfinished(text: string, values: RowValues, key: readonly string[]): boolean {
  const identity = [...key, reservedColumns.partner, reservedColumns.from];
  const same = readRows(text, key).rows.find((row) =>
    identity.every((column) => (row[column] ?? '') === (values[column] ?? '')),
  );
  const fits = ([column, value]: [string, string]): boolean => {
    const before = same?.[column] ?? '';
    return before === '' || before === value;
  };
  return (
    same !== undefined &&
    Object.entries(values).every(fits) &&
    !Object.entries(values).every(([column, value]) => same[column] === value)
  );
}

const importInput = z.strictObject({
  file: name,
  /** CSV with a header row; columns that it lacks are empty, or stay as they are. */
  text: z.string().max(50_000_000),
  write: z.boolean(),
  why: reason,
});

export const importIntoCrosswalk = operation(
  {
    summary: 'Adds and replaces rows of a crosswalk from a CSV, or shows what that would change.',
    role: 'integrator',
    owner: 'integration',
    http: { method: 'POST', path: '/crosswalks/{file}/import' },
    acts: true,
    input: importInput,
    output: changeOutput,
  },
  async (context, { file, text, write, why }) => {
    const crosswalk = findCrosswalk(context, file);
    const key = crosswalk.keys[0]!;
    const { rows, issues } = readRows(text, key);
    const [fault] = issues.filter(({ severity }) => severity === 'error');
    if (fault !== undefined) {
      throw new RefusedError(
        'CROSSWALK_REFUSED',
        `Row ${fault.row ?? 1}${fault.column === undefined ? '' : `, ${fault.column}`}: ${fault.words}`,
        { detail: { code: fault.code, problems: issues.length } },
      );
    }
    const columns = crosswalkColumns(await readCrosswalkText(context, crosswalk.file));
    for (const row of rows) {
      checkColumns(crosswalk, columns, row);
      checkPartner(context, row);
    }
    const merge = (before: string) => mergeRows(before, rows, key);
    return changeAndTell(context, crosswalk, { rows, change: merge, write, why });
  },
);

export const exportCrosswalk = operation(
  {
    summary: 'Returns the text of a crosswalk.',
    role: 'viewer',
    owner: 'integration',
    http: { method: 'GET', path: '/crosswalks/{file}' },
    acts: false,
    content: true,
    input: z.strictObject({ file: name }),
    output: z.strictObject({ path: z.string(), text: z.string() }),
  },
  async (context, { file }) => {
    const crosswalk = findCrosswalk(context, file);
    return {
      path: `${crosswalkFolder}/${crosswalk.file}`,
      text: await readCrosswalkText(context, crosswalk.file),
    };
  },
);

interface Changing {
  rows: readonly RowValues[];
  change: (text: string) => CrosswalkChange;
  write: boolean;
  why: string | undefined;
}

/** Changed lines that are shown. */
const linesShownMax = 20;

async function changeAndTell(
  context: OperationContext,
  { file }: CrosswalkFile,
  { rows, change, write, why }: Changing,
): Promise<CrosswalkAnswer> {
  const { gaps, documents } = await findGaps(context.sql);
  const filled = gaps.filter((gap) => gap.file === file && rows.some((row) => fillsGap(row, gap)));
  const changed = await changeCrosswalk(context, file, change, { write, why });
  return {
    path: `${crosswalkFolder}/${file}`,
    added: changed.added,
    replaced: changed.replaced,
    unchanged: changed.unchanged,
    lines: linesOf(changed),
    warnings: changed.warnings.map(({ line, message }) => `${crosswalkFolder}/${file}:${line}: ${message}`),
    ...(write ? { taken: takenBy(context) } : {}),
    // One document may lack many rows: never more than there are.
    waiting: {
      documents: Math.min(sumOf(filled), documents),
      amounts: filled.length === 1 ? filled[0]!.amounts : [],
    },
  };
}

function sumOf(gaps: readonly Gap[]): number {
  return gaps.reduce((sum, { documents }) => sum + documents, 0);
}

function fillsGap(row: RowValues, { key, partners }: Gap): boolean {
  if (key === undefined) return false;
  const whose = row[reservedColumns.partner] ?? '';
  const fits = Object.entries(key).every(([column, value]) => row[column] === value || row[column] === '*');
  return fits && (whose === '' || partners.includes(whose));
}

function linesOf({ text, added, replaced }: ChangedCrosswalk): CrosswalkAnswer['lines'] {
  const lines = text.split(/\r\n|\n|\r/);
  return [...replaced, ...added]
    .slice(0, linesShownMax)
    .map((line) => ({ line, text: lines[line - 1] ?? '' }));
}

function takenBy({ running, configuration }: OperationContext): Taken {
  if (configuration().settings.changes.take === 'applied') return 'to-be-applied';
  return running ? 'live' : 'next-start';
}

function checkValues(crosswalk: CrosswalkFile, columns: readonly string[], values: RowValues): void {
  checkColumns(crosswalk, columns, values);
  const keys = new Set(crosswalk.keys.flat());
  const reserved = new Set<string>(Object.values(reservedColumns));
  const says = Object.keys(values).some((column) => !keys.has(column) && !reserved.has(column));
  const isOnlyKey = columns.every((column) => keys.has(column) || reserved.has(column));
  if (says || isOnlyKey) return;
  const wanted = columns.filter((column) => !keys.has(column) && !reserved.has(column));
  throw refused(`The row says nothing beside its key. Give a value for: ${wanted.join(', ')}.`);
}

/** A row for a partner that there is not would never be found, and nobody would see why. */
function checkPartner({ configuration }: OperationContext, values: RowValues): void {
  const whose = values[reservedColumns.partner] ?? '';
  const { partners } = configuration().book;
  if (whose === '' || partners.some(({ id }) => id === whose)) return;
  const near = nearest(
    whose,
    partners.map(({ id }) => id),
  );
  throw refused(`There is no partner ${whose}${near === undefined ? '' : `; did you mean ${near}?`}`);
}

function checkColumns({ file }: CrosswalkFile, columns: readonly string[], values: RowValues): void {
  const unknown = Object.keys(values).find((column) => !columns.includes(column));
  if (unknown === undefined) return;
  throw refused(`${file} has no column "${unknown}". Its columns: ${columns.join(', ')}.`);
}

function refused(sentence: string): RefusedError {
  return new RefusedError('CROSSWALK_REFUSED', sentence);
}
