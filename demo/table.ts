/**
 * Plain-text tables and the progress line of the demo. Colours and redrawing only on a terminal.
 */
import colours from 'picocolors';

const columnGap = '  ';

/**
 * @param heads one heading per column; `right` columns are aligned to the right
 * @param paint colours a padded cell, given its row's and column's place
 */
export function renderTable(
  heads: readonly { head: string; right?: boolean }[],
  rows: readonly (readonly string[])[],
  paint: (cell: string, row: number, column: number) => string,
): string {
  const widths = heads.map(({ head }, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const pad = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    if (heads[column]?.right === true) return cell.padStart(width);
    return column === heads.length - 1 ? cell : cell.padEnd(width);
  };
  const line = (cells: readonly string[], row: number) =>
    cells.map((cell, column) => paint(pad(cell, column), row, column)).join(columnGap);
  const title = heads.map(({ head }, column) => colours.dim(pad(head, column))).join(columnGap);
  const rule = colours.dim(widths.map((width) => '-'.repeat(width)).join(columnGap));
  return [title, rule, ...rows.map(line)].join('\n');
}

/** One line that tells how far it is: redrawn on a terminal, printed at the end of each stage elsewhere. */
export class ProgressLine {
  readonly #redraw = process.stdout.isTTY;
  #last = '';

  show(done: number, all: number, words: string): void {
    const width = 24;
    const filled = all === 0 ? 0 : Math.round((done / all) * width);
    this.#last = `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${String(done).padStart(2)}/${all} files  ${words}`;
    if (this.#redraw) process.stdout.write(`\r\u001b[2K${this.#last}`);
  }

  end(): void {
    process.stdout.write(this.#redraw ? '\n' : `${this.#last}\n`);
  }
}
