/**
 * A crosswalk as operations change it: found among those that mappings use, changed as a whole or not at all, and never so that
 * the configuration would have a problem.
 */
import { chmod, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ConfigurationError } from '../../configuration/index.js';
import { readFolderVersion, readConfigurationOf } from '../../configuration/versions/index.js';
import type { CrosswalkChange } from '../../crosswalks/index.js';
import { RefusedError } from '../../errors.js';
import { lockName } from '../../store/database/index.js';
import { addEvents } from '../../store/working/index.js';
import { hasErrors, type Problem } from '../../yaml/index.js';
import type { OperationContext } from '../operation.js';

export interface CrosswalkFile {
  /** Below mappings/, such as "crosswalks/uom.csv". */
  file: string;
  /** Key columns of the mappings that use it; those that read documents come first. */
  keys: readonly (readonly string[])[];
}

/** Where crosswalks stand in the configuration folder. */
export const crosswalkFolder = 'mappings';

/** By its path, or by its name where that is only one. @throws RefusedError CROSSWALK_UNKNOWN */
export function findCrosswalk({ configuration }: OperationContext, name: string): CrosswalkFile {
  const { mappings, outbound } = configuration();
  const keys = new Map<string, (readonly string[])[]>();
  for (const { crosswalks } of [...mappings.values(), ...outbound.values()]) {
    for (const { file, key } of crosswalks) keys.set(file, [...(keys.get(file) ?? []), key]);
  }
  const path = name.replace(/^(\.\/)?mappings\//, '');
  const fits = [...keys.keys()].filter(
    (file) => file === path || basename(file) === path || basename(file) === `${path}.csv`,
  );
  const file = keys.has(path) ? path : fits.length === 1 ? fits[0]! : undefined;
  if (file !== undefined) return { file, keys: keys.get(file)! };
  const known = [...keys.keys()].sort().join(', ');
  throw new RefusedError(
    'CROSSWALK_UNKNOWN',
    fits.length > 1
      ? `${fits.length} crosswalks have this name: ${fits.sort().join(', ')}. Write the path.`
      : `No mapping uses a crosswalk of this name. There ${known === '' ? 'is none' : `are: ${known}`}.`,
  );
}

export async function readCrosswalkText({ home }: OperationContext, file: string): Promise<string> {
  const bytes = await readFile(join(home.root, crosswalkFolder, file));
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

export interface ChangeOptions {
  /** false: only says what would change. */
  write: boolean;
  why?: string | undefined;
}

export interface ChangedCrosswalk extends CrosswalkChange {
  /** Warnings about the changed file. */
  warnings: Problem[];
}

/**
 * Changes a crosswalk in the configuration folder; one change at a time, whoever asks.
 * @throws ConfigurationError when the folder would have problems with it; then nothing is written
 */
export async function changeCrosswalk(
  context: OperationContext,
  file: string,
  change: (text: string) => CrosswalkChange,
  options: ChangeOptions,
): Promise<ChangedCrosswalk> {
  const changed = await context.sql.transaction().execute(async (trx) => {
    await lockName(trx, 'crosswalk', file);
    const made = change(await readCrosswalkText(context, file));
    const warnings = await checkChange(context, file, made);
    if (!options.write || made.added.length + made.replaced.length === 0) return { ...made, warnings };
    const detail = {
      added: made.added.length,
      replaced: made.replaced.length,
      why: options.why ?? null,
    };
    const subject = { subjectKind: 'crosswalk', subjectId: file } as const;
    await addEvents(trx, [{ event: 'crosswalk.changed', ...subject, detail }], context.actor);
    await replaceFile(join(context.home.root, crosswalkFolder, file), made.text);
    return { ...made, warnings };
  });
  if (options.write) await context.reload();
  return changed;
}

/** The whole configuration is checked with the changed file in it. @returns warnings about lines that changed */
async function checkChange(
  { home }: OperationContext,
  file: string,
  { text, added, replaced }: CrosswalkChange,
): Promise<Problem[]> {
  const path = `${crosswalkFolder}/${file}`;
  const { files, ...version } = await readFolderVersion(home.root);
  const bytes = Buffer.from(text, 'utf8');
  const withChange = files.map((one) => (one.path === path ? { ...one, bytes } : one));
  const { problems } = await readConfigurationOf({ ...version, files: withChange }, home);
  if (hasErrors(problems)) {
    throw new ConfigurationError(problems.filter(({ severity }) => severity === 'error'));
  }
  const lines = new Set([...added, ...replaced]);
  const told = problems.filter((problem) => problem.file === path && lines.has(problem.line));
  return [
    ...new Map(
      told.map((problem) => [`${problem.line} ${problem.code} ${problem.message}`, problem]),
    ).values(),
  ];
}

/** Under a hidden name first, so that nobody ever reads half of it. */
async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path);
  const { mode } = await stat(target);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  try {
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await chmod(temporary, mode & 0o777);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
