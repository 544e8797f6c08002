/**
 * The crosswalks that a mapping names, read for its direction. Faults of a table are told at their row in the CSV file.
 */
import { readCrosswalk, type ReadCrosswalk } from '../../crosswalks/index.js';
import { addProblem, type Compilation, type LoadedCrosswalk } from './compilation.js';
import type { CrosswalkSpec } from './mapping-file.js';
import type { CrosswalkUse } from './mapping.js';
import { inFolderOf } from './source.js';

/** How files of the mappings folder are read. */
export interface FolderReading {
  /** Text of a file, such as "crosswalks/uom.csv"; undefined when there is none. */
  readText(path: string): string | undefined;
  /** Of tables that are in use already; without it each is read. */
  readCrosswalk?: ReadCrosswalk;
}

/** @returns the tables by name; undefined for those whose file has problems, which are added */
export function loadCrosswalks(
  compilation: Compilation,
  specs: Readonly<Record<string, CrosswalkSpec>>,
  reading: FolderReading & { direction: 'in' | 'out' },
): Map<string, LoadedCrosswalk | undefined> {
  const loaded = new Map<string, LoadedCrosswalk | undefined>();
  for (const [name, spec] of Object.entries(specs)) {
    const key = typeof spec.key === 'string' ? [spec.key] : spec.key;
    const text = reading.readText(spec.file);
    loaded.set(name, undefined);
    if (text === undefined) {
      const message = `there is no file "${spec.file}"`;
      addProblem(compilation, ['crosswalks', name, 'file'], {
        code: 'MAP108',
        message,
        help: 'the path starts in mappings/',
      });
      continue;
    }
    const { crosswalk, issues } = (reading.readCrosswalk ?? readCrosswalk)(text, key, reading.direction);
    const lines = issues.length === 0 ? [] : text.split(/\r\n|\n|\r/);
    for (const issue of issues) {
      const line = issue.row;
      const column = issue.column === undefined ? '' : `${issue.column}: `;
      const place = {
        file: inFolderOf(compilation.source.own.file, spec.file),
        line,
        col: 1,
        length: 1,
        path: '',
      };
      const sourceLine = lines[line - 1] ?? '';
      compilation.problems.push({
        code: issue.code,
        severity: issue.severity,
        message: column + issue.words,
        ...place,
        sourceLine,
      });
    }
    if (crosswalk) loaded.set(name, { crosswalk, key, onMissing: spec.onMissing, file: spec.file });
  }
  return loaded;
}

export function crosswalkUses(specs: Readonly<Record<string, CrosswalkSpec>> = {}): CrosswalkUse[] {
  return Object.values(specs).map(({ file, key }) => ({ file, key: [key].flat() }));
}
