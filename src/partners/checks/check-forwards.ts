/**
 * Records that go on to another partner: who that is, and whether anybody has agreed to get them.
 */
import { type Problem, problemAt, type ProblemWords, unknownName, type YamlPath } from '../../yaml/index.js';
import type { KnownMapping, KnownNames } from '../known-names.js';
import type { LoadedPartner } from '../loaded-partner.js';
import { type Agreement, type Forward, isInUse } from '../partner.js';

/** Looks at all partners together. */
export function checkForwards(partners: readonly LoadedPartner[], known: KnownNames): Problem[] {
  const agreements = partners.flatMap(({ partner }) => partner.agreements);
  const isLookedFor = agreements.some(({ forward }) => forward !== undefined && 'to' in forward);
  return [
    ...partners.flatMap((loaded) =>
      loaded.partner.agreements.flatMap((agreement, index) => {
        const { forward, direction } = agreement;
        if (forward === undefined || direction === 'out') return [];
        const at: YamlPath = ['agreements', index, 'forward'];
        return forwardProblems({ loaded, partners, known }, { agreement, forward }, at);
      }),
    ),
    ...(isLookedFor ? sharedProblems(partners) : []),
  ];
}

/** What two partners are known by finds none of them. */
function sharedProblems(partners: readonly LoadedPartner[]): Problem[] {
  const owners = new Map<string, LoadedPartner>();
  return partners
    .filter(({ partner }) => isInUse(partner.status))
    .flatMap((loaded) =>
      identifiersOf(loaded).flatMap(({ word, path }) => {
        const owner = owners.get(word) ?? loaded;
        owners.set(word, owner);
        if (owner === loaded) return [];
        const message = `${owner.yaml.file} has it too, so no record that goes on would find its recipient by it`;
        const help = 'leave it with one of them';
        const words: ProblemWords = { code: 'IDENTIFIER_SHARED', severity: 'warning', message, help };
        return [problemAt(loaded.yaml, path, words)];
      }),
    );
}

function identifiersOf({ partner }: LoadedPartner): { word: string; path: YamlPath }[] {
  const { vendorNumbers, gln, duns, hin } = partner.identifiers;
  const single = Object.entries({ gln, duns, hin }).flatMap(([name, value]) =>
    value === undefined ? [] : [{ word: `${name} ${value}`, path: ['identifiers', name] }],
  );
  const listed = vendorNumbers.map((value, index) => ({
    word: `vendor ${value}`,
    path: ['identifiers', 'vendorNumbers', index],
  }));
  return [...single, ...listed];
}

interface Around {
  loaded: LoadedPartner;
  partners: readonly LoadedPartner[];
  known: KnownNames;
}

function forwardProblems(
  { loaded: { yaml }, partners, known }: Around,
  { agreement, forward }: { agreement: Agreement; forward: Forward },
  at: YamlPath,
): Problem[] {
  const kind = kindMadeBy(agreement, known);
  if ('partner' in forward) {
    const names = partners.map(({ partner }) => partner.id);
    if (!names.includes(forward.partner))
      return [unknownName(yaml, [...at, 'partner'], { kind: 'partner', name: forward.partner, names })];
  } else if (kind !== undefined && known.partiesOf !== undefined) {
    const names = known.partiesOf(kind);
    if (!names.includes(forward.to))
      return [unknownName(yaml, [...at, 'to'], { kind: `party of ${kind}`, name: forward.to, names })];
  }
  if (kind === undefined || known.outbound === undefined) return [];
  const among = partners.filter(({ partner }) => !('partner' in forward) || partner.id === forward.partner);
  if (among.some(({ partner }) => partner.agreements.some((one) => takes(one, kind, known)))) return [];
  const who = 'partner' in forward ? `partner "${forward.partner}"` : 'no partner in use';
  const has = 'partner' in forward ? 'has no agreement in use' : 'has an agreement';
  const message = `${who} ${has} by which ${kind} goes out, so these records would wait`;
  const help = 'add one to the recipient: { direction: out, mapping: NAME, connection: NAME }';
  return [problemAt(yaml, at, { code: 'FORWARD_NOWHERE', severity: 'warning', message, help })];
}

function takes(
  { direction, status, mapping = '' }: Agreement,
  kind: string,
  { outbound, broken }: KnownNames,
): boolean {
  if (direction !== 'out' || !isInUse(status)) return false;
  return broken?.has(mapping) === true || outbound?.get(mapping)?.from === kind;
}

function kindMadeBy({ mapping }: Agreement, { mappings }: KnownNames): string | undefined {
  const facts = mappings instanceof Map ? (mappings.get(mapping) as KnownMapping | undefined) : undefined;
  return facts?.to;
}
