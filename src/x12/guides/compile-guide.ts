/**
 * Turns the written structure of a transaction set into tables for the walk: loops, their items, and where in a loop
 * each segment may stand.
 *
 * Item 0 of a loop is its trigger; the root's trigger is ST. SE is not an item: the envelope closes the set.
 */
import { segmentIdOf } from '../segment-id.js';
import type { Dictionary } from './compile-dictionary.js';
import type { SetKind } from './set-kinds.js';

/** A set as written; see guides/4010 for the form of its text. */
export interface GuideText {
  set: string;
  /** GS01 of the groups that carry it. */
  functionalId: string;
  text: string;
  /** The segment that CTT01 counts, where the set has one. */
  counts?: string;
  /** How sure its structure is, see set-kinds.ts. */
  confidence: SetKind['confidence'];
}

export interface Guide {
  readonly version: string;
  readonly set: string;
  readonly functionalId: string;
  readonly confidence: SetKind['confidence'];
  readonly dictionary: Dictionary;
  /** Row of the segment that CTT01 counts; -1 for none. */
  readonly countedRow: number;
  /** Row of the CTT segment; -1 for none. */
  readonly totalsRow: number;
  /** Row of the HL segment where levels form a tree; -1 for none. */
  readonly levelRow: number;
  /** Trigger of each loop, "" for the root, which is loop 0. */
  readonly loopIds: readonly string[];
  /** Items of loop l stand at firstItem[l] to firstItem[l + 1] - 1. */
  readonly firstItem: Int32Array;
  /** Row of the item's segment; for a loop, of its trigger. */
  readonly itemRow: Int16Array;
  /** The loop an item opens; -1 for a plain segment. */
  readonly itemLoop: Int16Array;
  /** How often it may stand; 0 means any number. */
  readonly itemMax: Int32Array;
  /** The next mandatory item at or after this one in the same loop; the loop's end when there is none. */
  readonly nextMandatory: Int32Array;
  /** At loop * rows + row: the first item of the loop where the segment may stand; -1 for nowhere. */
  readonly place: Int32Array;
  /** The next item of the same loop with the same segment; -1 for none. */
  readonly nextPlace: Int32Array;
  /** 1 for rows that stand somewhere in the set. */
  readonly inSet: Uint8Array;
  /** Rows in `place` per loop. */
  readonly rows: number;
  /** Where an agreement changed the structure: the guide as X12 has it, and how often each item was agreed; -1 for no word. */
  readonly agreed?: { readonly standard: Guide; readonly max: Int32Array };
}

interface Item {
  row: number;
  mandatory: boolean;
  max: number;
  loop: number;
}

/** Compiles a set; throws on text that is not in the form, which is a bug of the data files. */
export function compileGuide(version: string, source: GuideText, dictionary: Dictionary): Guide {
  const { loops, loopIds } = readLoops(source, dictionary);
  const rows = dictionary.names.length;
  const firstItem = new Int32Array(loops.length + 1);
  loops.forEach((items, loop) => (firstItem[loop + 1] = firstItem[loop]! + items.length));
  const items = loops.flat();
  const place = new Int32Array(loops.length * rows).fill(-1);
  const nextPlace = new Int32Array(items.length).fill(-1);
  const nextMandatory = new Int32Array(items.length + 1);
  loops.forEach((_, loop) => {
    const end = firstItem[loop + 1]!;
    let mandatory = end;
    for (let item = end - 1; item >= firstItem[loop]!; item--) {
      if (items[item]!.mandatory) mandatory = item;
      nextMandatory[item] = mandatory;
      if (item === firstItem[loop]) continue;
      const key = loop * rows + items[item]!.row;
      nextPlace[item] = place[key]!;
      place[key] = item;
    }
  });
  const inSet = new Uint8Array(rows);
  for (const item of items) inSet[item.row] = 1;
  const rowNamed = (id: string) => rowOf(dictionary, id);
  return {
    version,
    set: source.set,
    functionalId: source.functionalId,
    confidence: source.confidence,
    dictionary,
    countedRow: source.counts === undefined ? -1 : rowNamed(source.counts),
    totalsRow: rowNamed('CTT'),
    levelRow: inSet[rowNamed('HL')] === 1 ? rowNamed('HL') : -1,
    loopIds,
    firstItem,
    itemRow: Int16Array.from(items, (item) => item.row),
    itemLoop: Int16Array.from(items, (item) => item.loop),
    itemMax: Int32Array.from(items, (item) => item.max),
    nextMandatory,
    place,
    nextPlace,
    inSet,
    rows,
  };
}

/** Reads lines such as "BEG! REF:* PER:3" and "loop PO1!:100000"; indentation tells what stands in a loop. */
function readLoops(source: GuideText, dictionary: Dictionary): { loops: Item[][]; loopIds: string[] } {
  const loops: Item[][] = [[{ row: rowOf(dictionary, 'ST'), mandatory: true, max: 1, loop: -1 }]];
  const loopIds = [''];
  const open = [0];
  for (const line of source.text.split('\n')) {
    const words = line.trim();
    if (words === '') continue;
    const depth = (line.length - line.trimStart().length) / 2;
    if (depth >= open.length) throw new Error(`"${words}" of ${source.set} is indented too far`);
    open.length = depth + 1;
    const target = loops[open[depth]!]!;
    if (!words.startsWith('loop ')) {
      for (const word of words.split(' ')) target.push(readItem(word, dictionary));
      continue;
    }
    const word = words.slice('loop '.length);
    const item = readItem(word, dictionary);
    item.loop = loops.length;
    target.push(item);
    open.push(loops.length);
    loops.push([{ row: item.row, mandatory: true, max: 1, loop: -1 }]);
    loopIds.push(dictionary.names[item.row]!);
  }
  return { loops, loopIds };
}

function readItem(word: string, dictionary: Dictionary): Item {
  const [, id, mandatory, max] = /^(\w+)(!?)(?::(\d+|\*))?$/.exec(word) ?? [];
  if (!id) throw new Error(`"${word}" is no item of a set`);
  return {
    row: rowOf(dictionary, id),
    mandatory: mandatory === '!',
    max: max === '*' ? 0 : Number(max ?? 1),
    loop: -1,
  };
}

function rowOf(dictionary: Dictionary, id: string): number {
  const row = dictionary.rowOf[segmentIdOf(id)]!;
  if (row < 0) throw new Error(`segment ${id} is in no dictionary`);
  return row;
}
