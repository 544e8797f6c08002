/**
 * Whose documents a change can concern: partners whose agreements, settings or mappings differ.
 */
import type { Partner, PartnerBook } from '../../partners/index.js';
import type { Configuration } from '../configuration.js';

/** @returns ids of partners of either configuration */
export function findAffectedPartners(before: Configuration, after: Configuration): string[] {
  const [one, other] = [marksOf(before), marksOf(after)];
  return [...new Set([...one.keys(), ...other.keys()])].filter((id) => one.get(id) !== other.get(id)).sort();
}

/** All that decides what becomes of a partner's documents, as one text for each partner. */
function marksOf({ settings, book, mappings }: Configuration): Map<string, string> {
  const common = [settings.limits, settings.timezone];
  return new Map(
    book.partners.map((partner) => {
      const used = partner.agreements.map(({ mapping }) => mapping && mappings.get(mapping)?.hash);
      return [partner.id, JSON.stringify([common, withoutPlaces(partner), used])];
    }),
  );
}

/** What decides how a partner gets documents, mappings aside: as one text for each partner, by its id. */
export function partnerMarks({ partners }: PartnerBook): Map<string, string> {
  return new Map(partners.map((partner) => [partner.id, JSON.stringify(withoutPlaces(partner))]));
}

/** Where something is written makes no difference, nor does how files travel. */
function withoutPlaces({ id, status, identifiers, agreements, settings, connections }: Partner): unknown {
  return [
    ...[id, status, identifiers, settings.values, Object.keys(connections)],
    agreements.map((agreement) => ({ ...agreement, origins: undefined })),
  ];
}
