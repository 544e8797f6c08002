/**
 * Text as partners write it to values as records hold them: exact decimals, whole numbers, real days.
 *
 * Only the declared form is read. `1,204.50` is no decimal until the mapping says what the comma means.
 */
import { decimalDigitsMax, type Field } from '../../canonical/index.js';
import type { IssueCode } from '../../vocabulary/index.js';

/** A value in the form of the record, or why the text has another form. */
export type Formed = { text: string } | { code: IssueCode; words: string };
export type Form = (text: string) => Formed;

const decimalText = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))$/;

/** Of few digits, and in our form already. */
const usualDecimal = /^(?:0|[1-9]\d{0,11})(?:\.\d{1,12})?$/;

/** Keeps the places as sent: "12.50" stays "12.50"; ".5" becomes "0.5". */
export function formDecimal(text: string): Formed {
  if (usualDecimal.test(text)) return { text };
  const match = decimalText.exec(text);
  if (!match) return { code: 'DECIMAL_INVALID', words: 'is not a decimal number' };
  const whole = (match[2] ?? '').replace(/^0+(?=\d)/, '') || '0';
  const places = match[3] ?? match[4] ?? '';
  if (whole.length + places.length > decimalDigitsMax) {
    return { code: 'DECIMAL_INVALID', words: `has more than ${decimalDigitsMax} digits` };
  }
  const digits = places === '' ? whole : `${whole}.${places}`;
  const negative = match[1] === '-' && /[1-9]/.test(digits);
  return { text: negative ? `-${digits}` : digits };
}

/** A factor: nothing can be multiplied or divided by zero and still be goods or money. */
export function formFactor(text: string): Formed {
  const formed = formDecimal(text);
  if (!('text' in formed) || (!formed.text.startsWith('-') && /[1-9]/.test(formed.text))) return formed;
  return { code: 'FACTOR_INVALID', words: 'is not above zero' };
}

/** A number whose last `places` digits stand behind a point that is not written: TDS01, SAC05. */
export function formImpliedDecimal(places: number): Form {
  return (text) => {
    const match = /^(-?)(\d+)$/.exec(text);
    if (!match) {
      return {
        code: 'DECIMAL_INVALID',
        words: `is not a whole number with ${places} implied decimal places`,
      };
    }
    const digits = (match[2] ?? '').padStart(places + 1, '0');
    const split = digits.length - places;
    return formDecimal(
      `${match[1]}${digits.slice(0, split)}${places === 0 ? '' : `.${digits.slice(split)}`}`,
    );
  };
}

export function formInteger(text: string): Formed {
  const match = /^[+-]?\d{1,15}$/.exec(text) ?? /^[+-]?\d{1,15}(?=\.0*$)/.exec(text);
  return match
    ? { text: String(Number(match[0])) }
    : { code: 'INTEGER_INVALID', words: 'is not a whole number' };
}

/** Tokens of date formats: how many digits, and which part of the date. */
const dateTokens: Readonly<Record<string, { digits: string; part: 'year' | 'month' | 'day' }>> = {
  yyyy: { digits: '\\d{4}', part: 'year' },
  yy: { digits: '\\d{2}', part: 'year' },
  MM: { digits: '\\d{2}', part: 'month' },
  M: { digits: '\\d{1,2}', part: 'month' },
  dd: { digits: '\\d{2}', part: 'day' },
  d: { digits: '\\d{1,2}', part: 'day' },
};

const isoForm = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:\d{2})?$/;

/** A day of ISO 8601, with or without a time: the day as it is written, for that is the sender's own. */
function formIsoDate(text: string): Formed {
  const day = isoForm.exec(text)?.[1] ?? '';
  return isCalendarDay(day)
    ? { text: day }
    : {
        code: 'DATE_INVALID',
        words: 'is not a date of ISO 8601, such as 2026-04-01 or 2026-04-01T08:00:00Z',
      };
}

/** @returns undefined when the format is not understood: year, month and day once each, and signs between them */
export function formDate(format: string): Form | undefined {
  if (format === 'iso') return formIsoDate;
  const parts: string[] = [];
  const tokens = format.match(/yyyy|yy|MM|M|dd|d|[^A-Za-z]+|[A-Za-z]/g) ?? [];
  const pattern = tokens.map((token) => {
    const known = dateTokens[token];
    if (!known) return /[A-Za-z]/.test(token) ? undefined : token.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    parts.push(known.part);
    return `(${known.digits})`;
  });
  if (pattern.includes(undefined) || [...parts].sort().join() !== 'day,month,year') return undefined;
  const whole = new RegExp(`^${pattern.join('')}$`);
  const [yearAt, monthAt, dayAt] = ['year', 'month', 'day'].map((part) => parts.indexOf(part) + 1);
  return (text) => {
    const match = whole.exec(text);
    const [year, month, day] = [
      match?.[yearAt ?? 0] ?? '',
      match?.[monthAt ?? 0] ?? '',
      match?.[dayAt ?? 0] ?? '',
    ];
    // Two digits mean this century: no supplier document is older than the year 2000.
    const date = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return match && isCalendarDay(date)
      ? { text: date }
      : { code: 'DATE_INVALID', words: `is not a date of the form ${format}` };
  };
}

/** Whether yyyy-MM-dd is a day that exists. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && isLeap ? 29 : (daysOfMonth[month - 1] ?? 0));
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The first of several forms that fits. */
export function firstForm(forms: readonly Form[]): Form {
  const [first, ...others] = forms;
  if (!first) return (text) => ({ text });
  return (text) => {
    const formed = first(text);
    if ('text' in formed) return formed;
    for (const form of others) {
      const other = form(text);
      if ('text' in other) return other;
    }
    return formed;
  };
}

/** The form of values that are ours: constants, `values` and crosswalk cells. */
export function recordForm(field: Field): Form {
  switch (field.shape) {
    case 'decimal':
      return formDecimal;
    case 'integer':
      return formInteger;
    case 'date':
      return (text) =>
        isCalendarDay(text)
          ? { text }
          : { code: 'DATE_INVALID', words: 'is not a date of the form yyyy-MM-dd' };
    case 'choice':
      return formChoice(field.choices ?? []);
    default:
      return (text) => ({ text });
  }
}

export function formChoice(choices: readonly string[]): Form {
  const words = `is none of ${choices.join(', ')}`;
  return (text) => (choices.includes(text) ? { text } : { code: 'VALUE_UNKNOWN', words });
}
