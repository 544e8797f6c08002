/**
 * Reads an interchange, ISA to IEA, and judges its envelope; its faults are told by a TA1.
 *
 * A fault of ISA or IEA rejects everything inside; the verdicts of groups and sets stay as they were found.
 */
import type { GroupReport, InterchangeAcknowledgment, InterchangeReport } from '../report.js';
import {
  byteClasses,
  controlNumberKey,
  readCount,
  compareControlNumbers,
  type Isa,
  type SegmentFrame,
} from '../tokens/index.js';
import type { IssueList } from '../validate/index.js';
import { elementPlace } from './set-reading.js';
import { findServiceFault } from './ta1-service.js';
import { combineVerdicts } from './verdict.js';
import type { IssueCode } from '../../vocabulary/index.js';

export class InterchangeReading {
  readonly groups: GroupReport[] = [];
  readonly classes: Uint16Array;
  private readonly acknowledgments: InterchangeAcknowledgment[] = [];
  private readonly issues: IssueList;
  private readonly groupNumbers = new Set<string>();
  private ta1Code = '000';
  private wrapNoted = false;
  private allRejected = false;
  /** Byte of the file after the last segment read. */
  end: number;

  constructor(
    readonly isa: Isa,
    private readonly options: { ordinal: number; offset: number; issues: IssueList; repeated: boolean },
  ) {
    this.issues = options.issues;
    this.classes = byteClasses(isa.delimiters);
    this.end = options.offset + isa.length;
    for (const fault of isa.faults) {
      const { start, end } = isa.elements[fault.element - 1]!;
      const place = { offset: options.offset + start, length: end - start };
      this.fail(fault.ta1, { code: 'ISA_INVALID', ...place, element: fault.element, words: fault.words });
    }
    if (options.repeated) {
      const { start, end } = isa.elements[12]!;
      const place = { offset: options.offset + start, length: end - start };
      const words = 'ISA13 stood in this file before, for the same sender and receiver';
      this.fail('025', { code: 'INTERCHANGE_REPEATED', ...place, element: 13, words });
    }
  }

  /** Whether GS06 stood in this interchange before. */
  isGroupRepeat(groupControlNumber: string): boolean {
    const key = controlNumberKey(groupControlNumber);
    const repeat = this.groupNumbers.has(key);
    this.groupNumbers.add(key);
    return repeat;
  }

  /** Keeps a TA1: the other side's word on an interchange of ours. */
  addAcknowledgment(frame: SegmentFrame): void {
    this.end = frame.next;
    this.acknowledgments.push({
      interchangeControlNumber: frame.text(1),
      date: frame.text(2),
      time: frame.text(3),
      status: frame.text(4),
      code: frame.text(5),
    });
  }

  /** A service segment, ISB or ISE: asked for by the sender, and not followed. */
  checkService(frame: SegmentFrame): void {
    const fault = findServiceFault(frame);
    if (fault === undefined) return;
    const { element, ta1, words } = fault;
    const place = { ...elementPlace(frame, element), segmentId: frame.idText, element };
    this.fail(ta1, { code: 'SERVICE_SEGMENT_INVALID', ...place, words });
  }

  /** A segment between ISA and IEA that stands in no group. */
  outsideGroup(frame: SegmentFrame): void {
    this.end = frame.next;
    const place = { offset: frame.offset, length: frame.length, segmentId: frame.idText };
    if (frame.length === 0) {
      const words = 'a segment terminator stands where a group should';
      this.issues.add('warn', { code: 'EMPTY_SEGMENT', ...place, words });
      return;
    }
    const words = 'a segment stands outside of any group';
    this.fail('022', { code: 'SEGMENT_OUTSIDE_GROUP', ...place, words });
  }

  /** Notes, once, that lines are wrapped inside segments. */
  noteWrap(frame: SegmentFrame): void {
    if (this.wrapNoted) return;
    this.wrapNoted = true;
    this.issues.add('warn', {
      code: 'LINES_WRAPPED',
      offset: frame.offset,
      length: frame.length,
      words: 'line ends stand inside segments; they are read as if they were not there',
    });
  }

  /** One set was rejected, and the agreement rejects everything with it. */
  rejectForSet(): void {
    this.allRejected = true;
  }

  /** The file goes over a limit here: the rest of the interchange is not read. */
  overLimit(place: { offset: number; length: number }, limit: { code: IssueCode; words: string }): void {
    this.fail('022', { ...limit, ...place });
  }

  /** The file, or the interchange, ends inside a segment. */
  cutShort(offset: number): void {
    this.fail('023', {
      code: 'SEGMENT_UNTERMINATED',
      offset,
      length: 0,
      words: 'a segment is cut off: it has no end',
    });
  }

  /** Ends at the IEA in the frame. */
  close(frame: SegmentFrame): InterchangeReport {
    this.end = frame.next;
    const claimed = readCount(frame.text(1));
    const came = this.groups.length;
    const place = (element: number) => ({ ...elementPlace(frame, element), segmentId: 'IEA', element });
    if (claimed !== came) {
      const said = claimed === undefined ? 'is no count' : `says ${claimed} groups`;
      this.fail('021', { code: 'IEA_COUNT_WRONG', ...place(1), words: `IEA01 ${said}, ${came} came` });
    }
    const compared = compareControlNumbers(this.isa.header.interchangeControlNumber, frame.text(2));
    const form = {
      code: 'CONTROL_NUMBER_FORM' as const,
      ...place(2),
      words: 'IEA02 is ISA13 in another form',
    };
    if (compared === 'same-number') this.issues.add('warn', form);
    if (compared === 'different')
      this.fail('001', { code: 'IEA_CONTROL_NUMBER_WRONG', ...place(2), words: 'IEA02 differs from ISA13' });
    if (frame.count > 2) {
      const words = 'IEA has more than 2 elements';
      this.issues.add('warn', { code: 'TOO_MANY_ELEMENTS', ...place(3), words });
    }
    if (came === 0 && this.acknowledgments.length === 0) {
      const words = 'the interchange holds neither a group nor a TA1';
      this.fail('024', { code: 'INTERCHANGE_EMPTY', offset: frame.offset, length: frame.length, words });
    }
    return this.report();
  }

  /** Ends without an IEA: at the end of the file, or where another ISA stands. */
  closeWithoutTrailer(at: 'file-end' | 'next-isa'): InterchangeReport {
    const words = at === 'file-end' ? 'the file ends before the IEA' : 'another ISA stands before the IEA';
    const code = at === 'file-end' ? '023' : '022';
    // Delimiters that cannot be used hide the IEA; that fault is told already.
    if (this.isa.readable) this.fail(code, { code: 'IEA_MISSING', offset: this.end, length: 0, words });
    return this.report();
  }

  private report(): InterchangeReport {
    const { isa, issues, groups, options, ta1Code } = this;
    if (this.allRejected) {
      issues.add('fail', {
        code: 'INTERCHANGE_REJECTED_FOR_SET',
        offset: options.offset,
        length: isa.length,
        words: 'the agreement rejects an interchange that holds a rejected set',
      });
      for (const group of groups) {
        group.verdict = 'rejected';
        group.setsAccepted = 0;
      }
    }
    return {
      ordinal: options.ordinal,
      header: isa.header,
      delimiters: isa.delimiters,
      verdict: issues.failed ? 'rejected' : combineVerdicts(groups),
      ta1: { status: ta1Code === '000' ? 'A' : 'R', code: ta1Code },
      groups,
      acknowledgments: this.acknowledgments,
      issues: issues.issues,
      start: options.offset,
      end: this.end,
    };
  }

  /** The first fault is the one that the TA1 tells. */
  private fail(ta1: string, issue: Parameters<IssueList['add']>[1]): void {
    if (this.ta1Code === '000') this.ta1Code = ta1;
    this.issues.add('fail', issue);
  }
}
