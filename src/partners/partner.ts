/**
 * A trading partner as the steps see it: who it is, how files are exchanged, what was agreed. Defaults are filled in.
 *
 * These are plain values made from one file in partners/; nothing here is looked up later.
 */
import type {
  AgreementSettings,
  AnswerSettings,
  EffectiveSettings,
  InterchangeSettings,
  SendSettings,
  ValidationSettings,
} from '../hub-file/index.js';

/**
 * draft, retired: not in use, as if the file were not there. testing: read and answered, but not delivered. live: all of
 * it. paused: nothing is fetched; what is owed is still sent.
 */
export type PartnerStatus = 'draft' | 'testing' | 'live' | 'paused' | 'retired';

/** One side of an interchange. */
export interface X12Party {
  qualifier: string; // ISA05 or ISA07
  id: string; // ISA06 or ISA08, without trailing blanks
  group: string; // GS02 or GS03
  /** The file says the group itself: another one in a functional group is noted. */
  groupAgreed?: true;
}

export interface X12Identity {
  ours: X12Party;
  /** testId: their ISA06 when they send tests. */
  theirs: X12Party & { testId?: string };
}

export interface Identifiers {
  x12: readonly X12Identity[];
  gln?: string;
  duns?: string;
  hin?: string;
  /** The ERP's numbers for this supplier. */
  vendorNumbers: readonly string[];
}

export interface Partner {
  id: string;
  name: string;
  status: PartnerStatus;
  identifiers: Identifiers;
  connections: Readonly<Record<string, Connection>>;
  agreements: readonly Agreement[];
  /** What holds before any agreement is known, such as the fate of a repeated control number. */
  settings: EffectiveSettings;
  /** Relative to the configuration folder. */
  file: string;
  /** SHA-256 of the file's text, in hexadecimal. */
  hash: string;
}

export interface Connection {
  /** Unique among all partners. */
  name: string;
  partner: string;
  /** Which transport: folder, sftp. */
  transport: string;
  pollIntervalMs: number;
  /** As written; the transport's own schema checks them. */
  options: Record<string, unknown>;
  /** Absent when the connection does not receive, or its partner is not live or testing. */
  receive?: ReceiveRule;
  send?: { path: string; name: string };
}

export interface ReceiveRule {
  path: string;
  /** Globs over the whole file name: `*` any characters, `?` one. */
  match: string[];
  ready: { settleMs: number; trailer: boolean; doneMarker?: string; maxIncompleteAgeMs: number };
  claim: 'rename';
  /** Where claimed files wait; the transport has a default. */
  claimed?: string;
  finish: { move: string } | { delete: true };
}

/** Formats whose files are told by their name, and XML and JSON by their content too. */
export const fileFormats = ['csv', 'fixed', 'json', 'xml'] as const;
export type FileFormat = (typeof fileFormats)[number];

export type AgreedDocument =
  { format: 'x12'; set: string; version: string } | { format: FileFormat; name: string };

/** to: field of the record that names the recipient, such as supplier. */
export type Forward = { to: string } | { partner: string };

export interface Agreement {
  /** Unique within its partner. */
  id: string;
  partner: string;
  status: PartnerStatus;
  direction: 'in' | 'out';
  document: AgreedDocument;
  /** Glob over file names; not for X12. */
  match?: string;
  /** Absent for acknowledgments, which are not mapped. */
  mapping?: string;
  /** Names of ERP systems in hub.yaml. */
  deliver: string[];
  /** Whom records go on to, beside or instead of ERP systems: the party of that field of the record, or this partner. */
  forward?: Forward;
  /** Where documents go out. */
  connection?: string;
  /** Under which identity X12 goes out: their id. Absent: the first. */
  identity?: string;
  /** Documents that go out together in one interchange. Absent: each in its own. */
  batch?: { setsMax: number; waitMs: number };
  acknowledge: AgreementSettings['acknowledge'];
  ta1: AgreementSettings['ta1'];
  answer: AnswerSettings;
  /** Of direction out: within which time each is due, such as 24h or 1bd. */
  expect: Readonly<Partial<Record<Awaited, string>>>;
  /** Record fields that together must not repeat. */
  duplicate?: { key: string[]; then: 'hold' };
  interchange: InterchangeSettings;
  validation: ValidationSettings & Pick<InterchangeSettings, 'onBadSet'>;
  send: SendSettings;
  /** By dotted name of a setting, where it comes from: `partners/acme.yaml:31`, `hub.yaml:12` or `built in`. */
  origins: Readonly<Record<string, string>>;
}

/** What a partner can owe for a document that goes out, by the word for it in partner files. */
export const awaitedWords = ['997', '999', 'ta1', '855', '856', '810'] as const;
export type Awaited = (typeof awaitedWords)[number];

/** draft and retired partners and agreements are as good as absent. */
export function isInUse(status: PartnerStatus): boolean {
  return status !== 'draft' && status !== 'retired';
}

/** Whether files are fetched. */
export function isFetching(status: PartnerStatus): boolean {
  return status === 'live' || status === 'testing';
}
