/**
 * Which rows of two versions of a document belong together: segments, rows of a file, or elements.
 *
 * Only rows of one name are paired, in their order, so that one row more does not make all that follow it differ.
 */

export interface NamedRow {
  name: string;
  /** The row is told from others of its name by it, such as a line number or a qualifier. */
  key: string;
  /** All of it. */
  text: string;
}

/** Places of two rows that are one; one of them is absent where a row has no counterpart. */
export type RowPair = readonly [before: number | undefined, after: number | undefined];

/** Rows times rows that are weighed against each other; larger documents are paired row by row of each name. */
export const alignedMax = 1_000_000;

/** @returns in the order of the documents; rows that are equal at both ends of them are left out */
export function alignRows(before: readonly NamedRow[], after: readonly NamedRow[]): RowPair[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start]!.text === after[start]!.text) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end)!.text === after.at(-1 - end)!.text) end += 1;
  const [one, other] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const pairs = one.length * other.length > alignedMax ? pairInOrder(one, other) : pairBest(one, other);
  const moved = (at: number | undefined) => (at === undefined ? undefined : at + start);
  return pairs.map(([at, counterpart]) => [moved(at), moved(counterpart)]);
}

/** How much two rows are one; 0: not at all. */
function likeness(one: NamedRow, other: NamedRow): number {
  if (one.name !== other.name) return 0;
  if (one.text === other.text) return 4;
  return one.key === other.key ? 3 : 1;
}

const [paired, gone, appeared] = [1, 2, 3];

/** The pairs whose likeness adds up to most: what stands behind each pair is weighed first, then walked from the start. */
function pairBest(one: readonly NamedRow[], other: readonly NamedRow[]): RowPair[] {
  const width = other.length;
  const steps = new Uint8Array(one.length * width);
  let behind = new Uint32Array(width + 1);
  for (let at = one.length - 1; at >= 0; at -= 1) {
    const best = new Uint32Array(width + 1);
    for (let counterpart = width - 1; counterpart >= 0; counterpart -= 1) {
      const like = likeness(one[at]!, other[counterpart]!);
      const together = like === 0 ? 0 : like + behind[counterpart + 1]!;
      const apart = Math.max(behind[counterpart]!, best[counterpart + 1]!);
      best[counterpart] = Math.max(together, apart);
      const alone = behind[counterpart]! >= best[counterpart + 1]! ? gone : appeared;
      steps[at * width + counterpart] = like > 0 && together >= apart ? paired : alone;
    }
    behind = best;
  }
  return walk(steps, one.length, width);
}

function walk(steps: Uint8Array, height: number, width: number): RowPair[] {
  const pairs: RowPair[] = [];
  let [at, counterpart] = [0, 0];
  while (at < height || counterpart < width) {
    const isInside = at < height && counterpart < width;
    const step = isInside ? steps[at * width + counterpart] : at < height ? gone : appeared;
    pairs.push([step === appeared ? undefined : at, step === gone ? undefined : counterpart]);
    if (step !== appeared) at += 1;
    if (step !== gone) counterpart += 1;
  }
  return pairs;
}

/** The first of a name with the first, and so on. */
function pairInOrder(one: readonly NamedRow[], other: readonly NamedRow[]): RowPair[] {
  const [places, taken] = [new Map<string, number[]>(), new Map<string, number>()];
  for (const [at, { name }] of other.entries()) {
    const known = places.get(name);
    if (known === undefined) places.set(name, [at]);
    else known.push(at);
  }
  const pairs = one.map(({ name }, at): RowPair => {
    const next = taken.get(name) ?? 0;
    taken.set(name, next + 1);
    return [at, places.get(name)?.[next]];
  });
  const left = [...places].flatMap(([name, all]) => all.slice(taken.get(name) ?? 0));
  return [...pairs, ...left.map((at): RowPair => [undefined, at])];
}
