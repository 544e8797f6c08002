/**
 * What translate is given and what it finds: values that the pure half makes and the saving half writes down.
 */
import type { SetDescription } from '../explaining/index.js';
import type { Mapping, MappingResult } from '../mapping/index.js';
import type { Agreement, Connection, FileFormat, Partner, PartnerBook } from '../partners/index.js';
import type { NewIssue } from '../store/received/index.js';
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
export interface TranslatedRecord extends MappingResult {
  id: string;
  /** Place of its document in the file, from 1. */
  ordinal: number;
  transactionSetId: string | null;
  kind: string;
  partner: Partner;
  agreement: Agreement;
  mapping: Mapping;
  state: RecordState;
  duplicateKey: string | null;
  /** Found while saving: another document of the partner has the same duplicate key. */
  possibleDuplicate?: true;
}

/** What a received 997 or 999 says about a group of ours. */
export interface ReceivedAcknowledgment {
  transactionSetId: string;
  set: string; // ST01: 997 or 999
  /** Of the FA group that carries it. */
  header: GroupHeader;
  group: AcknowledgedGroup;
}

export interface TranslatedInterchange {
  id: string;
  report: InterchangeReport;
  contentSha256: string;
  partner?: Partner;
  state: InterchangeState;
  reason?: string;
  /** By set id. */
  agreements: Map<string, Agreement>;
  /** What an answer for people tells of sets that are rejected or refused, by their place such as "1/2". */
  descriptions: Map<string, SetDescription>;
  records: TranslatedRecord[];
  issues: NewIssue[];
  /** What it is answered with. */
  acknowledgment?: AcknowledgmentPlan;
  /** What it answers itself. */
  received: ReceivedAcknowledgment[];
}

/** Of a file that is no X12. */
export interface FileTranslation {
  format: FileFormat;
  partner: Partner;
  agreement: Agreement;
  records: TranslatedRecord[];
  issues: NewIssue[];
}

export type Translation =
  | { format: 'x12'; interchanges: TranslatedInterchange[]; issues: NewIssue[] }
  | FileTranslation
  | { format: 'unknown'; reason: string; issues: NewIssue[] };

/** All records that were made of a file. */
export function recordsOf(translation: Translation): TranslatedRecord[] {
  if (translation.format === 'unknown') return [];
  if (translation.format !== 'x12') return translation.records;
  return translation.interchanges.flatMap(({ records }) => records);
}
