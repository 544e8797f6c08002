/**
 * Figures of two trees measured in pairs, and what may be said of them. Pure.
 *
 * `times better` is above 1 when this tree is better, whether more is better (files a second) or less (milliseconds).
 */

/** What one measurement found; the same names come in every turn. */
export interface Figure {
  /** What was measured: a size and load, or a set and reader. Rows of one subject stand together. */
  subject: string;
  /** Name and unit: `files/s`. */
  name: string;
  value: number;
  better: 'more' | 'less';
}

/** One pair of measurements: both trees, one right after the other. */
export interface Pair {
  own: readonly Figure[];
  other: readonly Figure[];
}

export interface Spread {
  median: number;
  min: number;
  max: number;
}

export interface Comparison {
  subject: string;
  name: string;
  own: Spread;
  other: Spread;
  /** Of the medians. */
  timesBetter: number;
  /** Of each pair by itself. */
  timesBetterByPair: Spread;
}

/** The middle value; of an even number the mean of the two in the middle. @throws RangeError without values */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a part of the values lies, between neighbours in proportion. @throws RangeError without values */
export function quantile(values: readonly number[], part: number): number {
  if (values.length === 0) throw new RangeError('no value was measured');
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Whether this tree goes first: they take turns, so that neither always meets a rested machine. */
export function isOwnFirst(turn: number): boolean {
  return turn % 2 === 0;
}

/** One comparison for each figure that both trees have in every turn, in the order of the first turn. */
export function compare(pairs: readonly Pair[]): Comparison[] {
  const first = pairs[0]?.own ?? [];
  return first.flatMap(({ subject, name, better }) => {
    const values = (side: 'own' | 'other') =>
      pairs.flatMap((pair) => find(pair[side], subject, name)?.value ?? []);
    const [own, other] = [values('own'), values('other')];
    if (own.length < pairs.length || other.length < pairs.length) return [];
    const times = (ours: number, theirs: number) => (better === 'more' ? ours / theirs : theirs / ours);
    return [
      {
        subject,
        name,
        own: spreadOf(own),
        other: spreadOf(other),
        timesBetter: times(median(own), median(other)),
        timesBetterByPair: spreadOf(own.map((value, turn) => times(value, other[turn]!))),
      },
    ];
  });
}

/** Rows of Markdown for one tree alone: the median of its turns, with the least and the most when there are several. */
export function aloneTable(turns: readonly (readonly Figure[])[]): string[] {
  return (turns[0] ?? []).map(({ subject, name }) => {
    const values = turns.flatMap((figures) => find(figures, subject, name)?.value ?? []);
    return row([subject, name, values.length === 1 ? rounded(values[0]!) : spread(spreadOf(values))]);
  });
}

function find(figures: readonly Figure[], subject: string, name: string): Figure | undefined {
  return figures.find((one) => one.subject === subject && one.name === name);
}

/** The head of a table of comparisons, in Markdown. */
export function comparisonHead(otherName: string): string[] {
  return [
    row(['', 'Figure', 'this tree', otherName, 'times better', 'by pairs']),
    '|---|---|--:|--:|--:|--:|',
  ];
}

/** Its rows: medians with the least and the most, then the ratios. */
export function comparisonRows(comparisons: readonly Comparison[]): string[] {
  return comparisons.map(({ subject, name, own, other, timesBetter, timesBetterByPair }) =>
    row([subject, name, spread(own), spread(other), timesBetter.toFixed(2), spread(timesBetterByPair, 2)]),
  );
}

/** What a reader must know about the table above. */
export function tableLegend(turns: number): string {
  return `Each cell is the median of the turns (least to most), of which there were ${turns}. _Times better_ divides the medians: above 1 this tree is better.
_By pairs_ divides within each turn. Where its range includes 1, this run shows no difference. Where it does not, chance alone
does that in one row of ${2 ** (turns - 1)}.`;
}

export function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

function spread({ median: middle, min, max }: Spread, digits?: number): string {
  const text = (value: number) => rounded(value, digits);
  return `${text(middle)} (${text(min)} to ${text(max)})`;
}

/** Three figures are as many as these measurements carry. */
export function rounded(value: number, digits?: number): string {
  if (digits !== undefined) return value.toFixed(digits);
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}
