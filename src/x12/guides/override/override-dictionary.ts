/**
 * Elements and code lists of a dictionary as agreed.
 *
 * Segments share composites: where a component is changed at one place, that place gets a composite of its own first.
 */
import { packCode } from '../../segment-id.js';
import { CheckForm, ElementKind, formOf, type CodeList, type Dictionary } from '../compile-dictionary.js';
import { elementIndex, placeIndex, readElementPlace } from '../element-place.js';
import type { CodesOverride, ElementOverride, GuideOverride } from './override.js';

/** Codes named in the words of an issue; more would hide the rest. */
const codesShownMax = 12;

/** The tables that an override changes. */
interface Changed {
  mandatory: Uint8Array;
  form: Uint8Array;
  min: Int32Array;
  max: Int32Array;
  codes: (CodeList | undefined)[];
}

/** The dictionary with these elements and codes changed; the dictionary itself where it has none of them. */
export function overrideDictionary(dictionary: Dictionary, override: GuideOverride): Dictionary {
  const codes = Object.entries(override.codes ?? {});
  const elements = Object.entries(override.elements ?? {});
  const standard = withOwnComposites(
    dictionary,
    [...codes, ...elements].map(([key]) => key),
  );
  const changed: Changed = {
    mandatory: standard.mandatory.slice(),
    form: standard.form.slice(),
    min: standard.min.slice(),
    max: standard.max.slice(),
    codes: [...standard.codes],
  };
  // A place goes over a number, so the numbers come first.
  const byNumber = codes.flatMap(([key, change]) =>
    indexesOf(standard, key).map((index) => ({ index, change })),
  );
  const byPlace = codes.flatMap(([key, change]) =>
    indexAt(standard, key).map((index) => ({ index, change })),
  );
  for (const { index, change } of [...byNumber, ...byPlace])
    changeCodes(changed, { index, kind: standard.kind[index]! }, change);
  const ofElements = elements.flatMap(([key, change]) =>
    indexAt(standard, key).map((index) => ({ index, change })),
  );
  for (const { index, change } of ofElements) changeElement(changed, index, change);
  if (byNumber.length + byPlace.length + ofElements.length === 0) return dictionary;
  return { ...standard, ...changed, lastMandatory: lastMandatory(standard, changed.mandatory), standard };
}

/** Where a data element number stands. */
function indexesOf({ reference }: Dictionary, number: string): number[] {
  return reference.flatMap((one, index) => (one === number ? [index] : []));
}

/** Where a place stands, or nothing. */
function indexAt(dictionary: Dictionary, key: string): number[] {
  const place = readElementPlace(key);
  const index = place ? placeIndex(dictionary, place) : -1;
  return index < 0 ? [] : [index];
}

function changeCodes(changed: Changed, at: { index: number; kind: number }, change: CodesOverride): void {
  const { index, kind } = at;
  const base = change.only ? undefined : changed.codes[index];
  // Where there is no list any code is known already.
  if ((!change.only && !base) || (kind !== ElementKind.ID && kind !== ElementKind.AN)) return;
  changed.codes[index] = makeList(base, [...(change.only ?? []), ...(change.add ?? [])]);
  changed.form[index] = formOf(kind, true);
}

/** @param base undefined for a list of its own, which is whole */
function makeList(base: CodeList | undefined, added: readonly string[]): CodeList {
  const codes = new Set(base?.codes);
  const others = new Set(base?.others);
  for (const code of added) {
    const bytes = Uint8Array.from(code, (character) => character.charCodeAt(0));
    const packed = packCode(bytes, 0, bytes.length);
    if (packed < 0) others.add(code);
    else codes.add(packed);
  }
  return {
    whole: base?.whole ?? true,
    codes,
    ...(others.size === 0 ? {} : { others }),
    ...(base || added.length > codesShownMax ? {} : { shown: added.join(', ') }),
  };
}

function changeElement(changed: Changed, index: number, change: ElementOverride): void {
  const { use, min, max } = change;
  if (use !== undefined) changed.mandatory[index] = Number(use === 'required');
  if (use === 'not-used') changed.form[index] = CheckForm.notUsed;
  if (min !== undefined) changed.min[index] = min;
  if (max !== undefined) changed.max[index] = max;
}

function lastMandatory({ first, names }: Dictionary, mandatory: Uint8Array): Uint8Array {
  return Uint8Array.from(
    names,
    (_, row) => mandatory.subarray(first[row], first[row + 1]).lastIndexOf(1) + 1,
  );
}

/** The same dictionary with a composite of its own, behind all others, for each element of which a component is named. */
function withOwnComposites(dictionary: Dictionary, keys: readonly string[]): Dictionary {
  const named = keys.map(readElementPlace).filter((place) => place !== undefined && place.component > 0);
  const indexes = [...new Set(named.map((place) => elementIndex(dictionary, place!)))].filter(
    (index) => index >= 0 && dictionary.composite[index]! >= 0,
  );
  if (indexes.length === 0) return dictionary;
  const { first } = dictionary;
  const copies = indexes.map((index) => dictionary.composite[index]!);
  const rows = [...dictionary.names.keys(), ...copies];
  const order = rows.flatMap((row) => span(first[row]!, first[row + 1]!));
  const ends = new Int32Array(rows.length + 1);
  rows.forEach((row, at) => (ends[at + 1] = ends[at]! + first[row + 1]! - first[row]!));
  const composite = Int16Array.from(order, (index) => dictionary.composite[index]!);
  indexes.forEach((index, at) => (composite[index] = dictionary.names.length + at));
  return {
    rowOf: dictionary.rowOf,
    names: rows.map((row) => dictionary.names[row]!),
    first: ends,
    conditions: rows.map((row) => dictionary.conditions[row]!),
    lastMandatory: Uint8Array.from(rows, (row) => dictionary.lastMandatory[row]!),
    kind: Uint8Array.from(order, (index) => dictionary.kind[index]!),
    places: Uint8Array.from(order, (index) => dictionary.places[index]!),
    mandatory: Uint8Array.from(order, (index) => dictionary.mandatory[index]!),
    form: Uint8Array.from(order, (index) => dictionary.form[index]!),
    min: Int32Array.from(order, (index) => dictionary.min[index]!),
    max: Int32Array.from(order, (index) => dictionary.max[index]!),
    repeat: Int32Array.from(order, (index) => dictionary.repeat[index]!),
    composite,
    codes: order.map((index) => dictionary.codes[index]),
    reference: order.map((index) => dictionary.reference[index]!),
  };
}

function span(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}
