/**
 * Why a document of a partner falls under an agreement, or under none: facts for `partner explain`.
 */
import type { Configuration } from '../../configuration/index.js';
import type { Agreement, Partner, X12Address } from '../../partners/index.js';
import { nearest, scalarText } from '../../yaml/index.js';
import { settingRows, type SettingRow } from '../telling/index.js';
import { documentName } from './partner-list.js';
import { agreementRows, forwardWords } from './partner-show.js';

/** One kind of document in a file. */
export interface ExplainedDocument {
  /** Such as "810 of version 004010", or the name of a file. */
  document: string;
  /** How many of the kind there are. */
  count: number;
  partner: string | null;
  agreement: string | null;
  mapping: { name: string; version: number; status: string; file: string } | null;
  deliver: string[];
  /** Whom records go on to, in words; null when to nobody. */
  forward: string | null;
  /** Whether it is a 997, 999 or TA1: read and kept, never mapped. */
  acknowledgment: boolean;
  /** Why it is so, in sentences. */
  why: string[];
  /** In force; of the agreement, or of the partner where there is none. */
  settings: SettingRow[];
}

/** Which set arrived from a partner, and how often. */
export interface ArrivedSets {
  set: string;
  version: string;
  functionalId: string;
  count: number;
}

/** A transaction set. @param test ISA15 says T */
export function explainSet(
  configuration: Configuration,
  partner: Partner,
  arrived: ArrivedSets & { test: boolean },
): ExplainedDocument {
  const { set, version, functionalId, count } = arrived;
  const acknowledgment = functionalId === 'FA';
  const found = { document: `${set} of version ${version}`, count, partner: partner.id, acknowledgment };
  if (acknowledgment) {
    const why = ['It is an acknowledgment: it is read and kept, never mapped or answered.'];
    return { ...found, ...nothing(partner), why };
  }
  const agreement = configuration.book.findAgreement(partner, { set, version });
  if (agreement === undefined) return { ...found, ...nothing(partner), why: whyNone(partner, arrived) };
  const why = [`agreement ${agreement.id} is for ${documentName(agreement)} that comes in`];
  if (arrived.test) why.push('ISA15 says T: it is validated, mapped and answered, and held');
  return {
    ...found,
    ...underAgreement(configuration, partner, agreement),
    why: [...why, ...whyHeld(partner, agreement)],
  };
}

/** What an agreement makes of its documents. */
export function underAgreement(
  { mappings }: Configuration,
  partner: Partner,
  agreement: Agreement,
): Pick<ExplainedDocument, 'partner' | 'agreement' | 'mapping' | 'deliver' | 'forward' | 'settings'> {
  const mapping = agreement.mapping === undefined ? undefined : mappings.get(agreement.mapping);
  return {
    partner: partner.id,
    agreement: agreement.id,
    mapping:
      mapping === undefined
        ? null
        : { name: mapping.name, version: mapping.version, status: mapping.status, file: mapping.file },
    deliver: agreement.deliver,
    forward: forwardWords(agreement) ?? null,
    settings: agreementRows(agreement),
  };
}

/** What keeps a record from being delivered. */
export function whyHeld(partner: Partner, agreement: Agreement): string[] {
  if (partner.status !== 'live') return [`${partner.id} is ${partner.status}: its records are held`];
  return agreement.status === 'live'
    ? []
    : [`agreement ${agreement.id} is ${agreement.status}: its records are held`];
}

/** Why nobody is known by the identifiers of an interchange, with who comes near. */
export function whyUnknown({ book }: Configuration, address: X12Address): string[] {
  const theirs = `${address.senderQualifier} ${address.sender}`;
  const ours = `${address.receiverQualifier} ${address.receiver}`;
  const near = book.partners.flatMap((partner) =>
    partner.identifiers.x12.flatMap((identity) => {
      const senders = [identity.theirs.id, identity.theirs.testId].map(
        (id) => `${identity.theirs.qualifier} ${id}`,
      );
      const receiver = `${identity.ours.qualifier} ${identity.ours.id}`;
      if (senders.includes(theirs) && receiver === ours)
        return [`${partner.id} has these identifiers, but is ${partner.status}`];
      if (senders.includes(theirs))
        return [`${partner.id} is ${theirs}, but says that we are ${receiver} and not ${ours}`];
      if (identity.theirs.id === address.sender)
        return [
          `${partner.id} has the identifier ${address.sender} with qualifier ${identity.theirs.qualifier} and not ${address.senderQualifier}`,
        ];
      return [];
    }),
  );
  if (near.length > 0) return near;
  const ids = book.partners.flatMap(({ identifiers }) =>
    identifiers.x12.map((identity) => identity.theirs.id),
  );
  const like = nearest(address.sender, ids);
  return [
    `no partner has ISA06 ${address.sender}${like === undefined ? '' : `; did you mean ${like}?`}`,
    `add it to a file in partners/: x12: { ours: { qualifier: ${scalarText(address.receiverQualifier)}, id: ${scalarText(address.receiver)} }, theirs: { qualifier: ${scalarText(address.senderQualifier)}, id: ${scalarText(address.sender)} } }`,
  ];
}

function nothing(
  partner: Partner,
): Pick<ExplainedDocument, 'agreement' | 'mapping' | 'deliver' | 'forward' | 'settings'> {
  return {
    agreement: null,
    mapping: null,
    deliver: [],
    forward: null,
    settings: settingRows(partner.settings),
  };
}

function whyNone(partner: Partner, { set, version }: ArrivedSets): string[] {
  const same = partner.agreements.filter(({ document }) => document.format === 'x12' && document.set === set);
  const reasons = same.map((agreement) => {
    const { id, direction, status } = agreement;
    if (direction === 'out') return `agreement ${id} is for ${documentName(agreement)} that goes out`;
    const other = documentName(agreement);
    return other.startsWith(`x12/${set}/${version.slice(0, 6)}`)
      ? `agreement ${id} is ${status}`
      : `agreement ${id} is for ${other}`;
  });
  const add = `add to ${partner.file}: { id: NAME, direction: in, document: x12/${set}/${version.slice(0, 6)}, mapping: NAME, deliver: [NAME] }`;
  return [...(reasons.length === 0 ? [`${partner.id} has no agreement for ${set}`] : reasons), add];
}
