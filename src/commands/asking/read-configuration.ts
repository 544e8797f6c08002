/**
 * The configuration for a command that needs all of it to be sound; what is wrong is shown on stderr.
 */
import { type Configuration, loadConfiguration } from '../../configuration/index.js';
import { renderProblem } from '../../yaml/index.js';
import type { Terminal } from '../terminal.js';

/** @returns undefined when there are errors, which have been shown then */
export function readConfiguration(root: string, terminal: Terminal): Configuration | undefined {
  const { configuration, problems } = loadConfiguration(root, process.env);
  if (configuration !== undefined) return configuration;
  for (const problem of problems) terminal.remark(`${renderProblem(problem, terminal.colours)}\n\n`);
  terminal.remark('The configuration has to be sound for this. Next: npx waybill check\n');
  return undefined;
}
