/**
 * What the places of a file are called: rows and columns, or lines.
 */

/** How rows and columns are called; XML and JSON have lines, and paths that need no word. */
export function placeWords(format: string | undefined): { row: string; column: string } {
  return format === 'xml' || format === 'json'
    ? { row: 'line', column: '' }
    : { row: 'row', column: 'column ' };
}
