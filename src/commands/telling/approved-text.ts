/**
 * What is approved for a later time, in one line.
 */
import type { Approved } from '../../operations/approve-configuration.js';

/** Ends with a line break. */
export function approvedText({ hash, effective, timezone, approvedBy, refused }: Approved): string {
  const which = hash.slice(0, 12);
  if (refused === undefined) {
    return `${which} goes live ${effective} (${timezone}), approved by ${approvedBy}. To call it off: waybill apply --cancel ${which}\n`;
  }
  const place = refused.place === '' ? '' : ` at ${refused.place}`;
  return `${which} was to go live ${effective} (${timezone}) and could not: ${refused.code}${place}. Once that is corrected: waybill apply ${which}\n`;
}
