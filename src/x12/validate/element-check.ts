/**
 * Checks the elements of a segment against its row in the dictionary.
 *
 * Sound elements of usual characters are seen to be so without allocation; anything else goes the slow way through
 * value-check.ts, which finds the fault, if any.
 */
import { CheckForm, ElementKind, type Dictionary } from '../guides/index.js';
import { packCode } from '../segment-id.js';
import { Class, isDateAt, isTimeAt, type SegmentFrame } from '../tokens/index.js';
import { checkConditions, type ConditionSubject, type Presence } from './conditions.js';
import { referenceOf, type SetContext } from './set-context.js';
import { checkElement, missingBy } from './value-check.js';

const notText = Class.control | Class.high | Class.newline | Class.component | Class.repetition;
const notNumber = 0xffff & ~Class.digit;

/** By the policy's text, then by kind: the byte classes that send an element the slow way. */
const unusual = {
  printable: unusualClasses(notText),
  extended: unusualClasses(notText | Class.printable),
  basic: unusualClasses(notText | Class.printable | Class.extended),
} as const;

const decimalPoint = 0x2e;

/** Used again for every segment. */
const presence: Presence = { low: 0, high: 0 };
let subject: ConditionSubject | undefined;

/** Checks the segment in the context's frame. */
export function checkElements(context: SetContext, dictionary: Dictionary, row: number): void {
  const { frame } = context;
  const { starts, ends, flags, kept } = frame;
  const { kind, mandatory } = dictionary;
  const unusualFor = unusual[context.policy.text];
  const first = dictionary.first[row]!;
  const defined = dictionary.first[row + 1]! - first;
  const known = kept < defined ? kept : defined;
  let low = 0;
  let high = 0;
  for (let element = 1; element <= known; element++) {
    const index = first + element - 1;
    if (ends[element] === starts[element]) {
      if (mandatory[index] === 1) missing(context, dictionary, { index, element });
      continue;
    }
    if (element <= 30) low |= 1 << (element - 1);
    else high |= 1 << (element - 31);
    if (
      (flags[element]! & unusualFor[kind[index]!]!) !== 0 ||
      !isPlainlySound(frame, dictionary, index, element)
    )
      checkElement(context, dictionary, { index, element });
  }
  const required = dictionary.lastMandatory[row]!;
  for (let element = known + 1; element <= required; element++)
    if (mandatory[first + element - 1] === 1)
      missing(context, dictionary, { index: first + element - 1, element });
  if (frame.count > defined) checkExcess(context, defined);
  if (kept > 0 && starts[kept] === ends[kept]) noteTrailing(context);
  if (dictionary.conditions[row]!.length === 0) return;
  presence.low = low;
  presence.high = high;
  subject ??= { dictionary, row, presence };
  subject.dictionary = dictionary;
  subject.row = row;
  checkConditions(context, subject);
}

/** Whether an element of usual characters is sound; false sends it the slow way, which tells why. */
function isPlainlySound(
  frame: SegmentFrame,
  dictionary: Dictionary,
  index: number,
  element: number,
): boolean {
  const start = frame.start + frame.starts[element]!;
  const end = frame.start + frame.ends[element]!;
  const min = dictionary.min[index]!;
  const max = dictionary.max[index]!;
  const form = dictionary.form[index]!;
  if (form === CheckForm.decimal) return isPlainDecimal(frame, element, min, max);
  if (end - start < min || end - start > max) return false;
  switch (form) {
    case CheckForm.length:
      return frame.flags[element] !== Class.space;
    case CheckForm.code:
      return dictionary.codes[index]!.codes.has(packCode(frame.bytes, start, end));
    case CheckForm.date:
      return isDateAt(frame.bytes, start, end);
    case CheckForm.time:
      return isTimeAt(frame.bytes, start, end);
    default:
      return false;
  }
}

/** Of digits and points: at most one point, and as many digits as allowed. */
function isPlainDecimal(frame: SegmentFrame, element: number, min: number, max: number): boolean {
  let digits = frame.ends[element]! - frame.starts[element]!;
  if ((frame.flags[element]! & Class.point) !== 0) {
    const end = frame.start + frame.ends[element]!;
    let points = 0;
    for (let i = frame.start + frame.starts[element]!; i < end; i++)
      if (frame.bytes[i] === decimalPoint) points++;
    if (points > 1) return false;
    digits -= 1;
  }
  return digits >= min && digits <= max && digits > 0;
}

function unusualClasses(text: number): Uint16Array {
  const classes = new Uint16Array(8).fill(0xffff);
  classes[ElementKind.AN] = classes[ElementKind.ID] = text;
  classes[ElementKind.N] = classes[ElementKind.DT] = classes[ElementKind.TM] = notNumber;
  classes[ElementKind.R] = notNumber & ~Class.point;
  return classes;
}

function missing(context: SetContext, dictionary: Dictionary, at: { index: number; element: number }): void {
  const { frame } = context;
  const start = at.element <= frame.kept ? frame.starts[at.element]! : frame.length;
  context.elementIssue('fail', {
    code: 'MANDATORY_ELEMENT_MISSING',
    ak4: '1',
    ...missingBy(dictionary, at.index),
    element: at.element,
    component: 0,
    repetition: 1,
    start,
    end: start,
    ...referenceOf(dictionary, at.index),
  });
}

/** Elements that the segment does not have; empty ones are only noted as trailing. */
function checkExcess(context: SetContext, defined: number): void {
  const { frame } = context;
  let element = defined + 1;
  while (element <= frame.kept && frame.isEmpty(element)) element++;
  if (element > frame.kept && frame.count === frame.kept) return;
  const kept = element <= frame.kept;
  context.elementIssue('fail', {
    code: 'TOO_MANY_ELEMENTS',
    ak4: '3',
    words: `is too many: the segment has ${defined} elements, ${frame.count} came`,
    element,
    component: 0,
    repetition: 1,
    start: kept ? frame.starts[element]! : frame.length,
    end: kept ? frame.ends[element]! : frame.length,
  });
}

function noteTrailing(context: SetContext): void {
  const { frame } = context;
  context.elementIssue('warn', {
    code: 'TRAILING_EMPTY_ELEMENTS',
    words: 'and others at the end of the segment are empty and should not be sent',
    element: frame.kept,
    component: 0,
    repetition: 1,
    start: frame.starts[frame.kept]!,
    end: frame.ends[frame.kept]!,
  });
}
