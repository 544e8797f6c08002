/**
 * What may become live, in a line each: what is approved for a later time, and what runs as a shadow.
 */
import type { Approved, Upcoming } from '../../operations/index.js';

/** Ends with a line break. */
export function approvedText({ hash, effective, timezone, approvedBy, refused }: Approved): string {
  const which = hash.slice(0, 12);
  if (refused === undefined) {
    return `${which} goes live ${effective} (${timezone}), approved by ${approvedBy}. To call it off: waybill apply --cancel ${which}\n`;
  }
  const place = refused.place === '' ? '' : ` at ${refused.place}`;
  return `${which} was to go live ${effective} (${timezone}) and could not: ${refused.code}${place}. Once that is corrected: waybill apply ${which}\n`;
}

/** Ends with a line break. */
export function shadowText({
  hash,
  partner,
  documents,
  changed,
  fault,
}: NonNullable<Upcoming['shadow']>): string {
  const whose = partner === undefined ? '' : ` for ${partner}`;
  const state = fault === undefined ? '' : `; it cannot be opened (${fault.code})`;
  return `${hash.slice(0, 12)} runs as a shadow${whose}: ${changed} of ${documents} documents differ${state}. To look: waybill shadow\n`;
}
