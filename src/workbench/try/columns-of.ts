/**
 * The columns that a mapping names in the rows of a CSV or fixed-width file.
 */
import type { FileForm } from '../../formats/index.js';

/** @param type of the rows: "row" where all are alike */
export function columnsOf(from: FileForm & { format: 'csv' | 'fixed' }, type: string): readonly string[] {
  const { columns, records } = from.options;
  if (!records) return Object.keys(columns ?? {});
  const named = records[type]?.columns ?? [];
  return Array.isArray(named) ? named : Object.keys(named);
}
