/**
 * Values of records to text as partners read it: `yyyyMMdd`, implied decimals, whole numbers.
 *
 * Nothing is rounded or padded in silence: what does not fit is an issue.
 */
import { Arithmetic, type Field } from '../../canonical/index.js';
import type { ElementOutline } from '../../x12/index.js';
import { formDecimal, type Form, isCalendarDay, type OutboundField } from '../file/index.js';

/** What takes a value: an element of X12, or a column or XML element, which take any text. */
export interface TargetForm extends Pick<ElementOutline, 'kind' | 'places' | 'min' | 'max' | 'codes'> {
  /** How days are written unless `format` says otherwise. */
  dateFormat: string;
}

/** A column of CSV or an element of XML. */
export const anyText: TargetForm = { kind: 'text', places: 0, min: 0, max: 0, dateFormat: 'yyyy-MM-dd' };

export function x12Form(outline: ElementOutline): TargetForm {
  return { ...outline, dateFormat: outline.kind === 'date' && outline.max === 6 ? 'yyMMdd' : 'yyyyMMdd' };
}

export type WrittenType = NonNullable<OutboundField['type']>;

/** The type that a value is written with: as the mapping says, else as the target and the record's field call for. */
export function typeOf(
  spec: OutboundField,
  shape: Field['shape'],
  { kind, places }: TargetForm,
): WrittenType {
  if (spec.type !== undefined) return spec.type;
  if (shape === 'date' || kind === 'date' || spec.format !== undefined) return 'date';
  if (kind === 'number') return places > 0 ? 'implied-decimal' : 'integer';
  return kind === 'decimal' || shape === 'decimal' ? 'decimal' : 'text';
}

/** @returns undefined for a date format that is not understood */
export function writeForm(spec: OutboundField, type: WrittenType, target: TargetForm): Form | undefined {
  switch (type) {
    case 'date':
      return dateForm(spec.format ?? target.dateFormat);
    case 'implied-decimal':
      return impliedForm(spec.places ?? (target.places || 2));
    case 'integer':
      return impliedForm(0);
    case 'decimal':
      return formDecimal;
    default:
      return (text) => ({ text });
  }
}

/** `12.5` with two places is `1250`; digits that would be lost are told. */
function impliedForm(places: number): Form {
  return (text) => {
    const formed = formDecimal(text);
    if (!('text' in formed)) return formed;
    const shifted = new Arithmetic(formed.text).times(new Arithmetic(10).pow(places));
    if (shifted.isInteger()) return { text: shifted.toFixed() };
    if (places === 0) return { code: 'INTEGER_INVALID', words: 'must be a whole number, and is none' };
    return {
      code: 'DECIMAL_INVALID',
      words: `has more than ${places} decimal places; round: ${places} would cut them`,
    };
  };
}

const dateTokens: Readonly<Record<string, (day: string) => string>> = {
  yyyy: (day) => day.slice(0, 4),
  yy: (day) => day.slice(2, 4),
  MM: (day) => day.slice(5, 7),
  M: (day) => String(Number(day.slice(5, 7))),
  dd: (day) => day.slice(8, 10),
  d: (day) => String(Number(day.slice(8, 10))),
};

function dateForm(format: string): Form | undefined {
  const tokens = format.match(/yyyy|yy|MM|M|dd|d|[^A-Za-z]+|[A-Za-z]/g) ?? [];
  const parts = tokens.filter((token) => Object.hasOwn(dateTokens, token)).map((token) => token.charAt(0));
  const unknown = tokens.some((token) => /[A-Za-z]/.test(token) && !Object.hasOwn(dateTokens, token));
  if (unknown || [...parts].sort().join() !== 'M,d,y') return undefined;
  return (text) =>
    isCalendarDay(text)
      ? { text: tokens.map((token) => dateTokens[token]?.(text) ?? token).join('') }
      : { code: 'DATE_INVALID', words: 'is not a date of the form yyyy-MM-dd' };
}

/** Characters as X12 counts them: of numbers only the digits. */
export function lengthOf(text: string, kind: TargetForm['kind']): number {
  return kind === 'number' || kind === 'decimal' ? text.replace(/[^\d]/g, '').length : [...text].length;
}
