/**
 * What translate is given and what it finds: values that the pure half makes and the saving half writes down.
 */
import type { SetDescription } from '../explaining/index.js';
import type { Mapping, MappingResult } from '../mapping/index.js';
import type { Agreement, Connection, FileFormat, Partner, PartnerBook } from '../partners/index.js';
import type { NewIssue, StoredFile } from '../store/received/index.js';
import type { InterchangeState, RecordState } from '../vocabulary/index.js';
import type { AcknowledgmentPlan, AcknowledgedGroup, GroupHeader, InterchangeReport } from '../x12/index.js';

export interface FileToTranslate {
  id: string;
  name: string;
  sha256: string;
  byteCount: number;
  /** The bytes from their start, each time it is called. */
  read(): AsyncIterable<Uint8Array>;
  /** Where it came from; absent when only tried out. */
  connection?: Connection;
}

export interface TranslationContext {
  book: PartnerBook;
  mappings: ReadonlyMap<string, Mapping>;
  /** The hospital's date, yyyy-MM-dd: rows of a crosswalk hold from one day to another. */
  today: string;
  limits: {
    segmentBytesMax: number;
    issuesPerSetMax: number;
    documentBytesMax: number;
    csvBytesMax: number;
    xmlBytesMax: number;
    jsonBytesMax: number;
  };
}

/** A document turned into a record. */
export interface TranslatedRecord extends Readonly<MappingResult> {
  readonly id: string;
  /** Place of its document in the file, from 1. */
  readonly ordinal: number;
  readonly transactionSetId: string | null;
  readonly kind: string;
  readonly partner: Partner;
  readonly agreement: Agreement;
  readonly mapping: Mapping;
  readonly state: RecordState;
  readonly duplicateKey: string | null;
  /** Decided: another document of the partner has the same duplicate key. */
  readonly possibleDuplicate?: true;
}

/** What a received 997 or 999 says about a group of ours. */
export interface ReceivedAcknowledgment {
  readonly transactionSetId: string;
  readonly set: string; // ST01: 997 or 999
  /** Of the FA group that carries it. */
  readonly header: GroupHeader;
  readonly group: AcknowledgedGroup;
}

/** Not changed any more once it is made: what is decided about it is another value. */
export interface TranslatedInterchange {
  readonly id: string;
  readonly report: InterchangeReport;
  readonly contentSha256: string;
  readonly partner?: Partner;
  readonly state: InterchangeState;
  readonly reason?: string;
  /** By set id. */
  readonly agreements: ReadonlyMap<string, Agreement>;
  /** What an answer for people tells of sets that are rejected or refused, by their place such as "1/2". */
  readonly descriptions: ReadonlyMap<string, SetDescription>;
  readonly records: readonly TranslatedRecord[];
  readonly issues: readonly NewIssue[];
  /** What it is answered with. */
  readonly acknowledgment?: AcknowledgmentPlan;
  /** What it answers itself. */
  readonly received: readonly ReceivedAcknowledgment[];
}

/** An interchange while it is made. */
export interface InterchangeInWork extends TranslatedInterchange {
  contentSha256: string;
  agreements: Map<string, Agreement>;
  descriptions: Map<string, SetDescription>;
  records: TranslatedRecord[];
  issues: NewIssue[];
  acknowledgment?: AcknowledgmentPlan;
  received: ReceivedAcknowledgment[];
}

/** Of a file that is no X12. */
export interface FileTranslation {
  readonly format: FileFormat;
  readonly partner: Partner;
  readonly agreement: Agreement;
  readonly records: readonly TranslatedRecord[];
  readonly issues: readonly NewIssue[];
}

export type Translation =
  | {
      readonly format: 'x12';
      readonly interchanges: readonly TranslatedInterchange[];
      readonly issues: readonly NewIssue[];
    }
  | FileTranslation
  | { readonly format: 'unknown'; readonly reason: string; readonly issues: readonly NewIssue[] };

/** All records that were made of a file. */
export function recordsOf(translation: Translation): readonly TranslatedRecord[] {
  if (translation.format === 'unknown') return [];
  if (translation.format !== 'x12') return translation.records;
  return translation.interchanges.flatMap(({ records }) => records);
}

/** The interchanges of a file; none where it is no X12. */
export function interchangesOf(translation: Translation): readonly TranslatedInterchange[] {
  return translation.format === 'x12' ? translation.interchanges : [];
}

export interface TranslatedFile {
  readonly stored: StoredFile;
  readonly translation: Translation;
}

/** A record and the file it came from. */
export interface RecordOfFile {
  readonly fileId: string;
  readonly record: TranslatedRecord;
}

export function recordsIn({ stored, translation }: TranslatedFile): RecordOfFile[] {
  return recordsOf(translation).map((record) => ({ fileId: stored.id, record }));
}
