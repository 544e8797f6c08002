/**
 * Finds files with something that could be released under the current configuration. It guesses generously: a file translated
 * again in vain only costs time.
 */
import type { Mapping } from '../../mapping/index.js';
import type { Agreement, Partner, PartnerBook } from '../../partners/index.js';
import type { HeldRecords, UnmappedSet, Waiting } from '../../store/received/index.js';
import type { IssueCode } from '../../vocabulary/index.js';

export interface ReleaseContext {
  book: PartnerBook;
  mappings: ReadonlyMap<string, Mapping>;
  /** The hospital's date, yyyy-MM-dd. */
  today: string;
}

/** Only a person can release these, whatever the configuration says. */
const forPersons: ReadonlySet<IssueCode> = new Set(['POSSIBLE_DUPLICATE']);

/** @returns ids of files, oldest first, each once */
export function releasableFiles(waiting: Waiting, context: ReleaseContext): string[] {
  const { book } = context;
  const found = [
    ...waiting.held.filter((one) => isHeldReleasable(one, context)),
    ...waiting.unmapped.filter((one) => isMappableNow(one, context)),
    ...waiting.unknown.filter((one) => book.findByX12Identity(one) !== undefined),
  ];
  return [...new Set([...found.map(({ fileId }) => fileId), ...waiting.fileIds])].sort();
}

function isHeldReleasable(held: HeldRecords, { book, mappings, today }: ReleaseContext): boolean {
  if (held.codes.every((code) => forPersons.has(code))) return false;
  const partner = book.partner(held.partner);
  const agreement = partner?.agreements.find(({ id }) => id === held.agreement);
  // Another agreement may apply now.
  if (partner === undefined || agreement === undefined) return true;
  if (mappings.get(agreement.mapping ?? '')?.hash !== held.mappingHash) return true;
  if (held.codes.includes('CROSSWALK_MISSING') && held.day < today) return true;
  return isLiveNow(held, partner, agreement);
}

function isLiveNow({ codes }: HeldRecords, partner: Partner, agreement: Agreement): boolean {
  if (codes.includes('PARTNER_NOT_LIVE')) return partner.status === 'live';
  return codes.includes('AGREEMENT_NOT_LIVE') && agreement.status === 'live';
}

function isMappableNow(unmapped: UnmappedSet, { book, mappings }: ReleaseContext): boolean {
  const partner = book.partner(unmapped.partner);
  if (partner === undefined) return false;
  const { set, version } = unmapped;
  const agreement = book.findAgreement(partner, { set, version });
  return agreement?.mapping !== undefined && mappings.has(agreement.mapping);
}
