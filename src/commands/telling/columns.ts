/**
 * Rows of words as columns of text.
 */

/** Columns are as wide as their widest word; the last one is not filled up. */
export function columns(rows: readonly (readonly string[])[], indent = ''): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((word, at) => (widths[at] = Math.max(widths[at] ?? 0, word.length)));
  return rows
    .map((row) => `${indent}${row.map((word, at) => word.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}
