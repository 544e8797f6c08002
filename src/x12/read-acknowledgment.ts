/**
 * What the other side says about what we sent: a received 997 or TA1 as verdicts and plain words.
 *
 * Words never hold values of a document; the copy that AK404 carries stands apart, in `value`.
 */
import type { X12Document, X12Segment } from './document.js';
import type { InterchangeAcknowledgment, Verdict } from './report.js';
import {
  elementFaults,
  groupReasons,
  segmentFaults,
  setReasons,
  ta1Reasons,
} from './acknowledgment-words.js';

/** A fault that the partner found in a set of ours. */
export interface AcknowledgedIssue {
  /** Position in the set, ST is 1 (AK302); undefined when it could not be read. */
  segment: number | undefined;
  segmentId: string; // AK301
  loop?: string; // AK303
  segmentCode?: string; // AK304
  element?: number; // AK401, from 1
  component?: number;
  repetition?: number;
  elementReference?: string; // AK402
  elementCode?: string; // AK403
  /** e.g. "segment 7, PO103: code value not accepted" */
  words: string;
  /** AK404: document content, so never logged. */
  value?: string;
}

/** What a 997 says about one set (AK2 to AK5). */
export interface AcknowledgedSet {
  set: string; // AK201
  transactionSetControlNumber: string; // AK202, as received
  /** undefined when AK501 is no code we know: nothing may be concluded. */
  verdict: Verdict | undefined;
  /** AK502 to AK506 in words. */
  reasons: string[];
  issues: AcknowledgedIssue[];
}

/** What a 997 says about one group of ours (AK1 to AK9). */
export interface AcknowledgedGroup {
  functionalId: string; // AK101
  groupControlNumber: string; // AK102, as received
  /** undefined when AK901 is missing or no code we know: nothing may be concluded. */
  verdict: Verdict | undefined;
  /** AK905 to AK909 in words. */
  reasons: string[];
  setsIncluded: number | undefined; // AK902
  setsReceived: number | undefined; // AK903
  setsAccepted: number | undefined; // AK904
  /** Sets that it names. A set it does not name has the group's verdict, unless that is partially-accepted. */
  sets: AcknowledgedSet[];
}

/** What a TA1 says about one interchange of ours. */
export interface AcknowledgedInterchange {
  interchangeControlNumber: string; // TA101, as received
  verdict: Verdict | undefined;
  /** TA105 in words; '' for "no fault". */
  reason: string;
}

const verdicts: Record<string, Verdict> = {
  A: 'accepted',
  E: 'accepted-with-errors',
  P: 'partially-accepted',
  R: 'rejected',
  // M, W and X reject for security reasons: authentication failed, assurance failed, could not be decrypted
  M: 'rejected',
  W: 'rejected',
  X: 'rejected',
};

/** Reads a 997 set; undefined when the document is none, or does not say which group it answers. */
export function readAcknowledgment(document: X12Document): AcknowledgedGroup | undefined {
  const ak1 = document.segments.find((segment) => segment.id === 'AK1');
  if (document.set !== '997' || ak1 === undefined) return undefined;
  const ak9 = document.segments.find((segment) => segment.id === 'AK9');
  return {
    functionalId: ak1.element(1),
    groupControlNumber: ak1.element(2),
    verdict: verdicts[ak9?.element(1) ?? ''],
    reasons: ak9 === undefined ? ['it ends without a verdict'] : codesInWords(ak9, 5, groupReasons),
    setsIncluded: count(ak9, 2),
    setsReceived: count(ak9, 3),
    setsAccepted: count(ak9, 4),
    sets: readSets(document.segments),
  };
}

/** Reads a TA1 segment. */
export function readInterchangeAcknowledgment(ta1: InterchangeAcknowledgment): AcknowledgedInterchange {
  const { interchangeControlNumber, status, code } = ta1;
  const reason = code === '000' || code === '' ? '' : inWords(code, ta1Reasons);
  // P is no TA1 code: a TA1 speaks of the envelope only
  return { interchangeControlNumber, verdict: status === 'P' ? undefined : verdicts[status], reason };
}

/** What a 997 says about one of our sets; undefined when it says nothing certain about it. */
export function verdictOfSet(
  group: AcknowledgedGroup,
  transactionSetControlNumber: string,
): Verdict | undefined {
  if (group.verdict === 'rejected') return 'rejected';
  const named = group.sets.find((set) =>
    sameNumber(set.transactionSetControlNumber, transactionSetControlNumber),
  );
  if (named !== undefined) return named.verdict;
  return group.verdict === 'partially-accepted' ? undefined : group.verdict;
}

/** Control numbers are the same when they are equal as numbers, whatever their leading zeros. */
function sameNumber(one: string, other: string): boolean {
  const [a, b] = [number(one), number(other)];
  return a !== undefined && b !== undefined ? a === b : one === other;
}

function readSets(segments: readonly X12Segment[]): AcknowledgedSet[] {
  const sets: AcknowledgedSet[] = [];
  let at: AcknowledgedIssue | undefined;
  for (const segment of segments) {
    const set = sets.at(-1);
    if (segment.id === 'AK2') {
      sets.push(openSet(segment));
      at = undefined;
    }
    if (set === undefined) continue;
    if (segment.id === 'AK3') {
      at = segmentIssue(segment);
      set.issues.push(at);
    }
    if (segment.id === 'AK4' && at !== undefined) addElementIssue(set, at, segment);
    if (segment.id === 'AK5') {
      set.verdict = segment.element(1) === 'P' ? undefined : verdicts[segment.element(1)];
      set.reasons = codesInWords(segment, 2, setReasons);
    }
  }
  return sets;
}

function openSet(ak2: X12Segment): AcknowledgedSet {
  return {
    set: ak2.element(1),
    transactionSetControlNumber: ak2.element(2),
    verdict: undefined,
    reasons: [],
    issues: [],
  };
}

function segmentIssue(ak3: X12Segment): AcknowledgedIssue {
  const [id, position] = [ak3.element(1), ak3.element(2)];
  const [loop, code] = [ak3.element(3), ak3.element(4)];
  const where = `segment ${position} (${id})`;
  return {
    segment: number(position),
    segmentId: id,
    ...(loop === '' ? {} : { loop }),
    ...(code === '' ? {} : { segmentCode: code }),
    words: `${where}: ${code === '' ? 'reported without a code' : inWords(code, segmentFaults)}`,
  };
}

/** AK304 8 only announces the AK4 segments below it, so the first of them takes its place. */
function addElementIssue(set: AcknowledgedSet, at: AcknowledgedIssue, ak4: X12Segment): void {
  const announced = at.segmentCode === '8' || at.segmentCode === undefined;
  if (announced && set.issues.at(-1) === at) set.issues.pop();
  set.issues.push(elementIssue(at, ak4));
}

function elementIssue(at: AcknowledgedIssue, ak4: X12Segment): AcknowledgedIssue {
  const [element, component, repetition] = [1, 2, 3].map((part) => number(ak4.component(1, part)));
  const [reference, code, value] = [ak4.element(2), ak4.element(3), ak4.element(4)];
  const place = element === undefined ? '' : `${at.segmentId}${String(element).padStart(2, '0')}`;
  const inComponent = component === undefined ? '' : `, component ${component}`;
  const inRepetition = repetition === undefined ? '' : `, repetition ${repetition}`;
  return {
    segment: at.segment,
    segmentId: at.segmentId,
    ...(at.loop === undefined ? {} : { loop: at.loop }),
    segmentCode: '8',
    ...(element === undefined ? {} : { element }),
    ...(component === undefined ? {} : { component }),
    ...(repetition === undefined ? {} : { repetition }),
    ...(reference === '' ? {} : { elementReference: reference }),
    ...(code === '' ? {} : { elementCode: code }),
    words: `segment ${at.segment ?? '?'}, ${place || at.segmentId}${inComponent}${inRepetition}: ${inWords(code, elementFaults)}`,
    ...(value === '' ? {} : { value }),
  };
}

function codesInWords(segment: X12Segment, from: number, words: Record<string, string>): string[] {
  const reasons: string[] = [];
  for (let element = from; element <= segment.elementCount; element += 1) {
    const code = segment.element(element);
    if (code !== '') reasons.push(inWords(code, words));
  }
  return reasons;
}

function inWords(code: string, words: Record<string, string>): string {
  const known = Object.hasOwn(words, code) ? words[code] : undefined;
  return known ?? `code ${code.slice(0, 3)}`;
}

function count(segment: X12Segment | undefined, element: number): number | undefined {
  return number(segment?.element(element) ?? '');
}

function number(text: string): number | undefined {
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
