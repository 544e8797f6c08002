/**
 * What an element may hold, in words: "date, YYYYMMDD", "number, up to 15 digits", "one of BX CA EA".
 *
 * Made from the guides, for people who have to correct a document; nothing is validated by it.
 */
import {
  ElementKind,
  type CodeList,
  type Dictionary,
  findVersion,
  segmentIdOf,
  unpackCode,
} from '../x12/index.js';

/** Codes named before the rest is only counted. */
const codesShownMax = 40;

/** @returns undefined when the version, segment or element is not in our guides */
export function elementForm(
  version: string,
  place: { segmentId: string; element: number; component?: number },
): string | undefined {
  const dictionary = findVersion(version)?.dictionary;
  if (dictionary === undefined) return undefined;
  const row = dictionary.rowOf[segmentIdOf(place.segmentId)] ?? -1;
  const index = indexIn(dictionary, row, place.element);
  if (index === undefined) return undefined;
  const composite = dictionary.composite[index]!;
  if (composite < 0) return formOf(dictionary, index);
  const inner = place.component === undefined ? undefined : indexIn(dictionary, composite, place.component);
  return inner === undefined ? undefined : formOf(dictionary, inner);
}

function indexIn({ first }: Dictionary, row: number, position: number): number | undefined {
  if (row < 0 || position < 1) return undefined;
  const index = first[row]! + position - 1;
  return index < first[row + 1]! ? index : undefined;
}

function formOf(dictionary: Dictionary, index: number): string | undefined {
  const min = dictionary.min[index]!;
  const max = dictionary.max[index]!;
  const many = (unit: string) => (min === max ? `${max} ${unit}` : `${min} to ${max} ${unit}`);
  switch (dictionary.kind[index]) {
    case ElementKind.N:
      return `whole number without a decimal point, ${many('digits')}`;
    case ElementKind.R:
      return `decimal number, ${many('digits')}, such as 12 or 12.50`;
    case ElementKind.DT:
      return max === 6 ? 'date, YYMMDD' : 'date, YYYYMMDD';
    case ElementKind.TM:
      return 'time, HHMM or HHMMSS, 0000 to 235959';
    case ElementKind.B:
      return undefined;
    default:
      return codesIn(dictionary.codes[index]) ?? `text, ${many('characters')}`;
  }
}

/** Only where the whole list is known: any other code may be right too. */
function codesIn(list: CodeList | undefined): string | undefined {
  if (list === undefined || !list.whole) return undefined;
  const codes = [...list.codes].map(unpackCode).sort();
  const rest = codes.length - codesShownMax;
  return `one of ${codes.slice(0, codesShownMax).join(' ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
