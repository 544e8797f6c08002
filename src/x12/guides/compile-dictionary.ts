/**
 * Turns the written dictionary of a version into flat tables that the element checks walk without allocation.
 *
 * Segments and composites share the tables: both are a row of elements with conditions between them.
 */
import { packCode, segmentIdOf } from '../segment-id.js';

/** The four texts a dictionary is written in; see guides/4010 for their form. */
export interface DictionaryText {
  elements: string;
  segments: string;
  composites: string;
  codes: string;
}

/** Element types of the standard; every N0 to N9 is a number here, see `places`. */
export const ElementKind = { AN: 0, ID: 1, N: 2, R: 3, DT: 4, TM: 5, B: 6, composite: 7 } as const;

/** How an element is checked quickly: by its length alone, or by more than that. */
export const CheckForm = {
  length: 0,
  code: 1,
  date: 2,
  time: 3,
  decimal: 4,
  composite: 5,
  notUsed: 6,
} as const;

/** A condition between elements of a segment or composite. */
export interface Condition {
  readonly kind: 'P' | 'R' | 'E' | 'C' | 'L';
  /** Positions from 1, as written; for C and L the first is the one that asks. */
  readonly elements: readonly number[];
  /** The same as bits: low for positions 1 to 30, high for 31 to 60. */
  readonly low: number;
  readonly high: number;
}

/** A list of codes for one data element. */
export interface CodeList {
  readonly whole: boolean;
  /** Packed, see packCode. */
  readonly codes: ReadonlySet<number>;
  /** Codes that cannot be packed. */
  readonly others?: ReadonlySet<string>;
  /** The codes in words, where they are few and were agreed. */
  readonly shown?: string;
}

export interface Dictionary {
  /** By packed identifier: the row of the segment, or -1. */
  readonly rowOf: Int16Array;
  /** Identifier of each row, composites after segments. */
  readonly names: readonly string[];
  /** Elements of row r stand at first[r] to first[r + 1] - 1. */
  readonly first: Int32Array;
  readonly conditions: readonly (readonly Condition[])[];
  readonly kind: Uint8Array;
  /** Of numbers: decimal places behind a point that is not written, 2 for N2. Only writing asks for them. */
  readonly places: Uint8Array;
  readonly mandatory: Uint8Array;
  /** Which quick check an element has, see CheckForm. */
  readonly form: Uint8Array;
  /** Position of the last mandatory element of each row; 0 for none. */
  readonly lastMandatory: Uint8Array;
  readonly min: Int32Array;
  readonly max: Int32Array;
  /** How often an element may repeat. */
  readonly repeat: Int32Array;
  /** Row of the composite; -1 for a simple element. */
  readonly composite: Int16Array;
  readonly codes: readonly (CodeList | undefined)[];
  /** Data element number, e.g. "353". */
  readonly reference: readonly string[];
  /** Where an agreement changed elements or codes: the same tables as X12 has them. */
  readonly standard?: Dictionary;
}

const packedIds = 37 * 37 * 37;

/** Compiles a dictionary; throws on text that is not in the form, which is a bug of the data files. */
export function compileDictionary(text: DictionaryText): Dictionary {
  const elements = new Map(entries(text.elements).map(([id, ...rest]) => [id, rest]));
  const codeLists = new Map(
    entries(text.codes).map(([id, extent, ...list]) => [id, readCodes(extent, list)]),
  );
  const segments = entries(text.segments);
  const rows = [...segments, ...entries(text.composites)];
  const rowNames = rows.map((row) => row[0]!);
  const rowOf = new Int16Array(packedIds).fill(-1);
  segments.forEach((row, index) => (rowOf[segmentIdOf(row[0]!)] = index));

  const parts = rows.map((row) => splitRow(row));
  const flat = parts.flatMap((part) => part.elements);
  const first = new Int32Array(rows.length + 1);
  parts.forEach((part, index) => (first[index + 1] = first[index]! + part.elements.length));

  const described = flat.map((element) => {
    const composite = rowNames.indexOf(element.reference, segments.length);
    const facts = elements.get(element.reference);
    if (composite < 0 && !facts) throw new Error(`element ${element.reference} is in no dictionary`);
    return { ...element, composite, kind: facts ? kindOf(facts[0]!) : ElementKind.composite, facts };
  });
  return {
    rowOf,
    names: rowNames,
    first,
    conditions: parts.map((part) => part.conditions),
    kind: Uint8Array.from(described, (element) => element.kind),
    places: Uint8Array.from(described, (element) =>
      Number(/^N(\d)$/.exec(element.facts?.[0] ?? '')?.[1] ?? 0),
    ),
    mandatory: Uint8Array.from(described, (element) => Number(element.mandatory)),
    form: Uint8Array.from(described, (element) => formOf(element.kind, codeLists.has(element.reference))),
    lastMandatory: Uint8Array.from(
      parts,
      (part) => part.elements.findLastIndex((element) => element.mandatory) + 1,
    ),
    min: Int32Array.from(described, (element) => Number(element.facts?.[1] ?? 0)),
    max: Int32Array.from(described, (element) => Number(element.facts?.[2] ?? 0)),
    repeat: Int32Array.from(described, (element) => element.repeat),
    composite: Int16Array.from(described, (element) => element.composite),
    codes: described.map((element) => codeLists.get(element.reference)),
    reference: described.map((element) => element.reference),
  };
}

/** One entry per line; an indented line goes on with the one before. */
function entries(text: string): string[][] {
  return text
    .replace(/\n +/g, ' ')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '));
}

function splitRow(row: readonly string[]): {
  elements: { reference: string; mandatory: boolean; repeat: number }[];
  conditions: Condition[];
} {
  const bar = row.indexOf('|');
  const elements = row.slice(1, bar < 0 ? undefined : bar).map((word) => {
    const [, reference, mandatory, repeat] = /^(\w+)(!?)(?::(\d+))?$/.exec(word) ?? [];
    if (!reference) throw new Error(`"${word}" in ${row[0]} is no element`);
    return { reference, mandatory: mandatory === '!', repeat: Number(repeat ?? 1) };
  });
  return { elements, conditions: bar < 0 ? [] : row.slice(bar + 1).map(readCondition) };
}

function readCondition(note: string): Condition {
  const positions = (note.slice(1).match(/\d\d/g) ?? []).map(Number);
  const kind = note[0] as Condition['kind'];
  if (!'PRECL'.includes(kind) || positions.length < 2) throw new Error(`"${note}" is no condition`);
  let low = 0;
  let high = 0;
  for (const position of positions) {
    if (position <= 30) low |= 1 << (position - 1);
    else high |= 1 << (position - 31);
  }
  return { kind, elements: positions, low, high };
}

function readCodes(extent: string | undefined, list: readonly string[]): CodeList {
  if (extent !== 'whole' && extent !== 'partial')
    throw new Error(`a code list is whole or partial, not ${extent}`);
  const packed = list.map((code) => {
    const bytes = Uint8Array.from(code, (character) => character.charCodeAt(0));
    return packCode(bytes, 0, bytes.length);
  });
  return { whole: extent === 'whole', codes: new Set(packed) };
}

/** Which quick check an element of this kind has. */
export function formOf(kind: number, coded: boolean): number {
  if (kind === ElementKind.composite) return CheckForm.composite;
  if (kind === ElementKind.DT) return CheckForm.date;
  if (kind === ElementKind.TM) return CheckForm.time;
  if (kind === ElementKind.R) return CheckForm.decimal;
  return coded ? CheckForm.code : CheckForm.length;
}

function kindOf(type: string): number {
  if (/^N\d$/.test(type)) return ElementKind.N;
  const kind = (ElementKind as Record<string, number>)[type];
  if (kind === undefined) throw new Error(`type ${type} is not known`);
  return kind;
}
