/**
 * One measurement of bench/mapping.ts, in its own process: `measure-mapping <set> <lines>` prints one JSON line.
 *
 * All ways map the same document, read once, in turns, so that what else the machine does meets them alike. A turn is
 * several documents, so that the garbage they make is paid for; the best of the turns counts. Before that their results are compared.
 * `--against` runs the script of other commits: arguments and output stay as they are.
 */
import { deepStrictEqual } from 'node:assert';
import { readCrosswalk } from '../src/crosswalks/crosswalk.js';
import { compileMapping } from '../src/mapping/compile.js';
import type { Mapping } from '../src/mapping/file/mapping.js';
import { type ByHand, invoiceByHand, startWork, type Tables } from './mapping-closures.js';
import { shipNoticeByHand } from './mapping-closures-856.js';
import { compileJsonata, toJsonForm } from './mapping-jsonata.js';
import {
  mappingFile,
  type MappingSet,
  mappingTexts,
  partner,
  readDocument,
  tables,
  today,
} from './mapping-subject.js';

export type Way = 'mapping' | 'closures' | 'closures, bare' | 'jsonata' | 'json form and jsonata' | 'reading';

export interface MappingMeasurement {
  /** Milliseconds for one document. */
  milliseconds: Record<Way, number>;
  /** Origins of one document. */
  origins: number;
  bytes: number;
}

const turns = 12;
/** JSONata is slow: fewer documents tell enough. */
const documentsPerTurn: Record<Way, number> = {
  mapping: 8,
  closures: 8,
  'closures, bare': 8,
  jsonata: 1,
  'json form and jsonata': 1,
  reading: 8,
};

async function measure(set: MappingSet, lines: number): Promise<MappingMeasurement> {
  const bytes = mappingFile(set, lines);
  const document = readDocument(bytes);
  const mapping = compileOurs(set);
  const opened = openTables();
  const where = { partner, day: today };
  const byHand = set === '810' ? invoiceByHand : shipNoticeByHand;
  const closures = (noted: boolean): ByHand => byHand(document, startWork(opened, where, noted));
  const jsonata = compileJsonata(set, opened, where);
  const form = toJsonForm(document);
  const ours = () => mapping.apply(document, { partner, today });
  const { origins } = ours();
  compareResults(ours(), closures(true), await jsonata(form));
  const ways: Record<Way, () => unknown> = {
    mapping: ours,
    closures: () => closures(true),
    'closures, bare': () => closures(false),
    jsonata: () => jsonata(form),
    'json form and jsonata': () => jsonata(toJsonForm(document)),
    reading: () => readDocument(bytes),
  };
  return { milliseconds: await inTurns(ways), origins: Object.keys(origins).length, bytes: bytes.length };
}

async function inTurns(ways: Record<Way, () => unknown>): Promise<Record<Way, number>> {
  const best = Object.fromEntries(Object.keys(ways).map((way) => [way, Infinity])) as Record<Way, number>;
  for (let turn = 0; turn < turns; turn += 1)
    for (const [name, map] of Object.entries(ways)) {
      const way = name as Way;
      const from = performance.now();
      for (let count = 0; count < documentsPerTurn[way]; count += 1) await map();
      best[way] = Math.min(best[way], (performance.now() - from) / documentsPerTurn[way]);
    }
  return best;
}

function compileOurs(set: MappingSet): Mapping {
  const { mapping, problems } = compileMapping(
    { file: `mappings/bench-${set}.yaml`, text: mappingTexts[set] },
    { readText: (path) => tables[path] },
  );
  if (!mapping) throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return mapping;
}

function openTables(): Tables {
  const open = (file: string, key: readonly string[]) => {
    const { crosswalk } = readCrosswalk(tables[file] ?? '', key);
    if (!crosswalk) throw new Error(`the table ${file} cannot be read`);
    return crosswalk;
  };
  return {
    uom: open('uom.csv', ['unit']),
    items: open('items.csv', ['vendor_item', 'vendor_unit']),
    locations: open('locations.csv', ['account']),
  };
}

/** Ways that do not do the same are no peers. */
function compareResults(
  ours: { record: Record<string, unknown>; origins: object; issues: readonly object[] },
  hand: ByHand,
  theirs: Record<string, unknown>,
): void {
  const { record: _kind, partner: _partner, ...record } = ours.record;
  deepStrictEqual(hand.record, record);
  deepStrictEqual(hand.origins, ours.origins);
  deepStrictEqual([ours.issues, hand.issues], [[], []]);
  // JSONata marks its lists with properties of its own, which a plain copy has not.
  deepStrictEqual(JSON.parse(JSON.stringify(theirs)), JSON.parse(JSON.stringify(record)));
}

const [set, lines] = process.argv.slice(2) as [MappingSet, string];
console.log(JSON.stringify(await measure(set, Number(lines))));
