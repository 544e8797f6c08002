/**
 * Names of files at the partner, from the pattern of their connection.
 */
import type { Connection } from '../partners/index.js';

/** @param suffix of what is no X12: it stands in place of .x12, such as .csv */
export function outboundName(
  connection: Connection,
  document: string,
  controlNumber: number,
  suffix?: string,
): string {
  const pattern = connection.send?.name ?? '{document}_{control}.x12';
  const named = suffix === undefined ? pattern : pattern.replace(/\.x12$/, suffix);
  return named
    .replaceAll('{document}', document)
    .replaceAll('{control}', String(controlNumber).padStart(9, '0'));
}
