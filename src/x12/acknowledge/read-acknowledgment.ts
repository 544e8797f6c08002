/**
 * What the other side says about what we sent: a received 997, 999 or TA1 as verdicts and plain words.
 *
 * Words never hold values of a document; the copy that AK404 carries stands apart, in `value`.
 */
import type { X12Document, X12Segment } from '../document.js';
import type { InterchangeAcknowledgment, Verdict } from '../report.js';
import type { Issue, X12Place } from '../../vocabulary/index.js';
import {
  elementFaults,
  groupReasons,
  segmentFaults,
  setReasons,
  ta1Reasons,
} from './acknowledgment-words.js';

/** A fault that the partner found in a set of ours; a 999 has IK3, IK4 and IK5 where a 997 has AK3, AK4 and AK5. */
export interface AcknowledgedIssue extends Issue<X12Place> {
  /** In the set that we sent: AK301 to AK303 and AK401, as far as they could be read. */
  place: X12Place;
  segmentCode?: string; // AK304
  elementReference?: string; // AK402
  elementCode?: string; // AK403
  /** What it had to do with, e.g. "because of segment 4, N103"; without values, which CTX01 may hold (CTX). */
  contexts?: string[];
}

/** The partner's codes say more: they are in the words. */
const faultCode = 'SENT_DOCUMENT_FAULT';

/** What is said about one set (AK2 to AK5 or IK5). */
export interface AcknowledgedSet {
  set: string; // AK201
  transactionSetControlNumber: string; // AK202, as received
  conventionReference?: string; // AK203
  /** undefined when AK501 is no code we know: nothing may be concluded. */
  verdict: Verdict | undefined;
  /** AK502 to AK506 in words. */
  reasons: string[];
  /** The first hundred of them. */
  issues: AcknowledgedIssue[];
  /** All of them. */
  issueCount: number;
}

/** What is said about one group of ours (AK1 to AK9). */
export interface AcknowledgedGroup {
  functionalId: string; // AK101
  groupControlNumber: string; // AK102, as received
  version?: string; // AK103
  /** undefined when AK901 is missing or no code we know: nothing may be concluded. */
  verdict: Verdict | undefined;
  /** AK905 to AK909 in words. */
  reasons: string[];
  setsIncluded: number | undefined; // AK902
  setsReceived: number | undefined; // AK903
  setsAccepted: number | undefined; // AK904
  /** Sets that it names. A set it does not name has the group's verdict, or is what the counts leave over. */
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

/** Issues kept for a set; further ones are only counted. */
const issuesMax = 100;

/** Reads a 997 or 999 set; undefined when the document is none, or does not say which group it answers. */
export function readAcknowledgment(document: X12Document): AcknowledgedGroup | undefined {
  const ak1 = document.segments.find((segment) => segment.id === 'AK1');
  if (!isAcknowledgmentSet(document.set) || ak1 === undefined) return undefined;
  const ak9 = document.segments.find((segment) => segment.id === 'AK9');
  const version = ak1.element(3);
  return {
    functionalId: ak1.element(1),
    groupControlNumber: ak1.element(2),
    ...(version === '' ? {} : { version }),
    verdict: verdicts[ak9?.element(1) ?? ''],
    reasons: ak9 === undefined ? ['it ends without a verdict'] : codesInWords(ak9, 5, groupReasons),
    setsIncluded: count(ak9, 2),
    setsReceived: count(ak9, 3),
    setsAccepted: count(ak9, 4),
    sets: readSets(document.segments),
  };
}

/** Whether a set of this ST01 speaks about other sets. */
export function isAcknowledgmentSet(set: string): boolean {
  return set === '997' || set === '999';
}

/** Reads a TA1 segment. */
export function readInterchangeAcknowledgment(ta1: InterchangeAcknowledgment): AcknowledgedInterchange {
  const { interchangeControlNumber, status, code } = ta1;
  const reason = code === '000' || code === '' ? '' : inWords(code, ta1Reasons);
  // P is no TA1 code: a TA1 speaks of the envelope only
  return { interchangeControlNumber, verdict: status === 'P' ? undefined : verdicts[status], reason };
}

/** What is said about one of our sets; undefined when nothing certain is. */
export function verdictOfSet(
  group: AcknowledgedGroup,
  transactionSetControlNumber: string,
): Verdict | undefined {
  if (group.verdict === 'rejected') return 'rejected';
  const named = findSet(group, transactionSetControlNumber);
  if (named !== undefined) return named.verdict;
  return group.verdict === 'partially-accepted' ? verdictOfUnnamed(group) : group.verdict;
}

/** Of a group that is accepted in part the counts can tell what became of the sets that it does not name. */
function verdictOfUnnamed(group: AcknowledgedGroup): Verdict | undefined {
  const { sets, setsIncluded, setsReceived = 0, setsAccepted = 0 } = group;
  const unnamed = setsReceived - sets.length;
  if (setsIncluded !== setsReceived || unnamed < 1) return undefined;
  if (sets.some(({ verdict }) => verdict === undefined)) return undefined;
  const accepted = setsAccepted - sets.filter(({ verdict }) => verdict !== 'rejected').length;
  if (accepted === unnamed) return 'accepted';
  return accepted === 0 ? 'rejected' : undefined;
}

const indexes = new WeakMap<AcknowledgedGroup, Map<string, AcknowledgedSet>>();

/**
 * What is said about one of our sets by name. Control numbers are the same when they are equal as numbers, whatever their
 * leading zeros.
 * @param transactionSetControlNumber ST02 as we wrote it
 */
export function findSet(
  group: AcknowledgedGroup,
  transactionSetControlNumber: string,
): AcknowledgedSet | undefined {
  const keyOf = (text: string) => String(number(text) ?? text);
  let index = indexes.get(group);
  if (index === undefined) {
    // Of two that have the same number the first counts.
    index = new Map(group.sets.toReversed().map((set) => [keyOf(set.transactionSetControlNumber), set]));
    indexes.set(group, index);
  }
  return index.get(keyOf(transactionSetControlNumber));
}

function readSets(segments: readonly X12Segment[]): AcknowledgedSet[] {
  const sets: AcknowledgedSet[] = [];
  let faults: SetFaults | undefined;
  for (const segment of segments) {
    if (segment.id === 'AK2') {
      const set = openSet(segment);
      sets.push(set);
      faults = new SetFaults(set);
    } else faults?.add(segment);
  }
  return sets;
}

function openSet(ak2: X12Segment): AcknowledgedSet {
  const conventionReference = ak2.element(3);
  return {
    set: ak2.element(1),
    transactionSetControlNumber: ak2.element(2),
    ...(conventionReference === '' ? {} : { conventionReference }),
    verdict: undefined,
    reasons: [],
    issues: [],
    issueCount: 0,
  };
}

/** Gathers what stands between the AK2 of a set and its AK5. */
class SetFaults {
  /** The segment at fault that AK4 and CTX segments belong to. */
  private at: AcknowledgedIssue | undefined;
  private last: AcknowledgedIssue | undefined;

  constructor(private readonly set: AcknowledgedSet) {}

  add(segment: X12Segment): void {
    switch (segment.id) {
      case 'AK3':
      case 'IK3':
        this.at = segmentIssue(segment);
        return this.keep(this.at);
      case 'AK4':
      case 'IK4':
        return this.addElement(segment);
      case 'CTX':
        return this.addContext(segment);
      case 'AK5':
      case 'IK5':
        this.set.verdict = segment.element(1) === 'P' ? undefined : verdicts[segment.element(1)];
        this.set.reasons = codesInWords(segment, 2, setReasons);
    }
  }

  /** AK304 8 only announces the AK4 segments below it, so the first of them takes its place. */
  private addElement(ak4: X12Segment): void {
    const { at, set } = this;
    if (at === undefined) return;
    const announced = at.segmentCode === '8' || at.segmentCode === undefined;
    const issue = elementIssue(at, ak4);
    if (announced && this.last === at) {
      if (set.issues.at(-1) === at) set.issues.pop();
      set.issueCount--;
      if (at.contexts !== undefined) issue.contexts = at.contexts;
    }
    this.keep(issue);
  }

  private addContext(ctx: X12Segment): void {
    if (this.last !== undefined) (this.last.contexts ??= []).push(contextInWords(ctx));
  }

  private keep(issue: AcknowledgedIssue): void {
    this.last = issue;
    this.set.issueCount++;
    if (this.set.issues.length < issuesMax) this.set.issues.push(issue);
  }
}

function segmentIssue(ak3: X12Segment): AcknowledgedIssue {
  const [segmentId, segment] = [ak3.element(1).slice(0, 3), number(ak3.element(2))];
  const [loop, segmentCode] = [ak3.element(3), ak3.element(4)];
  const said = segmentCode === '' ? 'reported without a code' : inWords(segmentCode, segmentFaults);
  return {
    code: faultCode,
    words: `segment ${segment ?? '?'} (${segmentId}): ${said}`,
    place: loop === '' ? { segment, segmentId } : { segment, segmentId, loop },
    ...(segmentCode === '' ? {} : { segmentCode }),
  };
}

function elementIssue(at: AcknowledgedIssue, ak4: X12Segment): AcknowledgedIssue {
  const [element, component, repetition] = [1, 2, 3].map((part) => number(ak4.component(1, part)));
  const [elementReference, elementCode, value] = [ak4.element(2), ak4.element(3), ak4.element(4)];
  const place = { ...at.place, element, component, repetition };
  return {
    code: faultCode,
    words: `${placeInWords(place)}: ${inWords(elementCode, elementFaults)}`,
    ...(value === '' ? {} : { value }),
    place,
    segmentCode: '8',
    ...(elementReference === '' ? {} : { elementReference }),
    ...(elementCode === '' ? {} : { elementCode }),
  };
}

/** "segment 7, PO103, component 2" */
function placeInWords({ segment, segmentId = '', ...at }: X12Place): string {
  const element = at.element === undefined ? '' : String(at.element).padStart(2, '0');
  const component = at.component === undefined ? '' : `, component ${at.component}`;
  const repetition = at.repetition === undefined ? '' : `, repetition ${at.repetition}`;
  return `segment ${segment ?? '?'}, ${segmentId}${element}${component}${repetition}`;
}

/** A situational trigger names the element that called for the one at fault; other contexts hold values of a document. */
function contextInWords(ctx: X12Segment): string {
  const [segmentId, segment] = [ctx.element(2), number(ctx.element(3))];
  const [element, component, repetition] = [1, 2, 3].map((part) => number(ctx.component(5, part)));
  const place = placeInWords({ segment, segmentId, element, component, repetition });
  const isTrigger = ctx.component(1, 1) === 'SITUATIONAL TRIGGER';
  if (isTrigger) return segmentId === '' ? 'because of another element' : `because of ${place}`;
  const name = ctx.component(1, 1).slice(0, 35);
  return /^[A-Z][A-Z0-9]{1,2}\d\d$/.test(name)
    ? `in the part named by ${name}`
    : 'in a part that the partner names';
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
