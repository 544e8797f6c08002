/**
 * `waybill check`: everything wrong in hub.yaml, partners/ and mappings/, as a compiler would show it.
 *
 * The same reading as at start, so what passes here is what the hub accepts.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Configuration, loadConfiguration } from '../../configuration/index.js';
import { hubVersion } from '../../version.js';
import { isAt } from '../../workbench/try/index.js';
import { hasErrors, type Problem, renderProblem } from '../../yaml/index.js';
import { sarifLog } from './sarif.js';

export interface CheckOutput {
  write(text: string): void;
  colours: boolean;
}

const formats = ['text', 'json', 'sarif'] as const;

/**
 * @param options format: text, json or sarif; paths: files or folders whose problems are shown, all when left out
 * @returns the exit code: 0 when nothing shown is wrong (warnings may be), 1 for errors, 2 for a format or a path that there is not
 */
export function check(
  root: string,
  options: { format: string; paths?: readonly string[] },
  output: CheckOutput = standardOutput(),
): number {
  const { format, paths = [] } = options;
  if (!formats.some((known) => known === format)) {
    process.stderr.write(`There is no format "${format}": text, json or sarif.\n`);
    return 2;
  }
  const gone = paths.filter((path) => !existsSync(path) && !existsSync(resolve(root, path)));
  if (gone.length > 0) {
    process.stderr.write(`There is no file or folder ${gone.join(', ')}.\n`);
    return 2;
  }
  const { problems: all, configuration } = loadConfiguration(root, process.env);
  const isShown = ({ file }: Problem) => paths.length === 0 || paths.some((path) => isAt(root, path, file));
  const problems = all.filter(isShown);
  const sound = !hasErrors(problems);
  if (format === 'json') output.write(`${JSON.stringify({ sound, problems }, null, 2)}\n`);
  else if (format === 'sarif')
    output.write(`${JSON.stringify(sarifLog(problems, resolve(root), hubVersion()), null, 2)}\n`);
  else {
    for (const problem of problems) output.write(`${renderProblem(problem, output.colours)}\n\n`);
    output.write(summary(problems, { configuration, elsewhere: all.length - problems.length, paths }));
  }
  return sound ? 0 : 1;
}

interface Checked {
  configuration: Configuration | undefined;
  /** Problems in files that were not asked for. */
  elsewhere: number;
  paths: readonly string[];
}

function summary(problems: readonly Problem[], { configuration, elsewhere, paths }: Checked): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = count(problems.length - errors, 'warning');
  const files = count(new Set(problems.map(({ file }) => file)).size, 'file');
  const rest = elsewhere === 0 ? '' : ` Other files have ${count(elsewhere, 'problem')}.`;
  if (errors > 0)
    return `${count(errors, 'error')} and ${warnings} in ${files}.${rest} Correct them and check again.\n`;
  const { book, mappings, outbound } = configuration ?? {};
  const found = {
    partners: book?.partners.length ?? 0,
    mappings: (mappings?.size ?? 0) + (outbound?.size ?? 0),
  };
  const all = `hub.yaml, ${count(found.partners, 'partner')} and ${count(found.mappings, 'mapping')} are sound`;
  const sound = paths.length === 0 ? all : `${paths.join(', ')}: sound`;
  const aside = problems.length === 0 ? '' : `, with ${warnings}`;
  return `${sound}${aside}.${rest} Next: waybill try FILE\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function standardOutput(): CheckOutput {
  return {
    write: (text) => process.stdout.write(text),
    colours: process.stdout.isTTY && !process.env['NO_COLOR'],
  };
}
