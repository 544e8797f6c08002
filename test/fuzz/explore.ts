/**
 * The loop of the fuzzer, in a worker thread: changes an input, reads it, and keeps it where it reached something new.
 *
 * The input at hand stands in shared memory, so that the thread that watches can save it when this one hangs.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { countersName } from './instrument.js';
import { Mutator, type Draw } from './mutate.js';

/** What the watching thread hands over. */
export interface Exploration {
  seed: number;
  seconds: number;
  counters: number;
  seeds: Uint8Array[];
  /** How many inputs were tried. */
  tried: SharedArrayBuffer;
  /** Length of the input at hand, then its bytes. */
  current: SharedArrayBuffer;
}

export type Told =
  | { kind: 'find'; words: string; bytes: Uint8Array }
  | { kind: 'end'; tried: number; kept: number; reached: number };

const exploration = workerData as Exploration;
const counters = new Uint32Array(exploration.counters);
(globalThis as Record<string, unknown>)[countersName] = counters;
const { checkBytes } = await import('./target.js');

/** By counter: the ranges of counts seen, one bit each. */
const seen = new Uint8Array(exploration.counters);
const tried = new Int32Array(exploration.tried);
const currentLength = new Int32Array(exploration.current, 0, 1);
const currentBytes = new Uint8Array(exploration.current, 4);
const finds = new Set<string>();

/** Runs one input; tells whether it reached a branch, or a number of times through one, that none before did. */
function isNew(bytes: Uint8Array): boolean {
  currentBytes.set(bytes);
  Atomics.store(currentLength, 0, bytes.length);
  counters.fill(0);
  const words = fault(bytes);
  Atomics.add(tried, 0, 1);
  if (words !== undefined && !finds.has(words)) {
    finds.add(words);
    tell({ kind: 'find', words, bytes: smallest(bytes, words) });
  }
  let fresh = false;
  for (let at = 0; at < counters.length; at++) {
    const count = counters[at]!;
    if (count === 0) continue;
    const bit = 1 << Math.min(7, 32 - Math.clz32(count) - 1);
    if ((seen[at]! & bit) !== 0) continue;
    seen[at] = seen[at]! | bit;
    fresh = true;
  }
  return fresh;
}

function fault(bytes: Uint8Array): string | undefined {
  try {
    checkBytes(bytes);
    return undefined;
  } catch (error) {
    // The same fault is told with one text, whatever numbers it holds.
    const text =
      error instanceof Error ? `${error.message} ${error.stack?.split('\n')[1]?.trim()}` : String(error);
    return text.replace(/\d+/g, '#');
  }
}

/** Takes out of a find whatever it does not need, for a while. */
function smallest(found: Uint8Array, words: string): Uint8Array {
  let bytes = Buffer.from(found);
  for (let size = bytes.length >> 1; size > 0; size >>= 1)
    for (let at = 0; at < bytes.length; at += size) {
      const without = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)]);
      if (fault(without) === words) bytes = without;
    }
  return bytes;
}

function tell(told: Told): void {
  parentPort!.postMessage(told);
}

/** Numbers that look random and follow from the seed (xorshift). */
function drawing(seed: number): Draw {
  let state = seed | 1;
  return (most) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % (most + 1);
  };
}

const draw = drawing(exploration.seed);
const mutator = new Mutator(draw);
const kept = [...exploration.seeds];
for (const input of kept) isNew(input);
const end = Date.now() + exploration.seconds * 1000;
while (Date.now() < end) {
  // What was kept last has been tried least.
  const from = draw(2) === 0 ? kept.length - 1 - draw(Math.min(30, kept.length - 1)) : draw(kept.length - 1);
  const input = mutator.mutate(kept[from]!, kept[draw(kept.length - 1)]!);
  if (isNew(input)) kept.push(input);
}
tell({
  kind: 'end',
  tried: Atomics.load(tried, 0),
  kept: kept.length,
  reached: seen.filter((bits) => bits > 0).length,
});
