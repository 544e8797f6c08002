/**
 * Ranges of control numbers: GS06 is counted per pair of application identifiers, whoever the partner is, so partners that
 * share a pair have to share its range. Two ranges in turn would give the same numbers again and again.
 */
import { type Problem, problemAt } from '../../yaml/index.js';
import type { LoadedPartner } from '../loaded-partner.js';
import { isInUse } from '../partner.js';

export function checkNumberRanges(partners: readonly LoadedPartner[]): Problem[] {
  const first = new Map<string, LoadedPartner>();
  return partners
    .filter(({ partner }) => isInUse(partner.status))
    .flatMap((loaded) => {
      const { partner, yaml } = loaded;
      const pairs = partner.identifiers.x12.map(({ ours, theirs }) =>
        JSON.stringify([ours.group, theirs.group]),
      );
      const other = pairs
        .flatMap((pair) => first.get(pair) ?? [])
        .find((one) => rangeOf(one) !== rangeOf(loaded));
      for (const pair of pairs) first.set(pair, first.get(pair) ?? loaded);
      if (other === undefined) return [];
      const message = `${other.yaml.file} has the same group identifiers, but other control numbers`;
      const help = 'write the same first and last in both, or give them different groups';
      return [
        problemAt(yaml, ['syntax', 'send', 'controlNumbers'], { code: 'NUMBERS_SHARED', message, help }),
      ];
    });
}

function rangeOf({ partner }: LoadedPartner): string {
  const { first, last } = partner.settings.values.send.controlNumbers;
  return `${first}-${last}`;
}
