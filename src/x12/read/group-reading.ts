/**
 * Reads a functional group, GS to GE, and judges it; its faults are told by AK905 codes.
 */
import { findVersion } from '../guides/index.js';
import type { GroupHeader, GroupReport, SetReport } from '../report.js';
import {
  readCount,
  compareControlNumbers,
  SeenNumbers,
  isDate,
  isTime,
  type SegmentFrame,
} from '../tokens/index.js';
import type { IssueList, ValidationPolicy } from '../validate/index.js';
import { elementPlace } from './set-reading.js';
import { combineVerdicts } from './verdict.js';
import type { IssueCode } from '../../vocabulary/index.js';

/** A fault of GS or GE; without an element it is the segment or its absence that is at fault. */
interface GroupFault {
  code: IssueCode;
  words: string;
  /** AK905, where one fits. */
  ak9?: string;
  element?: number;
  severity?: 'warning';
}

type OnBadSet = ValidationPolicy['onBadSet'];

const mildestFirst: readonly OnBadSet[] = ['reject-set', 'reject-group', 'reject-interchange'];

export class GroupReading {
  readonly header: GroupHeader;
  readonly sets: SetReport[] = [];
  private readonly issues: IssueList;
  private readonly codes: string[] = [];
  private readonly controlNumbers = new SeenNumbers();
  private readonly start: number;
  private end: number;
  /** The strictest that was agreed about any of its sets. */
  private onBadSet: OnBadSet = 'reject-set';
  private firstRejected: SetReport | undefined;

  /** Begins at the GS in the frame; `repeated` tells that GS06 stood in the interchange before. */
  constructor(
    private readonly frame: SegmentFrame,
    private readonly options: {
      ordinal: number;
      issues: IssueList;
      isRepeat: (groupControlNumber: string) => boolean;
    },
  ) {
    this.issues = options.issues;
    this.start = frame.offset;
    this.end = frame.next;
    this.header = {
      functionalId: frame.text(1),
      sender: frame.text(2),
      receiver: frame.text(3),
      date: frame.text(4),
      time: frame.text(5),
      groupControlNumber: frame.text(6),
      agency: frame.text(7),
      version: frame.text(8),
    };
    this.checkHeader();
  }

  /** Whether ST02 stood in this group before. */
  isRepeat(transactionSetControlNumber: string): boolean {
    const earlier = () => this.sets.map((set) => set.transactionSetControlNumber);
    return this.controlNumbers.isRepeat(transactionSetControlNumber, earlier);
  }

  add(set: SetReport, onBadSet: OnBadSet = 'reject-set'): void {
    this.sets.push(set);
    this.end = set.end;
    if (set.verdict === 'rejected') this.firstRejected ??= set;
    if (mildestFirst.indexOf(onBadSet) > mildestFirst.indexOf(this.onBadSet)) this.onBadSet = onBadSet;
  }

  /** Whether one of its sets takes the whole interchange with it; known when the group is closed. */
  get rejectsInterchange(): boolean {
    return this.firstRejected !== undefined && this.onBadSet === 'reject-interchange';
  }

  /** A segment of the group that stands in no set. */
  outsideSet(): void {
    const { frame } = this;
    this.end = frame.next;
    const empty = frame.length === 0;
    const words = empty
      ? 'a segment terminator stands where a set should'
      : 'a segment stands outside of any set';
    const code = empty ? 'EMPTY_SEGMENT' : 'SEGMENT_OUTSIDE_SET';
    this.fail({ code, words, ...(empty ? { severity: 'warning' } : {}) });
  }

  /** Ends the group at the GE in the frame, or where something else stood in its place. */
  close(hasTrailer: boolean): GroupReport {
    const { frame, sets } = this;
    const setsClaimed = hasTrailer ? readCount(frame.text(1)) : undefined;
    if (hasTrailer) {
      this.end = frame.next;
      this.checkTrailer(setsClaimed);
    } else {
      this.issues.add('fail', {
        code: 'GE_MISSING',
        offset: this.end,
        length: 0,
        words: 'the group has no GE',
      });
      this.addCode('3');
    }
    this.rejectForSet();
    if (sets.length === 0) this.fail({ code: 'GROUP_EMPTY', words: 'the group holds no set' });
    const verdict = this.issues.failed ? 'rejected' : combineVerdicts(sets);
    const accepted = sets.filter((set) => set.verdict !== 'rejected').length;
    return {
      ordinal: this.options.ordinal,
      header: this.header,
      verdict,
      codes: this.codes,
      setsClaimed,
      setsReceived: sets.length,
      setsAccepted: verdict === 'rejected' ? 0 : accepted,
      sets,
      issues: this.issues.issues,
      start: this.start,
      end: this.end,
    };
  }

  private rejectForSet(): void {
    const { firstRejected } = this;
    if (firstRejected === undefined || this.onBadSet !== 'reject-group') return;
    this.issues.add('fail', {
      code: 'GROUP_REJECTED_FOR_SET',
      offset: firstRejected.start,
      length: 0,
      words: 'the agreement rejects a group that holds a rejected set',
    });
  }

  private checkHeader(): void {
    const { header, frame } = this;
    const version = findVersion(header.version);
    if (!version) {
      this.fail({
        code: 'GROUP_VERSION_NOT_SUPPORTED',
        ak9: '2',
        element: 8,
        words: 'we have no guides for the version in GS08',
      });
    } else if (!version.functionalIds.has(header.functionalId)) {
      this.fail({
        code: 'GROUP_NOT_SUPPORTED',
        ak9: '1',
        element: 1,
        words: 'we have no guides for groups of the kind in GS01',
      });
    }
    if (!/^\d{1,9}$/.test(header.groupControlNumber)) {
      this.fail({
        code: 'GS_CONTROL_NUMBER_INVALID',
        ak9: '6',
        element: 6,
        words: 'GS06 is no number of 1 to 9 digits',
      });
    } else if (this.options.isRepeat(header.groupControlNumber)) {
      const ak9 = header.version >= '005010' ? '19' : '6';
      this.fail({
        code: 'GS_CONTROL_NUMBER_REPEATED',
        ak9,
        element: 6,
        words: 'GS06 stood in this interchange before',
      });
    }
    if (header.date.length !== 8 || !isDate(header.date))
      this.fail({
        code: 'GS_DATE_INVALID',
        element: 4,
        severity: 'warning',
        words: 'GS04 is no date of the calendar',
      });
    if (!isTime(header.time))
      this.fail({
        code: 'GS_TIME_INVALID',
        element: 5,
        severity: 'warning',
        words: 'GS05 is no time of the day',
      });
    if (frame.count > 8)
      this.fail({
        code: 'TOO_MANY_ELEMENTS',
        element: 9,
        severity: 'warning',
        words: 'GS has more than 8 elements',
      });
  }

  private checkTrailer(setsClaimed: number | undefined): void {
    const { frame, header, sets } = this;
    if (setsClaimed !== sets.length) {
      const said = setsClaimed === undefined ? 'is no count' : `says ${setsClaimed} sets`;
      this.fail({ code: 'GE_COUNT_WRONG', ak9: '5', element: 1, words: `GE01 ${said}, ${sets.length} came` });
    }
    const compared = compareControlNumbers(header.groupControlNumber, frame.text(2));
    const form = { code: 'CONTROL_NUMBER_FORM' as const, element: 2, words: 'GE02 is GS06 in another form' };
    if (compared === 'same-number') this.fail({ ...form, severity: 'warning' });
    if (compared === 'different')
      this.fail({ code: 'GE_CONTROL_NUMBER_WRONG', ak9: '4', element: 2, words: 'GE02 differs from GS06' });
    if (frame.count > 2)
      this.fail({
        code: 'TOO_MANY_ELEMENTS',
        element: 3,
        severity: 'warning',
        words: 'GE has more than 2 elements',
      });
  }

  private fail(fault: GroupFault): void {
    const { frame } = this;
    const { code, words, ak9, element, severity } = fault;
    if (ak9 !== undefined) this.addCode(ak9);
    this.issues.add(severity === 'warning' ? 'warn' : 'fail', {
      code,
      ...(element === undefined
        ? { offset: frame.offset, length: frame.length }
        : elementPlace(frame, element)),
      segmentId: frame.idText,
      ...(element === undefined ? {} : { element }),
      words,
    });
  }

  private addCode(code: string): void {
    if (!this.codes.includes(code)) this.codes.push(code);
  }
}
