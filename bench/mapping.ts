/**
 * Mapping speed on an 810 of 1,000 lines with 15 fields each and an 856 of 1,000 items, with hand-written closures and
 * JSONata in the same run on the same documents.
 *
 * The peer is the closures with origins: they give what a mapping gives. Bare closures and JSONata leave origins out.
 * Each measurement has a process of its own and runs compiled JavaScript without flags, as the hub
 * does. That time grows as the lines do is held by test/mapping/linear.test.ts. `--against COMMIT` compares with another commit.
 */
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareScripts, type ScriptMeasurement } from './against/compare-scripts.js';
import { readScriptOptions } from './against/options.js';
import { type MappingSet, mappingSets } from './mapping-subject.js';
import type { MappingMeasurement } from './measure-mapping.js';
import { compileMeasurement, runMeasurement } from './measurement.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const compiled = join(root, 'node_modules', '.cache', 'waybill-bench');
const usualLines = 1_000;
const quickLines = 50;

/** Runs the benchmark. Options: --quick (50 lines). @throws OptionError, and TreeError for another commit */
export async function run(words: readonly string[]): Promise<void> {
  const { against, turns, flags } = readScriptOptions(words, []);
  const lines = flags.has('quick') ? quickLines : usualLines;
  if (against !== undefined) return compareMapping(against, turns, lines);
  compileMeasurement(compiled);
  const { model } = cpus()[0] ?? { model: 'unknown processor' };
  console.log(`## Mapping\n\nNode ${process.version}, ${cpus().length} x ${model.trim()}\n`);
  console.log('| Set | lines | origins | Way | ms | lines/s | x closures |');
  console.log('|---|--:|--:|---|--:|--:|--:|');
  for (const set of mappingSets) await printWays(set, lines);
}

async function compareMapping(against: string, turns: number, lines: number): Promise<void> {
  await compareScripts(against, turns, {
    title: 'Mapping',
    script: 'measure-mapping',
    measurements: mappingSets.map((set) => mappingOf(set, lines)),
    notes: ['- jsonata is the same package on both sides: its ratio shows the noise of the machine'],
  });
}

function mappingOf(set: MappingSet, lines: number): ScriptMeasurement {
  return {
    words: [set, String(lines)],
    figuresOf: (printed) =>
      Object.entries((printed as MappingMeasurement).milliseconds).map(([way, value]) => ({
        subject: `${set}, ${lines} lines, ${way}`,
        name: 'ms',
        value,
        better: 'less',
      })),
  };
}

async function printWays(set: MappingSet, lines: number): Promise<void> {
  const { milliseconds, origins } = await measure(set, lines);
  for (const [way, taken] of Object.entries(milliseconds)) {
    const times = (taken / milliseconds.closures).toFixed(2);
    printRow([set, lines, origins, way, taken.toFixed(2), ((lines / taken) * 1_000).toFixed(0), times]);
  }
}

async function measure(set: MappingSet, size: number): Promise<MappingMeasurement> {
  return (await runMeasurement(compiled, 'measure-mapping.js', [set, String(size)])) as MappingMeasurement;
}

function printRow(cells: readonly (string | number)[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}
