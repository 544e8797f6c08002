/**
 * The plain values that records are made of.
 *
 * Numbers that count money or goods are decimal strings, exact as sent; nothing here ever becomes a JavaScript number.
 */
import { Decimal as Exact } from 'decimal.js';
import { z } from 'zod';
import { marks } from './marks.js';

/** Digits in one decimal, both sides of the point together. */
export const decimalDigitsMax = 30;

/** Wide enough that sums and products of values within decimalDigitsMax stay exact. */
export const Arithmetic = Exact.clone({
  precision: 80,
  rounding: Exact.ROUND_HALF_UP,
  toExpNeg: -100,
  toExpPos: 100,
});

/** "12.50", "-3", "0.125": no exponent, no plus sign, no leading zeros. */
const decimalForm = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

export const decimal = z
  .string({
    error: unlessAbsent('must be a decimal in quotation marks, such as "12.50": a number loses digits'),
  })
  .regex(decimalForm, 'not a decimal: digits, one point, an optional minus sign')
  .brand<'Decimal'>()
  .register(marks, { shape: 'decimal' });
export type Decimal = z.infer<typeof decimal>;

/** @returns the text as a decimal; throws a ZodError when it is none */
export function toDecimal(text: string): Decimal {
  return decimal.parse(text);
}

/** A whole number that counts days, lines or packages. */
export const integer = z.int().register(marks, { shape: 'integer' });

/** A calendar day, yyyy-MM-dd, without a time zone. */
export const day = z.iso
  .date({ error: unlessAbsent('must be a day that exists, as "yyyy-MM-dd"') })
  .register(marks, { shape: 'date' });

/** Text with something in it. */
export const text = z
  .string({ error: unlessAbsent('must be text in quotation marks: a number loses leading zeros') })
  .min(1, 'must not be empty: leave the field out')
  .register(marks, { shape: 'text' });

/** One of our own words. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words).register(marks, { shape: 'choice' });
}

/** Our words for a value of the wrong sort; a required value that is not there keeps the words of the checker. */
function unlessAbsent(words: string) {
  return ({ input }: { input?: unknown }): string | undefined => (input === undefined ? undefined : words);
}
