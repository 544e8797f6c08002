/**
 * The options of `npm run bench -- hub`.
 */
import { parseArgs } from 'node:util';
import { OptionError, wholeNumber } from '../against/options.js';
import { turnsByDefault } from '../against/turns.js';

export const sizeNames = ['embedded', 'postgres', 'redis'] as const;
export type SizeName = (typeof sizeNames)[number];

export interface Load {
  files: number;
  setsPerFile: number;
}

export interface HubOptions {
  /** The commit to compare with. */
  against: string | undefined;
  turns: number;
  sizes: readonly SizeName[];
  partners: number;
  /** Dropped before anything is timed: compiling code and the first plans cost as much as the work. */
  warmUp: readonly Load[];
  loads: readonly Load[];
  /** How many files come one by one, for the latency. */
  latencyFiles: number;
  /** Too few files for a figure. */
  quick: boolean;
}

/** Files of one set, files of many sets; the same for the warm-up; files for the latency. */
const amounts = {
  full: { one: 1_200, many: 300, warmUpOne: 400, warmUpMany: 30, latency: 100 },
  quick: { one: 60, many: 6, warmUpOne: 20, warmUpMany: 2, latency: 20 },
};
const setsOfMany = 20;

/** @throws OptionError that names the option */
export function readHubOptions(words: readonly string[]): HubOptions {
  const { against, size = [], quick = false, ...values } = parse(words);
  const sets = wholeNumber('sets', values.sets, 10_000);
  const files = wholeNumber('files', values.files, 1_000_000);
  const amount = quick ? amounts.quick : amounts.full;
  const usualTurns = against === undefined ? 1 : quick ? 2 : turnsByDefault;
  const load = (setsPerFile: number, one: number, many: number) => ({
    files: setsPerFile === 1 ? one : many,
    setsPerFile,
  });
  const loads = (sets === undefined ? [1, setsOfMany] : [sets]).map((setsPerFile) =>
    load(setsPerFile, files ?? amount.one, files ?? amount.many),
  );
  // Files of one set come first in any case: the latency is measured with them.
  const warmUpSets = new Set([1, ...loads.map(({ setsPerFile }) => setsPerFile)]);
  return {
    against,
    turns: wholeNumber('turns', values.turns, 1_000) ?? usualTurns,
    sizes: size.length === 0 ? sizeNames : size.map(knownSize),
    partners: wholeNumber('partners', values.partners, 500) ?? 1,
    warmUp: [...warmUpSets].map((setsPerFile) => load(setsPerFile, amount.warmUpOne, amount.warmUpMany)),
    loads,
    latencyFiles: amount.latency,
    quick,
  };
}

function parse(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        against: { type: 'string' },
        turns: { type: 'string' },
        files: { type: 'string' },
        sets: { type: 'string' },
        partners: { type: 'string' },
        size: { type: 'string', multiple: true },
        quick: { type: 'boolean' },
      },
    });
    return values;
  } catch (error) {
    throw new OptionError((error as Error).message);
  }
}

function knownSize(name: string): SizeName {
  const known = sizeNames.find((one) => one === name);
  if (known === undefined)
    throw new OptionError(`--size ${name}: there is no such size. Known: ${sizeNames.join(', ')}.`);
  return known;
}
