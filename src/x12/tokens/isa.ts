/**
 * Reads an ISA: its delimiters, its sixteen elements and what is wrong with them.
 *
 * The standard fixes its width at 106 bytes; a different width is still read when its separators can be told, and reported.
 */
import type { Delimiters } from '../delimiters.js';
import type { InterchangeHeader } from '../report.js';
import { isNewline, isWordByte } from './byte-classes.js';
import { isDate, isTime } from './date-time.js';
import { decodeText } from './text.js';

/** Bytes of an ISA of the standard, terminator included. */
export const isaBytes = 106;
/** Furthest that separators of an ISA of another width are looked for. */
const isaBytesMax = 300;

const widths = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1] as const;
/** TA105 for a fault of each element. */
// prettier-ignore
const faultCodes = [
  '010', '011', '012', '013', '005', '006', '007', '008', '014', '015', '016', '017', '018', '019', '020', '027',
] as const;

/** A fault of an ISA, told on a TA1 by its code. */
export interface IsaFault {
  element: number;
  /** TA105 */
  ta1: string;
  words: string;
}

export interface Isa {
  header: InterchangeHeader;
  delimiters: Delimiters;
  /** Bytes, terminator included. */
  length: number;
  faults: IsaFault[];
  /** Whether what follows can be read with its delimiters. */
  readable: boolean;
  /** Start and end of each element, relative to the ISA; index 0 is ISA01. */
  elements: { start: number; end: number }[];
}

/**
 * more: bytes are missing yet. none: the three letters begin a word. truncated: the file ends inside. unreadable: no
 * delimiters can be told.
 */
export type IsaResult = Isa | 'more' | 'none' | 'truncated' | 'unreadable';

interface Layout {
  elements: { start: number; end: number }[];
  component: number;
  segment: number;
  length: number;
}

/** Whether the bytes from start begin an ISA of the standard's width; undefined when there are too few to tell. */
export function isStandardIsa(bytes: Uint8Array, start: number, end: number): boolean | undefined {
  if (end - start < isaBytes) return undefined;
  if (bytes[start] !== 0x49 || bytes[start + 1] !== 0x53 || bytes[start + 2] !== 0x41) return false;
  const separator = bytes[start + 3];
  let at = start + 3;
  for (const width of widths) {
    if (bytes[at] !== separator) return false;
    at += width + 1;
  }
  return true;
}

/** Reads the ISA at bytes[start]; end is where the bytes at hand end, atEnd whether the file does too. */
export function readIsa(bytes: Uint8Array, start: number, reach: { end: number; atEnd: boolean }): IsaResult {
  const standard = isStandardIsa(bytes, start, reach.end);
  if (standard === undefined && !reach.atEnd) return 'more';
  const separator = bytes[start + 3];
  if (!standard && (separator === undefined || start + 3 >= reach.end)) return 'truncated';
  if (!standard && isWordByte(separator!)) return 'none';
  const layout = standard ? standardLayout(bytes, start) : countedLayout(bytes, start, reach);
  if (typeof layout === 'string') return layout;
  if (!standard && (isWordByte(layout.component) || isWordByte(layout.segment))) return 'unreadable';
  const texts = layout.elements.map((element) =>
    decodeText(bytes, { start: start + element.start, end: start + element.end, wrapped: !standard }),
  );
  const delimiters = delimitersOf(separator!, layout, texts);
  const delimiterFaults = checkDelimiters(delimiters);
  return {
    header: headerOf(texts),
    delimiters,
    length: layout.length,
    faults: [
      ...delimiterFaults,
      ...texts.flatMap((text, index) => checkElement(text, index)),
      ...checkStandard(texts[10]!, texts[11]!),
    ],
    readable: delimiterFaults.length === 0,
    elements: layout.elements,
  };
}

function standardLayout(bytes: Uint8Array, start: number): Layout {
  let at = 4;
  const elements = widths.map((width) => {
    const element = { start: at, end: at + width };
    at += width + 1;
    return element;
  });
  return { elements, component: bytes[start + 104]!, segment: bytes[start + 105]!, length: isaBytes };
}

/** Finds the elements by counting separators; lines may be wrapped inside. */
function countedLayout(
  bytes: Uint8Array,
  start: number,
  reach: { end: number; atEnd: boolean },
): Layout | 'more' | 'truncated' | 'unreadable' {
  const separator = bytes[start + 3];
  const end = Math.min(reach.end, start + isaBytesMax);
  const cutShort = end < start + isaBytesMax ? (reach.atEnd ? 'truncated' : 'more') : 'unreadable';
  const elements: { start: number; end: number }[] = [];
  let from = start + 4;
  for (let i = from; i < end && elements.length < 15; i++) {
    if (bytes[i] !== separator) continue;
    elements.push({ start: from - start, end: i - start });
    from = i + 1;
  }
  if (elements.length < 15) return cutShort;
  let at = from;
  while (at < end && isNewline(bytes[at]!)) at++;
  if (at + 1 >= end) return cutShort;
  elements.push({ start: from - start, end: at + 1 - start });
  return { elements, component: bytes[at]!, segment: bytes[at + 1]!, length: at + 2 - start };
}

function delimitersOf(separator: number, layout: Layout, texts: readonly string[]): Delimiters {
  const repetition = texts[10]!;
  const repeats =
    texts[11]! >= '00402' && repetition.length === 1 && !isWordByte(repetition.charCodeAt(0) & 0xff);
  return {
    element: separator,
    component: layout.component,
    repetition: repeats ? repetition.charCodeAt(0) : undefined,
    segment: layout.segment,
  };
}

function checkDelimiters(delimiters: Delimiters): IsaFault[] {
  const { element, component, repetition, segment } = delimiters;
  if (isWordByte(element))
    return [{ element: 1, ta1: '026', words: 'the element separator is a letter, digit or space' }];
  if (isWordByte(component) || component === element)
    return [
      {
        element: 16,
        ta1: '027',
        words: 'the component separator is a letter, digit, space or another delimiter',
      },
    ];
  if (isWordByte(segment) || segment === element || segment === component)
    return [
      {
        element: 16,
        ta1: '004',
        words: 'the segment terminator is a letter, digit, space or another delimiter',
      },
    ];
  if (repetition !== undefined && [element, component, segment].includes(repetition))
    return [{ element: 11, ta1: '016', words: 'the repetition separator is another delimiter too' }];
  return [];
}

function headerOf(texts: readonly string[]): InterchangeHeader {
  return {
    senderQualifier: texts[4]!.trim(),
    sender: texts[5]!.trim(),
    receiverQualifier: texts[6]!.trim(),
    receiver: texts[7]!.trim(),
    date: texts[8]!,
    time: texts[9]!,
    version: texts[11]!,
    interchangeControlNumber: texts[12]!,
    acknowledgmentRequested: texts[13] === '1',
    usage: texts[14]!,
  };
}

const expected: readonly (readonly [RegExp | ((text: string) => boolean), string])[] = [
  [/^[A-Z0-9]+$/, 'letters or digits'],
  [/^/, 'any text'],
  [/^[A-Z0-9]+$/, 'letters or digits'],
  [/^/, 'any text'],
  [/^[A-Z0-9]+$/, 'letters or digits'],
  [/[^ ]/, 'an identifier'],
  [/^[A-Z0-9]+$/, 'letters or digits'],
  [/[^ ]/, 'an identifier'],
  [(text) => isDate(text), 'a real date, yyMMdd'],
  [(text) => isTime(text), 'a real time, HHmm'],
  [/[^ ]/, 'a separator or a standards letter'],
  [/^\d+$/, 'a version of five digits'],
  [(text) => /^\d+$/.test(text) && /[1-9]/.test(text), 'a number of nine digits, not zero'],
  [/^[01]$/, '0 or 1'],
  [/^[PTI]$/, 'P, T or I'],
  [/^/, 'a separator'],
];

function checkElement(text: string, index: number): IsaFault[] {
  const name = `ISA${String(index + 1).padStart(2, '0')}`;
  const fault = (words: string): IsaFault[] => [{ element: index + 1, ta1: faultCodes[index]!, words }];
  const width = widths[index]!;
  if (text.length !== width) return fault(`${name} has ${text.length} characters instead of ${width}`);
  const [rule, words] = expected[index]!;
  const holds = typeof rule === 'function' ? rule(text) : rule.test(text);
  return holds ? [] : fault(`${name} is not ${words}`);
}

/** Envelopes that we do not know: another standard than X12 before 00402, when ISA11 named one, or no version of X12. */
function checkStandard(standard: string, version: string): IsaFault[] {
  if (!/^\d{5}$/.test(version)) return [];
  if (!/^00[2-9]/.test(version)) return [{ element: 12, ta1: '003', words: 'ISA12 is no version of X12' }];
  const named = version < '00402' && /^[A-Za-z0-9]$/.test(standard);
  return named && standard !== 'U' ? [{ element: 11, ta1: '002', words: 'ISA11 is not U, for X12' }] : [];
}
