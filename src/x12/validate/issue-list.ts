/**
 * Collects issues up to a limit, and knows what they mean for a verdict.
 *
 * Errors matter more than warnings: when the list is full, an error takes the place of the last warning. A warning is
 * never told in an acknowledgment, so it carries no AK3 or AK4 code.
 */
import type { X12Issue } from '../report.js';
import type { Strictness } from './policy.js';

/** How many issues the lists of one report may still keep together. */
export interface IssueBudget {
  left: number;
}

/** An issue before its severity is known. */
export type NewIssue = Omit<X12Issue, 'severity'>;

export class IssueList {
  issues: X12Issue[] = [];
  /** All issues, kept or not. */
  count = 0;
  /** Something that rejects. */
  failed = false;
  /** Something that is told but does not reject. */
  tolerated = false;
  /** An error in a segment (AK502 5). */
  inSegments = false;
  /** Warnings among the issues kept. */
  private warnings = 0;

  constructor(
    private readonly max: number,
    private readonly budget: IssueBudget,
  ) {}

  reset(): void {
    this.issues = [];
    this.count = 0;
    this.warnings = 0;
    this.failed = this.tolerated = this.inSegments = false;
  }

  /** Adds an issue; "off" adds nothing. */
  add(strictness: Strictness, issue: NewIssue): void {
    if (strictness === 'off') return;
    this.tally(strictness, issue.ak3 !== undefined);
    if (this.isFullFor(strictness)) return;
    if (strictness === 'warn') {
      const { ak3: _segmentCode, ak4: _elementCode, ...rest } = issue;
      this.keep({ ...rest, severity: 'warning' });
      return;
    }
    if (this.isFull()) this.dropWarning();
    this.keep({ ...issue, severity: 'error' });
  }

  /** Counts an issue without keeping it: a file of nothing but faults must not cost a report of each. */
  tally(strictness: Exclude<Strictness, 'off'>, inSegment: boolean): void {
    this.count++;
    if (strictness === 'warn') return;
    if (strictness === 'fail') this.failed = true;
    else this.tolerated = true;
    if (inSegment) this.inSegments = true;
  }

  /** Whether such an issue would not be kept: the list is full, and of nothing that matters less. */
  isFullFor(strictness: Strictness): boolean {
    return this.isFull() && (strictness === 'warn' || this.warnings === 0);
  }

  private isFull(): boolean {
    return this.issues.length >= this.max || this.budget.left <= 0;
  }

  private keep(issue: X12Issue): void {
    this.issues.push(issue);
    if (issue.severity === 'warning') this.warnings++;
    this.budget.left--;
  }

  private dropWarning(): void {
    const last = this.issues.findLastIndex((issue) => issue.severity === 'warning');
    this.issues.splice(last, 1);
    this.warnings--;
    this.budget.left++;
  }
}
