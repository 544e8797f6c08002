/**
 * `waybill check`: everything wrong in hub.yaml, partners/ and mappings/, as a compiler would show it.
 *
 * The same reading as at start, so what passes here is what the hub accepts.
 */
import { loadConfiguration } from '../configuration.js';
import { hasErrors, type Problem, renderProblem } from '../yaml/index.js';

export interface CheckOutput {
  write(text: string): void;
  colours: boolean;
}

/**
 * @param options format: 'text' or 'json'
 * @returns the exit code: 0 when nothing is wrong (warnings may be shown), 1 for errors, 2 for a format that there is not
 */
export function check(
  root: string,
  options: { format: string },
  output: CheckOutput = standardOutput(),
): number {
  if (options.format !== 'text' && options.format !== 'json') {
    process.stderr.write(`There is no format "${options.format}": text or json.\n`);
    return 2;
  }
  const { problems, configuration } = loadConfiguration(root, process.env);
  const sound = !hasErrors(problems);
  if (options.format === 'json') {
    output.write(`${JSON.stringify({ sound, problems }, null, 2)}\n`);
  } else {
    for (const problem of problems) output.write(`${renderProblem(problem, output.colours)}\n\n`);
    const { book, mappings } = configuration ?? {};
    output.write(summary(problems, { partners: book?.partners.length ?? 0, mappings: mappings?.size ?? 0 }));
  }
  return sound ? 0 : 1;
}

function summary(problems: readonly Problem[], found: { partners: number; mappings: number }): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = count(problems.length - errors, 'warning');
  const files = count(new Set(problems.map(({ file }) => file)).size, 'file');
  if (errors > 0)
    return `${count(errors, 'error')} and ${warnings} in ${files}. Correct them and check again.\n`;
  const sound = `hub.yaml, ${count(found.partners, 'partner')} and ${count(found.mappings, 'mapping')} are sound`;
  const aside = problems.length === 0 ? '' : `, with ${warnings}`;
  return `${sound}${aside}. Next: waybill try FILE\n`;
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
