/**
 * The slow way of checking one element: its components and repetitions, length, characters, date, time and code.
 *
 * At most one fault is told per value: the first of character, length, date or time, code.
 */
import { CheckForm, ElementKind, type CodeList, type Dictionary } from '../guides/index.js';
import { packCode } from '../segment-id.js';
import {
  Class,
  isNewline,
  isDate,
  isTime,
  type SegmentFrame,
  countUtf8,
  decodeText,
  hasHighControl,
} from '../tokens/index.js';
import { checkConditions } from './conditions.js';
import { referenceOf, type ElementFault, type SetContext } from './set-context.js';
import { splitRange, type ByteRange } from './split-range.js';

/** A value in the segment: bytes relative to its start. */
interface Value extends ByteRange {
  /** Its place in the dictionary's tables. */
  index: number;
  element: number;
  component: number;
  repetition: number;
  flags: number;
}

/** Checks one element that has a value. */
export function checkElement(
  context: SetContext,
  dictionary: Dictionary,
  at: { index: number; element: number },
): void {
  const { frame } = context;
  const { index, element } = at;
  const flags = frame.flags[element]!;
  const [start, end] = [frame.starts[element]!, frame.ends[element]!];
  // Written out here and below and not spread: negative amounts and accents come this way, too.
  const value: Value = { start, end, index, element, component: 0, repetition: 1, flags };
  if (dictionary.form[index] === CheckForm.notUsed) {
    tell(context, dictionary, value, notUsed);
    return;
  }
  if ((flags & Class.repetition) === 0) {
    checkRepetition(context, dictionary, value);
    return;
  }
  const parts = splitRange(context, value, 'repetition');
  if (parts.length > dictionary.repeat[index]!) {
    const words = `repeats ${parts.length} times, ${dictionary.repeat[index]} allowed`;
    tell(context, dictionary, value, { code: 'TOO_MANY_REPETITIONS', words });
    return;
  }
  parts.forEach((part, at) => {
    const flags = flagsOf(context, part);
    checkRepetition(context, dictionary, {
      ...part,
      index,
      element,
      component: 0,
      repetition: at + 1,
      flags,
    });
  });
}

function checkRepetition(context: SetContext, dictionary: Dictionary, value: Value): void {
  const row = dictionary.composite[value.index]!;
  if (row >= 0) checkComposite(context, dictionary, { value, row });
  else checkSimple(context, dictionary, value);
}

function checkComposite(
  context: SetContext,
  dictionary: Dictionary,
  composite: { value: Value; row: number },
): void {
  const { value, row } = composite;
  const first = dictionary.first[row]!;
  const defined = dictionary.first[row + 1]! - first;
  const { element, repetition, end } = value;
  const parts = splitRange(context, value, 'component');
  let low = 0;
  for (let component = 1; component <= defined; component++) {
    const index = first + component - 1;
    const part = parts[component - 1];
    if (part && part.end > part.start) {
      low |= 1 << (component - 1);
      const flags = flagsOf(context, part);
      const simple = { start: part.start, end: part.end, index, element, component, repetition, flags };
      checkSimple(context, dictionary, simple);
    } else if (dictionary.mandatory[index] === 1) {
      const at = part?.start ?? value.end;
      const absent = { ...value, start: at, end: at, index, component };
      tell(context, dictionary, absent, {
        code: 'MANDATORY_ELEMENT_MISSING',
        ...missingBy(dictionary, index),
      });
    }
  }
  const excess = parts.slice(defined).findIndex((part) => part.end > part.start);
  if (excess >= 0) {
    const component = defined + excess + 1;
    const words = `is too many: the element has ${defined} components`;
    const beyond = { ...value, ...parts[component - 1]!, component };
    tell(context, dictionary, beyond, { code: 'TOO_MANY_COMPONENTS', words });
  }
  checkConditions(context, {
    dictionary,
    row,
    presence: { low, high: 0 },
    composite: { element, repetition, end },
  });
}

function checkSimple(context: SetContext, dictionary: Dictionary, value: Value): void {
  if (value.end === value.start) return;
  const unused = dictionary.form[value.index] === CheckForm.notUsed;
  const fault = unused ? notUsed : faultOf(context, dictionary, value);
  if (fault) tell(context, dictionary, value, fault);
}

interface Fault {
  code: keyof typeof faults;
  words: string;
  implementation?: boolean;
}

const notUsed: Fault = {
  code: 'ELEMENT_NOT_USED',
  words: 'has a value, though it was agreed not to use it',
  implementation: true,
};

/** Why an element is missing: X12 wants it, or only the agreement does. */
export function missingBy(
  { standard }: Dictionary,
  index: number,
): { words: string; implementation: boolean } {
  const implementation = standard !== undefined && standard.mandatory[index] === 0;
  return { words: implementation ? 'is missing: it was agreed to send it' : 'is missing', implementation };
}

/** The codes of a value's faults: AK403, and the switch of the policy; undefined is not negotiable. */
const faults = {
  MANDATORY_ELEMENT_MISSING: { ak4: '1', policy: undefined },
  ELEMENT_TOO_SHORT: { ak4: '4', policy: 'length' },
  ELEMENT_TOO_LONG: { ak4: '5', policy: 'length' },
  INVALID_CHARACTER: { ak4: '6', policy: 'characters' },
  INVALID_NUMBER: { ak4: '6', policy: undefined },
  INVALID_CODE: { ak4: '7', policy: 'codes' },
  CODE_NOT_LISTED: { ak4: '7', policy: 'codes' },
  INVALID_DATE: { ak4: '8', policy: undefined },
  INVALID_TIME: { ak4: '9', policy: undefined },
  // 4010 has no codes for these two; its acknowledgments say 3.
  TOO_MANY_REPETITIONS: { ak4: '12', policy: 'repetitions' },
  TOO_MANY_COMPONENTS: { ak4: '13', policy: 'repetitions' },
  ELEMENT_BLANK: { ak4: undefined, policy: undefined },
  // 997 has no code of its own for it; 10 too says that the element may not be there.
  ELEMENT_NOT_USED: { ak4: '10', policy: undefined },
} as const;

function tell(context: SetContext, dictionary: Dictionary, value: Value, fault: Fault): void {
  const { element, component, repetition, start, end } = value;
  const { code, words, implementation = false } = fault;
  const { ak4, policy } = faults[code];
  const strictness = strictnessOf(context, code, policy);
  const found: ElementFault = { code, words, implementation, element, component, repetition, start, end };
  const { reference } = referenceOf(dictionary, value.index);
  if (reference !== undefined) found.reference = reference;
  if (ak4 !== undefined && strictness !== 'warn') found.ak4 = ak4;
  context.elementIssue(strictness, found);
}

function strictnessOf(
  context: SetContext,
  code: keyof typeof faults,
  policy: 'length' | 'characters' | 'codes' | 'repetitions' | undefined,
) {
  if (code === 'ELEMENT_BLANK') return 'warn';
  if (policy === undefined) return 'fail';
  if (policy !== 'codes') return context.policy[policy];
  const { codes } = context.policy;
  if (code === 'CODE_NOT_LISTED') return codes === 'off' ? 'off' : 'warn';
  return codes === 'guide' ? 'fail' : codes;
}

function faultOf(context: SetContext, dictionary: Dictionary, value: Value): Fault | undefined {
  const kind = dictionary.kind[value.index]!;
  switch (kind) {
    case ElementKind.N:
    case ElementKind.R:
      return numberFault(context, dictionary, value);
    case ElementKind.DT:
    case ElementKind.TM:
      return dateFault(context, dictionary, value);
    case ElementKind.B:
      return undefined;
    default:
      return (
        textFault(context, value) ??
        blankFault(dictionary, value) ??
        lengthFault(context, dictionary, value) ??
        codeFault(context, dictionary, value)
      );
  }
}

/** Classes that text must not hold, by the agreed character set. */
const forbidden = {
  printable: Class.control | Class.component | Class.repetition,
  extended: Class.control | Class.component | Class.repetition | Class.high | Class.printable,
  basic: Class.control | Class.component | Class.repetition | Class.high | Class.printable | Class.extended,
} as const;

function textFault(context: SetContext, value: Value): Fault | undefined {
  const { frame, policy } = context;
  const { flags } = value;
  const wrong = flags & forbidden[policy.text];
  if ((wrong & (Class.component | Class.repetition)) !== 0)
    return { code: 'INVALID_CHARACTER', words: 'contains a delimiter of the interchange' };
  if ((wrong & Class.control) !== 0)
    return { code: 'INVALID_CHARACTER', words: 'contains a control character' };
  if (wrong !== 0)
    return { code: 'INVALID_CHARACTER', words: `contains a character outside the ${policy.text} set` };
  const high = (flags & Class.high) !== 0 && hasHighControl(bytesOf(frame, value));
  return high ? { code: 'INVALID_CHARACTER', words: 'contains a control character' } : undefined;
}

/** Blanks say nothing: where a value has to stand it is missing. */
function blankFault(dictionary: Dictionary, value: Value): Fault | undefined {
  if ((value.flags & ~Class.newline) !== Class.space) return undefined;
  return dictionary.mandatory[value.index] === 1
    ? { code: 'MANDATORY_ELEMENT_MISSING', words: 'is missing: only blanks came' }
    : { code: 'ELEMENT_BLANK', words: 'is blank: it should be left out' };
}

function lengthFault(
  context: SetContext,
  dictionary: Dictionary,
  value: Value,
  length = charactersOf(context, value),
): Fault | undefined {
  const { standard } = dictionary;
  const min = dictionary.min[value.index]!;
  const max = dictionary.max[value.index]!;
  if (length >= min && length <= max) return undefined;
  return {
    code: length < min ? 'ELEMENT_TOO_SHORT' : 'ELEMENT_TOO_LONG',
    words: `has ${length} characters, ${min} to ${max} expected`,
    implementation:
      standard !== undefined && length >= standard.min[value.index]! && length <= standard.max[value.index]!,
  };
}

function codeFault(context: SetContext, dictionary: Dictionary, value: Value): Fault | undefined {
  const list = dictionary.codes[value.index];
  if (!list) return undefined;
  if (isListed(context, list, value)) return undefined;
  if (!list.whole) return { code: 'CODE_NOT_LISTED', words: 'is a code that we have no meaning for' };
  const words = list.shown === undefined ? 'is no code of the list' : `is no code of the list: ${list.shown}`;
  const standard = dictionary.standard ? dictionary.standard.codes[value.index] : list;
  const implementation = !standard?.whole || isListed(context, standard, value);
  return { code: 'INVALID_CODE', words, implementation };
}

/** Blanks behind a code do not count. */
function isListed({ frame }: SetContext, list: CodeList, value: Value): boolean {
  const bytes = bytesOf(frame, value);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0x20) end--;
  if (list.codes.has(packCode(bytes, 0, end))) return true;
  if (list.others === undefined) return false;
  return list.others.has(decodeText(bytes, { start: 0, end, wrapped: false }));
}

/** Digits with a leading minus; R may have one decimal point. Neither counts for the length. */
function numberFault(context: SetContext, dictionary: Dictionary, value: Value): Fault | undefined {
  const text = context.frame.decode(value.start, value.end);
  const decimal = dictionary.kind[value.index] === ElementKind.R;
  if (!(decimal ? /^-?(\d+\.?\d*|\.\d+)$/ : /^-?\d+$/).test(text))
    return { code: 'INVALID_NUMBER', words: decimal ? 'is no decimal number' : 'is no whole number' };
  return lengthFault(context, dictionary, value, text.replace(/[-.]/g, '').length);
}

function dateFault(context: SetContext, dictionary: Dictionary, value: Value): Fault | undefined {
  const text = context.frame.decode(value.start, value.end);
  const isTheDate = dictionary.kind[value.index] === ElementKind.DT;
  const wrongLength = lengthFault(context, dictionary, value);
  if (wrongLength && context.policy.length !== 'off') return wrongLength;
  if (isTheDate)
    return isDate(text) ? undefined : { code: 'INVALID_DATE', words: 'is no date of the calendar' };
  return isTime(text) ? undefined : { code: 'INVALID_TIME', words: 'is no time of the day' };
}

/** Characters of a value: UTF-8 where it is, line wraps not counted. */
function charactersOf(context: SetContext, value: Value): number {
  const { frame } = context;
  if ((value.flags & (Class.newline | Class.high)) === 0) return value.end - value.start;
  const bytes = bytesOf(frame, value);
  const characters = countUtf8(bytes, 0, bytes.length);
  return characters < 0 ? bytes.length : characters;
}

/** A value's bytes without lines wrapped inside. */
function bytesOf(frame: SegmentFrame, value: Value): Uint8Array {
  const bytes = frame.bytes.subarray(frame.start + value.start, frame.start + value.end);
  return (value.flags & Class.newline) === 0 ? bytes : bytes.filter((byte) => !isNewline(byte));
}

function flagsOf(context: SetContext, range: ByteRange): number {
  const { frame, classes } = context;
  let flags = 0;
  for (let i = range.start; i < range.end; i++) flags |= classes[frame.bytes[frame.start + i]!]!;
  return flags;
}
