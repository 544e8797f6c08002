/**
 * Reads what follows the name of a benchmark. What is wrong with it is one sentence for whoever wrote it.
 */
import { parseArgs } from 'node:util';
import { turnsByDefault } from './turns.js';

/** A sentence that names the option. */
export class OptionError extends Error {}

/** Options of the scripts that measure one thing in a process: x12, mapping. */
export interface ScriptOptions {
  /** The commit to compare with. */
  against: string | undefined;
  turns: number;
  /** Those of the flags that were given. */
  flags: ReadonlySet<string>;
}

/**
 * @param flags what the benchmark knows beside --against, --turns and --quick, without the hyphens
 * @throws OptionError
 */
export function readScriptOptions(words: readonly string[], flags: readonly string[]): ScriptOptions {
  const known = ['quick', ...flags];
  const { against, turns, ...given } = parseKnown(words, {
    against: { type: 'string' },
    turns: { type: 'string' },
    ...Object.fromEntries(known.map((name) => [name, { type: 'boolean' }] as const)),
  });
  const usualTurns = given['quick'] === true ? 2 : turnsByDefault;
  if (turns !== undefined && against === undefined)
    throw new OptionError('--turns goes with --against COMMIT: without it each part runs once.');
  return {
    against: against as string | undefined,
    turns: wholeNumber('turns', turns as string | undefined, 1_000) ?? usualTurns,
    flags: new Set(Object.keys(given)),
  };
}

type Known = NonNullable<Parameters<typeof parseArgs>[0]>['options'];

function parseKnown(
  words: readonly string[],
  options: NonNullable<Known>,
): Record<string, string | boolean | (string | boolean)[] | undefined> {
  try {
    return parseArgs({ args: [...words], options }).values;
  } catch (error) {
    throw new OptionError((error as Error).message);
  }
}

/** @throws OptionError unless it is a whole number from 1 to the most */
export function wholeNumber(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most)
    throw new OptionError(`--${name} ${text}: a whole number from 1 to ${most} is needed.`);
  return value;
}
