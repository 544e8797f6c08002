/**
 * A transaction set as the mapping layer sees it: segments in file order and the loops they form.
 *
 * Elements count from 1, as in the standard: `element(3)` of a BEG is BEG03. Every value knows its byte in the file.
 */
import type { GroupHeader, InterchangeHeader } from './report.js';

export interface X12Segment {
  /** e.g. "PO1" */
  readonly id: string;
  /** Position in the set, ST is 1. */
  readonly number: number;
  /** Byte offset in the file of the first character of the identifier. */
  readonly offset: number;
  /** Bytes without the terminator. */
  readonly length: number;
  readonly elementCount: number;
  /** The element's text as received; '' when absent or empty. */
  element(element: number): string;
  /** The component of a composite, in the given repetition (both from 1); '' when absent. */
  component(element: number, component: number, repetition?: number): string;
  /** The element's repetitions; one entry when it does not repeat; none when empty. */
  repetitions(element: number): string[];
  /** Where the element stands, in bytes; a missing element stands at the end of its segment with length 0. */
  elementRange(element: number): { offset: number; length: number };
}

/** A loop: its own segments and the loops inside, each in file order. HL loops are nested by HL02. */
export interface X12Loop {
  /** Trigger's identifier, e.g. "N1", "HL"; "" for the set itself. */
  readonly id: string;
  /** HL03 for HL loops. */
  readonly level?: string;
  readonly segments: X12Segment[];
  readonly loops: X12Loop[];
  readonly parent?: X12Loop;
}

export interface X12Document {
  readonly format: 'x12';
  readonly set: string; // ST01
  readonly version: string; // GS08
  readonly transactionSetControlNumber: string; // ST02
  readonly interchange: InterchangeHeader;
  readonly group: GroupHeader;
  /** Places in the file, from 1: interchange, group in it, set in that. */
  readonly position: { interchange: number; group: number; set: number };
  /** All segments, ST to SE. */
  readonly segments: X12Segment[];
  readonly root: X12Loop;
}
