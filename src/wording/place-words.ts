/**
 * A place in a file that is no X12, in words: rows and columns, or the lines and paths of XML and JSON.
 */
import type { PlaceParts } from '../vocabulary/index.js';

/** @returns such as "row 3" and "column qty", or "line 3" and "/order/line[2]"; what is not known is left out */
export function placeWords({ row, column, line, path }: PlaceParts): string[] {
  return [
    ...(row === undefined ? [] : [`row ${row}`]),
    ...(column === undefined ? [] : [`column ${column}`]),
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(path === undefined ? [] : [path]),
  ];
}
