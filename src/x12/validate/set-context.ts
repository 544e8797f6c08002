/**
 * What the checks of one set share: its policy, its issues and where the reading stands.
 *
 * One object is used for every set of a file; `begin` makes it new.
 */
import type { Dictionary } from '../guides/index.js';
import type { X12Issue } from '../report.js';
import type { X12Limits, SegmentFrame } from '../tokens/index.js';
import { IssueList, type IssueBudget } from './issue-list.js';
import { defaultPolicy, type Strictness, type ValidationPolicy } from './policy.js';
import type { IssueCode } from '../../vocabulary/index.js';

export class SetContext {
  readonly issues: IssueList;
  /** Byte classes under the interchange's delimiters. */
  classes: Uint16Array = new Uint16Array(256);
  policy: Readonly<ValidationPolicy> = defaultPolicy;
  /** Position of the segment in its set, ST is 1 (AK302). */
  segment = 0;
  /** The loop the segment stands in (AK303); '' for the set itself. */
  loop = '';

  constructor(
    readonly frame: SegmentFrame,
    readonly limits: X12Limits,
    budget: IssueBudget,
  ) {
    this.issues = new IssueList(limits.issuesPerSetMax, budget);
  }

  begin(policy: Partial<ValidationPolicy> | undefined): void {
    this.policy = policy === undefined ? defaultPolicy : { ...defaultPolicy, ...policy };
    this.issues.reset();
    this.segment = 0;
    this.loop = '';
  }

  /** An issue of the segment at hand as a whole. */
  segmentIssue(
    strictness: Strictness,
    issue: { code: IssueCode; ak3?: string; words: string; segmentId?: string; implementation?: boolean },
  ): void {
    if (strictness === 'off' || this.isOnlyCounted(strictness, issue.ak3 !== undefined)) return;
    const { frame } = this;
    const own = issue.segmentId === undefined;
    this.issues.add(strictness, {
      code: issue.code,
      offset: frame.offset,
      length: own ? frame.length : 0,
      ...this.place(issue.segmentId ?? frame.idText),
      ...(issue.ak3 === undefined ? {} : { ak3: issue.ak3 }),
      ...(issue.implementation === true ? { implementation: true } : {}),
      words: issue.words,
    });
  }

  /** An issue of an element, or of a component of it, in the segment at hand. */
  elementIssue(strictness: Strictness, fault: ElementFault): void {
    if (strictness === 'off' || this.isOnlyCounted(strictness, fault.ak4 !== undefined)) return;
    const { frame } = this;
    const empty = fault.end <= fault.start;
    const name = this.elementName(fault);
    const issue: Omit<X12Issue, 'severity'> = {
      code: fault.code,
      offset: frame.offset + fault.start,
      length: fault.end - fault.start,
      ...this.place(frame.idText),
      element: fault.element,
      words: `${name} ${fault.words}`,
    };
    if (fault.component > 0) issue.component = fault.component;
    if (fault.repetition > 1) issue.repetition = fault.repetition;
    if (fault.reference !== undefined) issue.elementReference = fault.reference;
    if (fault.trigger !== undefined) issue.trigger = fault.trigger;
    if (fault.ak4 !== undefined) {
      issue.ak3 = '8';
      issue.ak4 = fault.ak4;
    }
    if (fault.implementation === true) issue.implementation = true;
    if (!empty) issue.value = frame.decodeForIssue(fault.start, fault.end);
    this.issues.add(strictness, issue);
  }

  /** Counts the issue where it would not be kept, so that nothing is made of it. */
  private isOnlyCounted(strictness: Exclude<Strictness, 'off'>, inSegment: boolean): boolean {
    if (!this.issues.isFullFor(strictness)) return false;
    this.issues.tally(strictness, inSegment);
    return true;
  }

  private place(segmentId: string): { segment: number; segmentId: string; loop?: string } {
    return { segment: this.segment, segmentId, ...(this.loop === '' ? {} : { loop: this.loop }) };
  }

  private elementName(fault: ElementFault): string {
    const component = fault.component > 0 ? `-${fault.component}` : '';
    return `${this.frame.idText}${String(fault.element).padStart(2, '0')}${component}`;
  }
}

/** A fault of an element; positions are bytes relative to the segment, an absent element has none. */
export interface ElementFault {
  code: IssueCode;
  ak4?: string;
  /** Ends a sentence that begins with the element's name, e.g. "is missing". */
  words: string;
  element: number;
  /** From 1; 0 when the element as a whole is meant. */
  component: number;
  repetition: number;
  start: number;
  end: number;
  reference?: string;
  /** Of a condition: the element or component that calls for this one, or excludes it. */
  trigger?: number;
  /** Only what was agreed beyond the guide sees a fault in it. */
  implementation?: boolean;
}

/** The number and type of a data element, for faults. */
export function referenceOf(dictionary: Dictionary, index: number): { reference?: string } {
  const reference = dictionary.reference[index]!;
  // Composites have names of their own, which AK402 does not carry.
  return /^\d/.test(reference) ? { reference } : {};
}
