/**
 * Runs all tests, in groups that share no files, two groups at a time: `tsx test/kit/run-tests.ts [group...] [-- options of Mocha]`.
 *
 * Each group is a Mocha of its own, which ends by itself and whose exit code counts: Mocha's own `--parallel` loses an error
 * that comes after the last test of a file.
 */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { start } from './started.js';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Groups, the longest first; a file is in the first that names it or its folder. The last takes a minute or two.
 */
const groups = new Map<string, readonly string[]>([
  ['faults', ['faults/']],
  [
    'slow',
    [
      'end-to-end/',
      'operations/control.test.ts',
      'operations/refused-documents.test.ts',
      'queues/',
      'snapshots/',
      'transports/',
      'api/bull-board-browser.test.ts',
      'api/queue-board-redis.test.ts',
      'api/sign-in.test.ts',
      'configuration/hot-reload.test.ts',
      'configuration/plan.test.ts',
      'demo.test.ts',
      'docker.test.ts',
      'erp/sample-erp.test.ts',
      'store/database.test.ts',
      'store/pglite.test.ts',
      'tutorials.test.ts',
      'worked-examples.test.ts',
      'x12/any-bytes.test.ts',
      'x12/bad-input-size.test.ts',
      'x12/limits.test.ts',
      'x12/memory.test.ts',
      'x12/properties-faults.test.ts',
    ],
  ],
  ['quick', ['']],
]);
const atOnce = Math.min(2, availableParallelism());

interface Group {
  name: string;
  /** Not shown yet. */
  held: string;
  ended: boolean;
  passing: number;
  pending: number;
  failing: number;
}

/** Each file of tests is in one group. */
function filesOf(wanted: string): string[] {
  const groupOf = (file: string) =>
    [...groups].find(([, names]) => names.some((name) => file.startsWith(name)))?.[0];
  return readdirSync(join(projectRoot, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && groupOf(file) === wanted)
    .map((file) => join('test', file))
    .sort();
}

/** Runs one group to its end; what it says is handed on as it comes. */
async function run(group: Group, options: readonly string[], show: () => void): Promise<void> {
  const mocha = join(projectRoot, 'node_modules/mocha/bin/mocha.js');
  const color = process.stdout.isTTY ? ['--color'] : [];
  const child = start('SIGINT', process.execPath, [mocha, ...color, ...filesOf(group.name), ...options], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      group.held += text;
      show();
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  for (const word of ['passing', 'pending', 'failing'] as const) group[word] = lastCount(said, word);
  if (code !== 0 && group.failing === 0) {
    group.failing = 1;
    group.held += `\n${group.name}: ended with exit code ${code}\n`;
  }
  if (group.passing === 0 && options.length === 0) {
    group.failing += 1;
    group.held += `\n${group.name}: nothing passed\n`;
  }
  group.ended = true;
  show();
}

/** The number that Mocha printed before a word at the end, or 0. */
function lastCount(said: string, word: string): number {
  const lines = stripVTControlCharacters(said);
  const found = [...lines.matchAll(new RegExp(`^ *(\\d+) ${word}\\b`, 'gm'))];
  return Number(found.at(-1)?.[1] ?? 0);
}

/** Groups speak one after the other: the first that has not ended at once, those after it when their turn comes. */
function showInOrder(all: readonly Group[]): void {
  for (const group of all) {
    process.stdout.write(group.held);
    group.held = '';
    if (!group.ended) return;
  }
}

async function main(words: readonly string[]): Promise<void> {
  const rest = words.findIndex((word) => word.startsWith('-'));
  const names = words.slice(0, rest < 0 ? undefined : rest);
  const options = words.slice(names.length).filter((word) => word !== '--');
  const unknown = names.find((name) => !groups.has(name));
  if (unknown !== undefined) throw new Error(`no group ${unknown}: ${[...groups.keys()].join(', ')}`);
  const all = (names.length > 0 ? names : [...groups.keys()]).map((name): Group => {
    return { name, held: '', ended: false, passing: 0, pending: 0, failing: 0 };
  });
  const began = Date.now();
  const waiting = [...all];
  const work = async () => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift())
      await run(group, options, () => showInOrder(all));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const minutes = Math.round((Date.now() - began) / 6_000) / 10;
  const sum = (word: 'passing' | 'pending' | 'failing') =>
    all.reduce((total, group) => total + group[word], 0);
  const lines = [`  ${sum('passing')} passing (${minutes}m, ${all.map(({ name }) => name).join(', ')})`];
  for (const word of ['pending', 'failing'] as const) if (sum(word) > 0) lines.push(`  ${sum(word)} ${word}`);
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
  process.exitCode = sum('failing') > 0 ? 1 : 0;
}

await main(process.argv.slice(2));
