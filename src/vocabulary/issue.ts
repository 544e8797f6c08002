/**
 * A fault in a document: one shape, wherever it was found.
 *
 * It is a value, never thrown. Words hold no document content; the value does, and stays out of logs, errors and job data.
 */
import type { IssueCode } from './issue-codes/index.js';

/** How bad a fault of form is. */
export type Severity = 'error' | 'warning';

/** What a fault of content does with its document. */
export type Action = 'hold' | 'reject' | 'warn';

/** In bytes from the start of the file; the length is 0 when something is missing. */
export interface ByteRange {
  offset: number;
  length: number;
}

/** In X12. The bytes are unknown where a partner names a place in a document that we sent. */
export interface X12Place extends Partial<ByteRange> {
  /** Position of the segment in its set, ST is 1 (AK302); absent outside a set. */
  segment?: number | undefined;
  /** As received, at most 3 characters kept (AK301). */
  segmentId?: string | undefined;
  /** Loop of the segment (AK303). */
  loop?: string | undefined;
  /** Element, component and repetition, counted from 1 (AK401). */
  element?: number | undefined;
  component?: number | undefined;
  repetition?: number | undefined;
}

/** In a file with rows. */
export interface RowPlace extends Partial<ByteRange> {
  /** As a spreadsheet numbers it, from 1, header included. */
  row: number;
  /** Our name of the column, or its position ("column 3") where it has none. */
  column?: string | undefined;
}

/** In XML or JSON. */
export interface TreePlace extends ByteRange {
  /** From 1. */
  line: number;
  /** Such as /cXML/Request[2]/@id. */
  path?: string | undefined;
}

/** In a record that goes out, whose document has no bytes yet. */
export interface RecordPlace {
  /** Path into the record, or the part of the document that stays empty where no field fills it, such as PO103. */
  field: string;
}

/** Where in a document. The origin of a value is one of these too. */
export type Place = X12Place | RowPlace | TreePlace | RecordPlace;

type AllParts = X12Place & RowPlace & TreePlace & RecordPlace;

/** Any place, to be read by what it has. */
export type PlaceParts = { [Part in keyof AllParts]?: AllParts[Part] | undefined };

export interface Issue<At extends Place = Place> {
  /** Stable code of ours. */
  code: IssueCode;
  /** What is wrong and what is expected, in our own words, without the value. */
  words: string;
  /** What was found, at most 99 characters: document content, so never logged. */
  value?: string | undefined;
  /** Absent for the whole document. */
  place?: At | undefined;
}
