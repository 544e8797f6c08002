/**
 * The facts for deciding about files, which only the database knows.
 *
 * They are asked under locks that last until the transaction ends, so they are still true when the decision is saved.
 */
import { lockNames, type Sql } from '../../store/database/index.js';
import {
  findLastNumbers,
  findSeenNumbers,
  type NumberKey,
  findKnownKeys,
  type KeyedRecord,
} from '../../store/received/index.js';
import type { RecordOfFile, TranslatedInterchange } from '../../translation/index.js';
import { askAboutSent, acknowledgedBy, type SentFacts } from '../reconcile/index.js';

/** The subjects of the decision. */
export interface Asked {
  readonly interchanges: readonly TranslatedInterchange[];
  readonly records: readonly RecordOfFile[];
}

export interface Facts {
  /** By `numberText`: the hash of the interchange that used the number first, within the partner's window. */
  readonly seen: ReadonlyMap<string, string>;
  /** By `pairText`: the number that was accepted last. */
  readonly last: ReadonlyMap<string, string>;
  /** By `placeText`: records whose duplicate key another document of the partner has. */
  readonly repeated: ReadonlySet<string>;
  /** Ids of records with a duplicate key that exist already. */
  readonly there: ReadonlySet<string>;
  readonly sent: SentFacts;
}

/** Asks for all that may be needed: the records that an interchange keeps are not decided yet. */
export async function askFacts(sql: Sql, { interchanges, records }: Asked): Promise<Facts> {
  const numbered = interchanges.filter(isNumbered);
  const keyed = records.flatMap(keyedRecord);
  await lockNames(sql, [
    ...locks(
      'seen_numbers',
      numbered.map(numberKey).map(({ sender, receiver }) => `${sender}|${receiver}`),
    ),
    ...locks(
      'duplicate_key',
      keyed.map(({ partner, kind }) => `${partner}|${kind}`),
    ),
  ]);
  const seen = new Map<string, string>();
  const windows = numbered.map((one) => ({ ...numberKey(one), windowDays: numberPolicy(one).windowDays }));
  for (const one of await findSeenNumbers(sql, windows)) {
    if (!seen.has(numberText(one))) seen.set(numberText(one), one.contentSha256);
  }
  const last = await findLastNumbers(sql, numbered.map(numberKey));
  const known = await findKnownKeys(sql, keyed);
  return {
    seen,
    last: new Map(last.map((one) => [pairText(one), one.interchangeControlNumber])),
    repeated: new Set(known.filter(({ repeated }) => repeated).map(placeText)),
    there: new Set(known.filter(({ there }) => there).map(({ id }) => id)),
    sent: await askAboutSent(sql, numbered.flatMap(acknowledgedBy)),
  };
}

/** Always in the same order. */
function locks(kind: string, names: readonly string[]): { kind: string; name: string }[] {
  return [...new Set(names)].sort().map((name) => ({ kind, name }));
}

type Numbered = TranslatedInterchange & { partner: NonNullable<TranslatedInterchange['partner']> };

/** Whether its control number counts. It does not if the interchange is rejected or its sender is in doubt. */
export function isNumbered(interchange: TranslatedInterchange): interchange is Numbered {
  return interchange.state === 'accepted' && interchange.partner !== undefined;
}

export function numberKey({ report: { header } }: TranslatedInterchange): NumberKey {
  return {
    sender: `${header.senderQualifier}:${header.sender}`,
    receiver: `${header.receiverQualifier}:${header.receiver}`,
    interchangeControlNumber: header.interchangeControlNumber.replace(/^0+(?=\d)/, ''),
  };
}

export function numberPolicy({ partner }: Numbered) {
  return partner.settings.values.interchange;
}

export function numberText({ sender, receiver, interchangeControlNumber }: NumberKey): string {
  return JSON.stringify([sender, receiver, interchangeControlNumber]);
}

export function pairText({ sender, receiver }: NumberKey): string {
  return JSON.stringify([sender, receiver]);
}

/** A document by its place: several files may hold one with the same content. */
export function placeText({ fileId, ordinal }: Pick<KeyedRecord, 'fileId' | 'ordinal'>): string {
  return `${fileId}/${ordinal}`;
}

/** A rejected record uses no key. */
export function keyedRecord({ fileId, record }: RecordOfFile): KeyedRecord[] {
  const { id, ordinal, partner, kind, duplicateKey, state } = record;
  if (duplicateKey === null || state === 'rejected') return [];
  return [{ id, fileId, ordinal, partner: partner.id, kind, duplicateKey }];
}
