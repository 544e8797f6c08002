/**
 * The hub end to end, driven from outside only: files and sets per second from the drop to the ERP and the 997, and how
 * long one file takes at ten files a second. On the embedded database, PostgreSQL, and PostgreSQL with Redis.
 *
 * `--against COMMIT` measures another commit in turns with this tree. Hub, database, Redis, the ERP and this bench share
 * the machine. The options are those of hub/options.ts.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/store/database/database.js';
import { conditionLines, noteStart } from './against/conditions.js';
import {
  aloneTable,
  compare,
  comparisonHead,
  comparisonRows,
  rounded,
  row,
  tableLegend,
  type Figure,
} from './against/figures.js';
import { hasOtherFiles, openOtherTree, openOwnTree, say, type Tree } from './against/trees.js';
import { inTurns, type Sides } from './against/turns.js';
import { commitsPerSecond } from './floors.js';
import { readHubOptions, type HubOptions } from './hub/options.js';
import { openSizes, type Size, type Sizes } from './hub/sizes.js';
import { measureTurn } from './hub/turn.js';

/** Runs the benchmark. @throws OptionError, TreeError */
export async function run(words: readonly string[]): Promise<void> {
  const options = readHubOptions(words);
  const own = openOwnTree();
  const other = options.against === undefined ? undefined : openOtherTree(options.against);
  const sizes = await openSizes(options.sizes);
  try {
    const bench = new HubBench(options, sizes);
    await (other === undefined ? bench.printAlone(own) : bench.printBoth({ own, other }));
  } finally {
    await sizes.close();
  }
}

class HubBench {
  readonly #options: HubOptions;
  readonly #sizes: Sizes;
  /** Processors that others kept busy while a load ran. */
  readonly #others: number[] = [];
  readonly #start = noteStart();

  constructor(options: HubOptions, sizes: Sizes) {
    this.#options = options;
    this.#sizes = sizes;
  }

  async printAlone(tree: Tree): Promise<void> {
    this.#printHead('The hub');
    print([row(['', 'Figure', 'this tree']), '|---|---|--:|']);
    for (const size of this.#sizes.sizes) {
      print([row([size.name, 'commits/s, one after another', rounded(await commitFloor(size))])]);
      const turns: Figure[][] = [];
      for (let turn = 0; turn < this.#options.turns; turn += 1)
        turns.push(await this.#measure(size, tree, turn));
      print(aloneTable(turns));
    }
    print(['', `- this tree: ${tree.commit}`, ...this.#conditions()]);
  }

  async printBoth(sides: Sides): Promise<void> {
    const { own, other } = sides;
    this.#printHead(`The hub, this tree against ${other.name}`);
    print(comparisonHead(other.name));
    for (const size of this.#sizes.sizes) {
      const pairs = await inTurns(this.#options.turns, sides, (tree, turn) =>
        this.#measure(size, tree, turn),
      );
      print(comparisonRows(compare(pairs)));
    }
    print([
      '',
      tableLegend(this.#options.turns),
      '',
      `- this tree: ${own.commit}`,
      `- ${other.name}: ${other.commit}`,
    ]);
    if (hasOtherFiles(other.name, 'mappings'))
      print(['- the mappings that the two commits ship differ: part of a difference may be theirs']);
    print(this.#conditions());
  }

  async #measure(size: Size, tree: Tree, turn: number): Promise<Figure[]> {
    const { figures, others } = await measureTurn(tree.root, size, this.#options);
    this.#others.push(...others);
    const told = figures.map(({ name, value }) => `${rounded(value)} ${name}`).join(', ');
    say(`${size.name}, turn ${turn + 1} of ${this.#options.turns}, ${tree.name}: ${told}`);
    return figures;
  }

  #printHead(title: string): void {
    print([`## ${title}\n`]);
    if (this.#options.quick)
      print(['**Quick run: too few files and turns. It shows that all works and is no figure.**\n']);
  }

  #conditions(): string[] {
    const { turns, warmUp, latencyFiles, partners } = this.#options;
    const files = warmUp.map((load) => `${load.files} files of ${load.setsPerFile}`).join(' and ');
    const others = [...this.#others].sort((one, another) => one - another).map((value) => value.toFixed(1));
    return [
      ...conditionLines(this.#start),
      ...(others.length === 0
        ? []
        : [`- others kept ${others[0]} to ${others.at(-1)} processors busy while a load ran`]),
      `- ${this.#sizes.about}`,
      `- turns: ${turns}, each with a fresh site and database; partners: ${partners}; warm-up: ${files} sets`,
      `- invoices of one line, mapped by the x12-810 that each tree ships; latency of ${latencyFiles} files`,
    ];
  }
}

/** The floor: one-row transactions one after another, each flushed. */
async function commitFloor(size: Size): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'waybill-bench-'));
  const ground = await size.fresh();
  const databaseUrl = ground.environment['DATABASE_URL'];
  const database = await openDatabase({ dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
  try {
    return await commitsPerSecond(database);
  } finally {
    await database.close();
    await ground.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function print(lines: readonly string[]): void {
  console.log(lines.join('\n'));
}
