/**
 * Knows where in the envelope each segment stands and gives it to the interchange, group or set that is open.
 *
 * A trailer that is missing is told where the next header stands, and reading goes on there: one bad set never loses its
 * neighbours.
 */
import type { InterchangeReport, X12Report } from '../report.js';
import {
  controlNumberKey,
  type Isa,
  type X12Limits,
  type SegmentFrame,
  SegmentStore,
  type Stray,
  type TokenSink,
} from '../tokens/index.js';
import { IssueList, type IssueBudget, type ValidationPolicy } from '../validate/index.js';
import { GE, GS, IEA, ISB, ISE, SE, ST, TA1 } from './envelope-ids.js';
import { GroupReading } from './group-reading.js';
import { InterchangeReading } from './interchange-reading.js';
import type { X12ReaderOptions } from './reader-options.js';
import { SetDocument } from './set-document.js';
import { SetReading } from './set-reading.js';
import { strayIssue } from './stray-issue.js';
import type { IssueCode } from '../../vocabulary/index.js';

export class Envelope implements TokenSink {
  private readonly interchanges: InterchangeReport[] = [];
  private readonly counts = { interchanges: 0, groups: 0, sets: 0, segments: 0 };
  private readonly strays: Stray[] = [];
  private readonly interchangeKeys = new Set<string>();
  private interchangeReading: InterchangeReading | undefined;
  private group: GroupReading | undefined;
  private readonly set: SetReading;
  private inSet = false;
  private policy: Partial<ValidationPolicy> | undefined;
  private document: SetDocument | undefined;
  /** Room for the segments of the document, used again for the next. */
  private readonly store = new SegmentStore();
  private readonly budget: IssueBudget;
  private acknowledgments = 0;
  /** The interchange went over a limit: nothing more of it is read. */
  private stopped = false;
  /** Where the first interchange over the limit stands. */
  private firstUnread: number | undefined;

  constructor(
    private readonly frame: SegmentFrame,
    private readonly limits: X12Limits,
    private readonly options: X12ReaderOptions,
  ) {
    this.budget = { left: limits.issuesPerFileMax };
    this.set = new SetReading(frame, limits, this.budget);
  }

  interchange(isa: Isa, offset: number): void {
    // An interchange whose delimiters could not be used has no IEA that could have closed it, and may be cut in its ISA.
    const open = this.interchangeReading;
    if (open) open.end = Math.min(open.end, offset);
    this.closeInterchange('next-isa');
    this.counts.interchanges++;
    this.counts.segments++;
    if (this.counts.interchanges > this.limits.interchangesPerFileMax) {
      this.firstUnread ??= offset;
      return;
    }
    const { header } = isa;
    const key = JSON.stringify([
      header.senderQualifier,
      header.sender,
      header.receiverQualifier,
      header.receiver,
      controlNumberKey(header.interchangeControlNumber),
    ]);
    this.interchangeReading = new InterchangeReading(isa, {
      ordinal: this.interchanges.length + 1,
      offset,
      issues: this.newIssues(),
      repeated: this.interchangeKeys.has(key),
    });
    this.interchangeKeys.add(key);
  }

  segment(frame: SegmentFrame): void {
    if (frame.length > 0) this.counts.segments++;
    if (!this.interchangeReading || (this.stopped && frame.id !== IEA)) return;
    if (frame.wrapped) this.interchangeReading.noteWrap(frame);
    switch (frame.id) {
      case ST:
        return this.openSet();
      case SE:
        return this.inSet ? this.closeSet(true) : this.outside();
      case GS:
        return this.openGroup();
      case GE:
        return this.group ? this.closeGroup(true) : this.outside();
      case IEA:
        return this.closeInterchange('trailer');
      default:
        return this.inSet ? this.set.body() : this.outside();
    }
  }

  cut(): void {
    this.closeInterchange('next-isa');
  }

  unterminated(offset: number): void {
    this.interchangeReading?.cutShort(offset);
  }

  stray(stray: Stray): void {
    if (stray.kind.startsWith('isa-')) this.counts.interchanges++;
    if (this.strays.length < this.limits.issuesPerSetMax) this.strays.push(stray);
  }

  /** The file has ended. */
  finish(): X12Report {
    this.closeInterchange('file-end');
    const { interchanges, counts } = this;
    const issues = this.newIssues();
    for (const stray of this.strays) {
      const { severity, ...issue } = strayIssue(stray, interchanges);
      issues.add(severity === 'warning' ? 'warn' : 'fail', issue);
    }
    if (interchanges.length === 0 && this.strays.length === 0)
      issues.add('fail', { code: 'EMPTY', offset: 0, length: 0, words: 'the file holds nothing' });
    if (this.firstUnread !== undefined) {
      const words = `the file holds more than limits.interchangesPerFileMax, ${this.limits.interchangesPerFileMax}`;
      issues.add('fail', { code: 'TOO_MANY_INTERCHANGES', offset: this.firstUnread, length: 0, words });
    }
    return { interchanges, counts, issues: issues.issues };
  }

  private newIssues(): IssueList {
    return new IssueList(this.limits.issuesPerSetMax, this.budget);
  }

  /** The file goes over a limit of what a report may hold: the interchange is rejected and not read on. */
  private stop(code: IssueCode, limit: 'groupsPerFileMax' | 'setsPerFileMax'): void {
    const { offset, length } = this.frame;
    this.closeGroup(false);
    this.stopped = true;
    const words = `the file holds more than limits.${limit}, ${this.limits[limit]}: the rest was not read`;
    this.interchangeReading!.overLimit({ offset, length }, { code, words });
  }

  /** A segment that stands in no set. */
  private outside(): void {
    const { frame, group } = this;
    const interchange = this.interchangeReading!;
    if (group) group.outsideSet();
    else if (frame.id === TA1) this.acknowledged(interchange);
    else if (frame.id === ISB || frame.id === ISE) interchange.checkService(frame);
    else interchange.outsideGroup(frame);
    interchange.end = frame.next;
  }

  private acknowledged(interchange: InterchangeReading): void {
    this.acknowledgments++;
    if (this.acknowledgments > this.limits.groupsPerFileMax) this.stop('TOO_MANY_GROUPS', 'groupsPerFileMax');
    else interchange.addAcknowledgment(this.frame);
  }

  private openGroup(): void {
    this.closeGroup(false);
    this.counts.groups++;
    if (this.counts.groups > this.limits.groupsPerFileMax)
      return this.stop('TOO_MANY_GROUPS', 'groupsPerFileMax');
    const interchange = this.interchangeReading!;
    this.group = new GroupReading(this.frame, {
      ordinal: interchange.groups.length + 1,
      issues: this.newIssues(),
      isRepeat: (groupControlNumber) => interchange.isGroupRepeat(groupControlNumber),
    });
  }

  private closeGroup(hasTrailer: boolean): void {
    this.closeSet(false);
    if (!this.group) return;
    const report = this.group.close(hasTrailer);
    this.interchangeReading!.groups.push(report);
    this.interchangeReading!.end = report.end;
    if (this.group.rejectsInterchange) this.interchangeReading!.rejectForSet();
    this.group = undefined;
  }

  private openSet(): void {
    this.closeSet(false);
    this.counts.sets++;
    if (this.counts.sets > this.limits.setsPerFileMax) return this.stop('TOO_MANY_SETS', 'setsPerFileMax');
    const { frame, group, options } = this;
    if (!group) {
      this.outside();
      return;
    }
    const interchange = this.interchangeReading!;
    const { header, delimiters } = interchange.isa;
    const position = {
      interchange: this.interchanges.length + 1,
      group: interchange.groups.length + 1,
      set: group.sets.length + 1,
    };
    this.policy = options.policyFor?.(header, group.header, frame.text(1));
    this.document = options.wants?.(position)
      ? new SetDocument(frame, this.store, { interchange: header, group: group.header, position, delimiters })
      : undefined;
    this.inSet = true;
    this.set.open({
      ordinal: position.set,
      group: group.header,
      policy: this.policy,
      classes: interchange.classes,
      repeated: group.isRepeat(frame.text(2)),
      document: this.document,
    });
  }

  private closeSet(hasTrailer: boolean): void {
    if (!this.inSet) return;
    this.inSet = false;
    const report = this.set.close(hasTrailer);
    this.group!.add(report, this.policy?.onBadSet);
    if (this.document && hasTrailer) this.options.onSet?.(this.document.finish());
    this.document = undefined;
  }

  private closeInterchange(at: 'trailer' | 'file-end' | 'next-isa'): void {
    if (!this.interchangeReading) return;
    this.closeGroup(false);
    const { interchangeReading } = this;
    this.interchanges.push(
      at === 'trailer' ? interchangeReading.close(this.frame) : interchangeReading.closeWithoutTrailer(at),
    );
    this.interchangeReading = undefined;
    this.stopped = false;
  }
}
