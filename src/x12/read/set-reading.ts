/**
 * Reads one transaction set after the other, ST to SE, and judges each.
 *
 * A set without a guide is read to its end and rejected as not supported (AK502 1).
 */
import {
  type Dictionary,
  type Guide,
  findVersion,
  type VersionGuides,
  overrideGuide,
} from '../guides/index.js';
import type { GroupHeader, SetReport, Verdict } from '../report.js';
import { readCount, compareControlNumbers, type X12Limits, type SegmentFrame } from '../tokens/index.js';
import {
  checkElements,
  type IssueBudget,
  LevelTree,
  type Strictness,
  type ValidationPolicy,
  SetContext,
  SetWalk,
} from '../validate/index.js';
import type { SetDocument } from './set-document.js';
import type { IssueCode } from '../../vocabulary/index.js';

/** What a set needs to know when it begins. */
export interface SetStart {
  ordinal: number;
  group: GroupHeader;
  policy: Partial<ValidationPolicy> | undefined;
  /** Byte classes under the interchange's delimiters. */
  classes: Uint16Array;
  /** ST02 stood in the group before. */
  repeated: boolean;
  /** Gathers the set's segments; absent when nobody wants them. */
  document: SetDocument | undefined;
}

const none: never[] = [];
Object.freeze(none);

export class SetReading {
  private readonly context: SetContext;
  private readonly walk: SetWalk;
  private readonly levels = new LevelTree();
  private guide: Guide | undefined;
  private version: VersionGuides | undefined;
  private start: SetStart | undefined;
  private codes: string[] = [];
  private set = '';
  private controlNumber = '';
  private conventionReference = '';
  private offset = 0;
  private end = 0;
  /** Segments that CTT01 counts. */
  private counted = 0;

  constructor(
    private readonly frame: SegmentFrame,
    private readonly limits: X12Limits,
    budget: IssueBudget,
  ) {
    this.context = new SetContext(frame, limits, budget);
    this.walk = new SetWalk(this.context);
  }

  /** Begins a set at the ST in the frame. */
  open(start: SetStart): void {
    const { frame, context } = this;
    this.start = start;
    this.codes = [];
    this.set = frame.text(1);
    this.controlNumber = frame.text(2);
    this.conventionReference = frame.count > 2 ? frame.text(3) : '';
    this.offset = frame.offset;
    this.end = frame.next;
    this.counted = 0;
    context.begin(start.policy);
    context.classes = start.classes;
    context.segment = 1;
    this.version = findVersion(start.group.version);
    this.guide = this.version?.sets.get(this.set);
    if (this.guide) {
      if (context.policy.guide) this.guide = overrideGuide(this.guide, context.policy.guide);
      // The guide's own text in place of one more copy: a file may hold hundreds of thousands of sets.
      this.set = this.guide.set;
      this.walk.begin(this.guide);
    }
    this.levels.begin();
    this.checkHeader();
    start.document?.add(1, this.walk);
  }

  /** Reads a segment between ST and SE. */
  body(): void {
    const { frame, context, guide, walk } = this;
    this.end = frame.next;
    if (frame.length === 0) {
      this.tellEmpty();
      return;
    }
    context.segment++;
    walk.opened = false;
    if (context.segment > this.limits.segmentsPerSetMax) {
      this.tellTooMany();
      return;
    }
    if (guide) this.validate(guide);
    this.start!.document?.add(context.segment, guide && walk);
  }

  /** Ends the set at the SE in the frame, or where something else stood in its place. */
  close(hasTrailer: boolean): SetReport {
    const { frame, context, guide } = this;
    if (hasTrailer) {
      this.end = frame.next;
      context.segment++;
      if (guide) this.walk.finish();
      context.loop = '';
      this.checkTrailer();
      this.start!.document?.add(context.segment, undefined);
    } else {
      context.loop = '';
      this.fail('2', { code: 'SE_MISSING', words: 'the set has no SE' });
    }
    return this.report();
  }

  private validate(guide: Guide): void {
    const { frame, context, walk } = this;
    const { dictionary } = guide;
    const row = frame.id === 0 ? -1 : dictionary.rowOf[frame.id]!;
    if (row < 0 || guide.inSet[row] === 0) {
      this.tellUnknown(row >= 0);
      return;
    }
    const placed = walk.place(row);
    context.loop = walk.loopId;
    if (!placed) {
      context.segmentIssue(context.policy.order, {
        code: 'SEGMENT_UNEXPECTED',
        ak3: '2',
        words: `${frame.idText} cannot stand here: the loop it belongs to is not open`,
      });
      return;
    }
    if (frame.tooLong) this.tellTooLong();
    else checkElements(context, dictionary, row);
    if (frame.binaryFault) this.tellBinary();
    if (row === guide.levelRow) this.levels.check(context);
    if (row === guide.countedRow) this.counted++;
    if (row === guide.totalsRow) this.checkTotals(guide);
  }

  private checkHeader(): void {
    const { frame, guide, version, set, controlNumber } = this;
    const { group, repeated } = this.start!;
    if (guide) checkElementCount(this.context, guide.dictionary);
    if (!/^[A-Z0-9]{3}$/.test(set)) {
      this.fail('6', { code: 'ST_SET_INVALID', words: 'ST01 is no set identifier' }, 1);
    } else if (guide && guide.functionalId !== group.functionalId) {
      const words = `a group of kind ${guide.functionalId} carries this set, not one of the kind in GS01`;
      this.fail('6', { code: 'SET_NOT_IN_GROUP', words }, 1);
    } else if (!guide) {
      const words = version ? 'we have no guide for this set' : 'we have no guides for this version';
      this.fail('1', { code: version ? 'SET_NOT_SUPPORTED' : 'VERSION_NOT_SUPPORTED', words }, 1);
    }
    if (!/^[\x21-\x7e]{4,9}$/.test(controlNumber.trimEnd())) {
      this.fail('7', { code: 'ST_CONTROL_NUMBER_INVALID', words: 'ST02 has not 4 to 9 characters' }, 2);
    } else if (repeated) {
      const { uniqueControlNumbers } = this.context.policy;
      const words = 'ST02 stood in this group before';
      this.fail('23', { code: 'ST_CONTROL_NUMBER_REPEATED', words }, 2, uniqueControlNumbers);
    }
    if (frame.tooLong) this.tellTooLong();
  }

  private checkTrailer(): void {
    const { frame, context, controlNumber, guide } = this;
    const claimed = readCount(frame.text(1));
    if (claimed !== context.segment) {
      const said = claimed === undefined ? 'is no count' : `says ${claimed} segments`;
      this.fail('4', { code: 'SE_COUNT_WRONG', words: `SE01 ${said}, ${context.segment} came` }, 1);
    }
    const compared = compareControlNumbers(controlNumber, frame.text(2));
    if (compared === 'same-number')
      this.fail('', { code: 'CONTROL_NUMBER_FORM', words: 'SE02 is ST02 in another form' }, 2, 'warn');
    if (compared === 'different')
      this.fail('3', { code: 'SE_CONTROL_NUMBER_WRONG', words: 'SE02 differs from ST02' }, 2);
    if (guide) checkElementCount(context, guide.dictionary);
  }

  /** A fault of ST or SE, told by an AK502 code. */
  private fail(
    code: string,
    issue: { code: IssueCode; words: string },
    element = 0,
    strictness: Strictness = 'fail',
  ): void {
    const { frame, context } = this;
    if (strictness === 'off') return;
    if (strictness !== 'warn') this.addCode(code);
    const at: X12Place = element === 0 ? { offset: this.end, length: 0 } : elementPlace(frame, element);
    context.issues.add(strictness, {
      code: issue.code,
      ...at,
      segment: context.segment,
      ...(element === 0 ? {} : { segmentId: frame.idText, element }),
      words: issue.words,
    });
  }

  private addCode(code: string): void {
    if (!this.codes.includes(code)) this.codes.push(code);
  }

  private report(): SetReport {
    const { context, start } = this;
    const { issues } = context;
    if (issues.inSegments) this.addCode('5');
    const verdict: Verdict = issues.failed
      ? 'rejected'
      : issues.tolerated
        ? 'accepted-with-errors'
        : 'accepted';
    return {
      ordinal: start!.ordinal,
      set: this.set,
      transactionSetControlNumber: this.controlNumber,
      ...(this.conventionReference === '' ? {} : { conventionReference: this.conventionReference }),
      verdict,
      // Shared when empty, as above.
      codes: this.codes.length === 0 ? none : this.codes,
      segments: context.segment,
      issues: issues.issues.length === 0 ? none : issues.issues,
      issueCount: issues.count,
      start: this.offset,
      end: this.end,
    };
  }

  private checkTotals(guide: Guide): void {
    const { frame, context, counted } = this;
    const claimed = frame.wholeNumber(1);
    if (guide.countedRow < 0 || claimed < 0 || claimed === counted) return;
    context.issues.add('warn', {
      code: 'CTT_COUNT_WRONG',
      ...elementPlace(frame, 1),
      segment: context.segment,
      segmentId: frame.idText,
      element: 1,
      words: `CTT01 says ${claimed} lines, ${counted} came`,
    });
  }

  private tellUnknown(inDictionary: boolean): void {
    const { frame, context } = this;
    context.loop = this.walk.loopId;
    const named = frame.id === 0 ? 'the segment has no proper identifier' : `${frame.idText} is not known`;
    context.segmentIssue(context.policy.unknownSegments, {
      code: inDictionary ? 'SEGMENT_NOT_IN_SET' : 'SEGMENT_UNRECOGNISED',
      ak3: inDictionary ? '6' : '1',
      words: inDictionary ? `${frame.idText} is no segment of this set` : named,
    });
  }

  /** Two terminators in a row: not counted as a segment, told at the place of the next one. */
  private tellEmpty(): void {
    const { context } = this;
    context.segment++;
    context.loop = this.guide ? this.walk.loopId : '';
    context.segmentIssue(context.policy.unknownSegments, {
      code: 'EMPTY_SEGMENT',
      ak3: '1',
      words: 'a segment terminator stands where a segment should',
    });
    context.segment--;
  }

  private tellTooLong(): void {
    const max = this.limits.segmentBytesMax;
    const words = `the segment is longer than limits.segmentBytesMax, ${max} bytes, and was not read`;
    this.context.segmentIssue('fail', { code: 'SEGMENT_TOO_LONG', ak3: '8', words });
  }

  private tellBinary(): void {
    const words = 'the binary data does not end where its length says';
    this.context.segmentIssue('fail', { code: 'BINARY_LENGTH_WRONG', ak3: '8', words });
  }

  private tellTooMany(): void {
    const max = this.limits.segmentsPerSetMax;
    if (this.context.segment > max + 1) return;
    const words = `the set has more segments than limits.segmentsPerSetMax, ${max}: the rest was not checked`;
    this.context.segmentIssue('fail', { code: 'SET_TOO_LONG', ak3: '2', words });
  }
}

interface X12Place {
  offset: number;
  length: number;
}

/** Where an element stands in the file; an absent one at the end of its segment. */
export function elementPlace(frame: SegmentFrame, element: number): X12Place {
  if (element > frame.kept) return { offset: frame.offset + frame.length, length: 0 };
  const start = frame.starts[element]!;
  return { offset: frame.offset + start, length: frame.ends[element]! - start };
}

/** Tells elements that ST or SE does not have in this version. */
function checkElementCount(context: SetContext, dictionary: Dictionary): void {
  const { frame } = context;
  const row = dictionary.rowOf[frame.id]!;
  const max = dictionary.first[row + 1]! - dictionary.first[row]!;
  if (frame.count <= max || frame.kept <= max) return;
  context.elementIssue('fail', {
    code: 'TOO_MANY_ELEMENTS',
    ak4: '3',
    words: `is too many: the segment has ${max} elements`,
    element: max + 1,
    component: 0,
    repetition: 1,
    start: frame.starts[max + 1]!,
    end: frame.ends[max + 1]!,
  });
}
