/**
 * What reading an X12 file finds: interchanges, groups and sets with their verdicts and issues.
 *
 * Plain data, in file order. A verdict speaks about syntax only; whether a document makes business sense is not asked here.
 */
import type { Delimiters } from './delimiters.js';
import type { IssueCode } from '../vocabulary/index.js';

export type Verdict = 'accepted' | 'accepted-with-errors' | 'partially-accepted' | 'rejected';

/** A fault in an X12 file, with its place. */
export interface X12Issue {
  /** Stable code of ours, e.g. ELEMENT_TOO_LONG. */
  code: IssueCode;
  severity: 'error' | 'warning';
  /** Byte offset in the file of the element or segment at fault. */
  offset: number;
  /** Bytes at fault; 0 when something is missing. */
  length: number;
  /** Position of the segment in its set, ST is 1 (AK302); absent outside a set. */
  segment?: number;
  /** As received, at most 3 characters kept (AK301). */
  segmentId?: string;
  /** Loop the segment stands in (AK303). */
  loop?: string;
  /** Element, component and repetition, counted from 1 (AK401). */
  element?: number;
  component?: number;
  repetition?: number;
  /** Data element number, e.g. "324" (AK402). */
  elementReference?: string;
  /** Segment code (AK304) and element code (AK403), where this issue is told in a 997. */
  ak3?: string;
  ak4?: string;
  /** X12 allows it: what was agreed beyond the guide does not. */
  implementation?: true;
  /** Of a condition: the element (or, in a composite, the component) that calls for the one at fault, or excludes it. */
  trigger?: number;
  /** The value received, at most 99 characters: document content, so never logged. */
  value?: string;
  /** What is wrong and what is expected, in our own words, without the value. */
  words: string;
}

/** ISA as received, blanks trimmed from the identifiers. */
export interface InterchangeHeader {
  senderQualifier: string; // ISA05
  sender: string; // ISA06
  receiverQualifier: string; // ISA07
  receiver: string; // ISA08
  date: string; // ISA09, yyMMdd
  time: string; // ISA10, HHmm
  version: string; // ISA12
  interchangeControlNumber: string; // ISA13, as sent
  acknowledgmentRequested: boolean; // ISA14 = 1
  usage: string; // ISA15
}

/** GS as received. */
export interface GroupHeader {
  functionalId: string; // GS01
  sender: string; // GS02
  receiver: string; // GS03
  date: string; // GS04
  time: string; // GS05
  groupControlNumber: string; // GS06, as sent
  agency: string; // GS07
  version: string; // GS08
}

export interface SetReport {
  /** Place in its group, from 1. */
  ordinal: number;
  set: string; // ST01
  transactionSetControlNumber: string; // ST02, as sent
  /** The implementation guide that the set names, where it names one. */
  conventionReference?: string; // ST03
  verdict: Verdict;
  /** AK502 to AK506. */
  codes: string[];
  /** Segments read, ST and SE included. */
  segments: number;
  /** The first limits.issuesPerSetMax issues, in file order. */
  issues: X12Issue[];
  /** All issues found, kept or not. */
  issueCount: number;
  /** Byte range in the file: first byte of ST, first byte after the terminator of SE (or of the last segment read). */
  start: number;
  end: number;
}

export interface GroupReport {
  /** Place in its interchange, from 1. */
  ordinal: number;
  header: GroupHeader;
  verdict: Verdict;
  /** AK905 to AK909. */
  codes: string[];
  /** GE01 (AK902); undefined when GE is missing or unreadable. */
  setsClaimed: number | undefined;
  /** AK903 */
  setsReceived: number;
  /** AK904 */
  setsAccepted: number;
  sets: SetReport[];
  issues: X12Issue[];
  start: number;
  end: number;
}

/** A TA1 segment received between ISA and GS: the other side's word on an interchange of ours. */
export interface InterchangeAcknowledgment {
  interchangeControlNumber: string; // TA101
  date: string; // TA102
  time: string; // TA103
  status: string; // TA104
  code: string; // TA105
}

export interface InterchangeReport {
  /** Place in the file, from 1. */
  ordinal: number;
  header: InterchangeHeader;
  delimiters: Delimiters;
  verdict: Verdict;
  /** What a TA1 for it would say; decided by ISA and IEA alone. */
  ta1: { status: 'A' | 'E' | 'R'; code: string };
  groups: GroupReport[];
  acknowledgments: InterchangeAcknowledgment[];
  issues: X12Issue[];
  start: number;
  end: number;
}

/** Segments by name, wherever they stand: what a file holds even where it cannot be read as interchanges. */
export interface X12Counts {
  interchanges: number;
  groups: number;
  sets: number;
  /** All segments, empty ones not counted. */
  segments: number;
}

export interface X12Report {
  interchanges: InterchangeReport[];
  counts: X12Counts;
  /** Issues outside any interchange: NOT_X12, EMPTY, TRAILING_BYTES ... */
  issues: X12Issue[];
}
