/**
 * What a mapping that writes is and gives: a pure function from a record to a document, with the field behind every value.
 *
 * Bad data never throws. It becomes issues; the document then holds what could be written, for people to look at.
 */
import type { z } from 'zod';
import type { RecordKind } from '../../canonical/index.js';
import type { XmlNode } from '../../formats/index.js';
import type { OutboundSegment } from '../../x12/index.js';
import type { CrosswalkUse, MappingIssue, csvTo, OutboundTest, xmlTo } from '../file/index.js';

export interface OutboundMapping {
  name: string;
  version: number;
  status: string;
  title: string;
  /** Relative to the configuration folder. */
  file: string;
  /** SHA-256, hex, of the mapping's text, its base and its crosswalks. */
  hash: string;
  from: RecordKind;
  to: OutboundTarget;
  /** Paths into the record, without list positions, that the mapping marks as sensitive beside those of the kind. */
  sensitive: readonly string[];
  tests: readonly OutboundTest[];
  crosswalks: readonly CrosswalkUse[];
  compose(record: Readonly<Record<string, unknown>>, context: ComposeContext): ComposeResult;
}

export type OutboundTarget =
  | { format: 'x12'; set: string; version: string }
  | ({ format: 'csv' } & z.output<typeof csvTo>)
  | ({ format: 'xml' } & z.output<typeof xmlTo>);

export interface ComposeContext {
  partner: string;
  /** yyyy-MM-dd on the hub's wall: which dated crosswalk rows are valid, and what `clock: date` writes. */
  today?: string;
  /** HHmm: what `clock: time` writes. */
  time?: string;
}

export interface ComposeResult {
  /** Fit to be sent when there is no issue with action hold or reject; X12 has to pass a reader before it is. */
  document: ComposedDocument;
  issues: MappingIssue[];
  /**
   * By place in the document, the path into the record: "7.4" is element 4 of segment 7 of the set, of which ST is 1, or cell 4
   * of row 7. None for XML.
   */
  origins: Record<string, string>;
  businessKey: string;
}

export interface ComposedX12 {
  format: 'x12';
  set: string;
  version: string;
  /** Those between ST and SE. */
  segments: OutboundSegment[];
}

export type ComposedDocument =
  | ComposedX12
  /** Rows without their line ends, the header first; the text is all of them. */
  | { format: 'csv'; rows: string[]; text: string }
  | { format: 'xml'; root: XmlNode; text: string };
