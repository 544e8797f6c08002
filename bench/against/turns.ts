/**
 * Measures two trees in turns: A B, then B A, and so on, each pair without a pause between them.
 *
 * Machines that others use change within minutes. Only what ran side by side can be compared.
 */
import { isOwnFirst, type Figure, type Pair } from './figures.js';
import type { Tree } from './trees.js';

export const turnsByDefault = 7;

export interface Sides {
  own: Tree;
  other: Tree;
}

/** @returns one pair for each turn */
export async function inTurns(
  turns: number,
  sides: Sides,
  measure: (tree: Tree, turn: number) => Promise<Figure[]>,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let turn = 0; turn < turns; turn += 1) pairs.push(await measurePair(turn, sides, measure));
  return pairs;
}

/** Both trees once; which goes first depends on the turn. */
export async function measurePair(
  turn: number,
  { own, other }: Sides,
  measure: (tree: Tree, turn: number) => Promise<Figure[]>,
): Promise<Pair> {
  if (isOwnFirst(turn)) return { own: await measure(own, turn), other: await measure(other, turn) };
  const second = await measure(other, turn);
  return { own: await measure(own, turn), other: second };
}
