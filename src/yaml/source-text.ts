/**
 * The text of a configuration file by lines: offsets to line and column, and the line itself.
 */
export interface SourceText {
  /** @param offset UTF-16 units from the start of the text; both results count from 1 */
  lineAndColumn(offset: number): { line: number; col: number };
  /** The line without its end; '' past the end. */
  line(number: number): string;
}

export function openSourceText(text: string): SourceText {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);

  return {
    lineAndColumn(offset) {
      const index = lastNotAfter(starts, Math.max(0, Math.min(offset, text.length)));
      return { line: index + 1, col: Math.max(0, offset - starts[index]!) + 1 };
    },
    line(number) {
      const start = starts[number - 1];
      if (start === undefined) return '';
      const end = starts[number];
      return text.slice(start, end === undefined ? text.length : end - 1).replace(/\r$/, '');
    },
  };
}

/** Position of the last entry that is not greater than the offset; `sorted` starts with 0. */
function lastNotAfter(sorted: readonly number[], offset: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sorted[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
