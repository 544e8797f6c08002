/**
 * Finds the documents that an acknowledgment means, among those sent to the partner under the number it names.
 *
 * Not all partners repeat the GS02 and GS03 of the group that they acknowledge, and test systems have their own ISA06. If
 * identifiers differ, a group still matches when there is only one candidate.
 */
import type { SentDocument } from '../../store/sent/index.js';
import { findGuide } from '../../x12/index.js';

type Pair = SentDocument['group'];

/** How an acknowledgment names its subject, from our side. */
export interface Naming {
  /** GS identifiers of the group, or ISA identifiers of the interchange. */
  key: Pair;
  /** ISA identifiers of the interchange that brings it. */
  between: Pair;
  /** Of a 997 or 999. */
  group?: { functionalId: string };
}

/** If numbers were used again, the documents written last are meant. */
export function meantBy({ key, between, group }: Naming, sent: readonly SentDocument[]): SentDocument[] {
  // Interchanges of acknowledgments have such numbers too, so only the exact pair will do.
  if (group === undefined) return lastWritten(sent.filter(({ interchange }) => isSame(interchange, between)));
  const ofSort = sent.filter(({ document }) => isOfSort(document, group.functionalId));
  const exact = ofSort.filter((one) => isSame(one.group, key));
  if (exact.length > 0) return lastWritten(exact);
  return lastWritten(among(among(ofSort, 'interchange', between), 'group', key));
}

/** Documents between the pair. If there are none: all, provided they are between one other pair. */
function among(sent: readonly SentDocument[], of: 'interchange' | 'group', pair: Pair): SentDocument[] {
  const exact = sent.filter((one) => isSame(one[of], pair));
  if (exact.length > 0) return exact;
  return sent.every((one) => isSame(one[of], sent[0]![of])) ? [...sent] : [];
}

function isSame(one: Pair, other: Pair): boolean {
  return one.sender === other.sender && one.receiver === other.receiver;
}

/** An IN group is not a PO group. */
function isOfSort(document: string, functionalId: string): boolean {
  const [, set = '', version = ''] = document.split('/');
  const own = findGuide(version, set)?.functionalId;
  return own === undefined || own === functionalId;
}

/** @returns by ST02 */
function lastWritten(sent: readonly SentDocument[]): SentDocument[] {
  const age = ({ writtenAt, fileId }: SentDocument) => `${writtenAt.toISOString()} ${fileId}`;
  const last = sent.map(age).sort().at(-1);
  return sent
    .filter((document) => age(document) === last)
    .sort((one, other) => Number(one.setControlNumber) - Number(other.setControlNumber));
}
