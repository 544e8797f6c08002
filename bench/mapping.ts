/**
 * Mapping speed on an 810 of 1,000 lines with 15 fields each and an 856 of 1,000 items, with hand-written closures and
 * JSONata in the same run on the same documents.
 *
 * The peer is the closures with origins: they give what a mapping gives. Bare closures and JSONata leave origins out.
 * Each measurement has a process of its own and runs compiled JavaScript without flags, as the hub does. `--growth` maps
 * documents of 1,000 to 8,000 lines instead: each row says how many times longer it took than the row before.
 */
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MappingSet, mappingSets } from './mapping-subject.js';
import type { MappingMeasurement, Way } from './measure-mapping.js';
import { compileMeasurement, runMeasurement } from './measurement.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const compiled = join(root, 'node_modules', '.cache', 'waybill-mapping');
const lines = 1_000;

/** Runs the benchmark. Option: --growth. */
export async function run(options: readonly string[]): Promise<void> {
  compileMeasurement(compiled, 'measure-mapping.ts');
  const { model } = cpus()[0] ?? { model: 'unknown processor' };
  console.log(`## Mapping\n\nNode ${process.version}, ${cpus().length} x ${model.trim()}\n`);
  if (options.includes('--growth')) return await printGrowth();
  console.log('| Set | lines | origins | Way | ms | lines/s | x closures |');
  console.log('|---|--:|--:|---|--:|--:|--:|');
  for (const set of mappingSets) await printWays(set);
}

async function printWays(set: MappingSet): Promise<void> {
  const { milliseconds, origins } = await measure(set, lines);
  for (const [way, taken] of Object.entries(milliseconds)) {
    const times = (taken / milliseconds.closures).toFixed(2);
    printRow([set, lines, origins, way, taken.toFixed(2), ((lines / taken) * 1_000).toFixed(0), times]);
  }
}

async function printGrowth(): Promise<void> {
  const ways: Way[] = ['mapping', 'closures'];
  console.log('| Set | lines | Way | ms | times the row before |');
  console.log('|---|--:|---|--:|--:|');
  for (const set of mappingSets) {
    const found: MappingMeasurement[] = [];
    const sizes = [1, 2, 4, 8].map((times) => times * lines);
    for (const size of sizes) found.push(await measure(set, size));
    for (const way of ways)
      found.forEach(({ milliseconds }, index) => {
        const before = found[index - 1]?.milliseconds[way];
        const times = before === undefined ? '-' : (milliseconds[way] / before).toFixed(2);
        printRow([set, sizes[index] ?? 0, way, milliseconds[way].toFixed(2), times]);
      });
  }
}

async function measure(set: MappingSet, size: number): Promise<MappingMeasurement> {
  return (await runMeasurement(compiled, 'measure-mapping.js', [set, String(size)])) as MappingMeasurement;
}

function printRow(cells: readonly (string | number)[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}
