/**
 * Checks the elements of a segment against its row in the dictionary.
 *
 * Sound elements cost an AND and two comparisons; anything else goes the slow way through value-check.ts.
 */
import { Class } from './byte-classes.js';
import { checkConditions, type Presence } from './conditions.js';
import { ElementKind, type Dictionary } from './guides/compile-dictionary.js';
import { referenceOf, type SetContext } from './set-context.js';
import { checkElement } from './value-check.js';

/** Byte classes that send an element of each kind the slow way. */
const unusual = new Uint16Array(8);
const notText =
  Class.printable | Class.high | Class.control | Class.newline | Class.component | Class.repetition;
unusual[ElementKind.AN] = notText;
unusual[ElementKind.ID] = notText;
unusual[ElementKind.N] = 0xffff & ~Class.digit;
unusual[ElementKind.R] = 0xffff & ~Class.digit;

const presence: Presence = { low: 0, high: 0 };

/** Checks the segment in the context's frame. */
export function checkElements(context: SetContext, dictionary: Dictionary, row: number): void {
  const { frame } = context;
  const { starts, ends, flags, kept } = frame;
  const { kind, min, max, mandatory, special } = dictionary;
  const first = dictionary.first[row]!;
  const defined = dictionary.first[row + 1]! - first;
  const known = kept < defined ? kept : defined;
  const narrowText = context.policy.text !== 'printable';
  let low = 0;
  let high = 0;
  for (let element = 1; element <= known; element++) {
    const length = ends[element]! - starts[element]!;
    const index = first + element - 1;
    if (length === 0) {
      if (mandatory[index] === 1) missing(context, dictionary, { index, element });
      continue;
    }
    if (element <= 30) low |= 1 << (element - 1);
    else high |= 1 << (element - 31);
    const seen = flags[element]!;
    if (
      special[index] === 1 ||
      narrowText ||
      seen === Class.space ||
      length < min[index]! ||
      length > max[index]! ||
      (seen & unusual[kind[index]!]!) !== 0
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
  checkConditions(context, { dictionary, row, presence });
}

function missing(context: SetContext, dictionary: Dictionary, at: { index: number; element: number }): void {
  const { frame } = context;
  const start = at.element <= frame.kept ? frame.starts[at.element]! : frame.length;
  context.elementIssue('fail', {
    code: 'MANDATORY_ELEMENT_MISSING',
    ak4: '1',
    words: 'is missing',
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
