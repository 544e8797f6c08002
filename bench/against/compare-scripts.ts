/**
 * Compares what a measuring script of this folder says in two trees: each tree's own script on its own code, compiled,
 * every measurement in a process of its own, in turns.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { compileMeasurement, runMeasurement } from '../measurement.js';
import { conditionLines, noteStart } from './conditions.js';
import { compare, comparisonHead, comparisonRows, tableLegend, type Figure } from './figures.js';
import { openOtherTree, openOwnTree, say, TreeError, type Tree } from './trees.js';
import { inTurns } from './turns.js';

export interface ScriptComparison {
  title: string;
  /** Its name without ending: `measure-x12`. */
  script: string;
  measurements: readonly ScriptMeasurement[];
  /** What a reader must know about these figures, as lines of a list. */
  notes: readonly string[];
}

export interface ScriptMeasurement {
  words: readonly string[];
  /** What to take from the JSON that the script prints. */
  figuresOf(printed: unknown): Figure[];
}

/** Prints the table and its conditions. @throws TreeError when the other commit does not build or has no such script */
export async function compareScripts(
  against: string,
  turns: number,
  { title, script, measurements, notes }: ScriptComparison,
): Promise<void> {
  const sides = { own: openOwnTree(), other: openOtherTree(against) };
  const folders = new Map<Tree, string>();
  try {
    for (const tree of Object.values(sides)) folders.set(tree, compile(tree, script));
    const start = noteStart();
    print([`## ${title}, this tree against ${sides.other.name}\n`, ...comparisonHead(sides.other.name)]);
    for (const { words, figuresOf } of measurements) {
      say(`${script} ${words.join(' ')}, ${turns} turns`);
      const pairs = await inTurns(turns, sides, async (tree) =>
        figuresOf(await runMeasurement(folders.get(tree)!, `${script}.js`, words)),
      );
      const comparisons = compare(pairs);
      if (comparisons.length === 0)
        throw new TreeError(`${script} of the two trees has no figure in common: ${words.join(' ')}.`);
      print(comparisonRows(comparisons));
    }
    const commits = [`- this tree: ${sides.own.commit}`, `- ${sides.other.name}: ${sides.other.commit}`];
    print(['', tableLegend(turns), '', ...commits, ...conditionLines(start), ...notes]);
  } finally {
    for (const folder of folders.values()) rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the folder with the compiled script, near the packages that it imports */
function compile(tree: Tree, script: string): string {
  if (!existsSync(join(tree.root, 'bench', `${script}.ts`)))
    throw new TreeError(`${tree.name} has no bench/${script}.ts: it cannot be compared in this way.`);
  const cache = join(tree.root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'waybill-measure-'));
  compileMeasurement(folder, tree.root);
  return folder;
}

function print(lines: readonly string[]): void {
  console.log(lines.join('\n'));
}
