/**
 * Products, sums and rounding of decimal text, equal to what `Arithmetic` gives to the last digit.
 *
 * Usual quantities and amounts fit into whole numbers that JavaScript holds exactly, and are many times quicker so; all
 * others are left to `Arithmetic`. Text is in the form of our records: digits, one point, an optional minus sign.
 */
import { Arithmetic } from '../../canonical/index.js';

/** A decimal string or whole number as an exact number. */
export function exact(value: unknown): InstanceType<typeof Arithmetic> | undefined {
  const text = numberText(value);
  return text === undefined ? undefined : new Arithmetic(text);
}

/** A number as text in the form of our records; undefined for anything else. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? value : undefined;
}

/** A decimal as a whole number: "12.50" is 1250 with 2 places. */
interface Scaled {
  whole: number;
  places: number;
}

/** Any decimal of so many characters is a whole number that is held exactly. */
const charactersMax = 15;

/** The exact product without zeros at the end of its places. */
export function product(one: string, other: string): string {
  const [left, right] = [scaled(one), scaled(other)];
  const whole = left && right ? left.whole * right.whole : Infinity;
  if (!left || !right || !Number.isSafeInteger(whole)) return new Arithmetic(one).times(other).toFixed();
  const text = textOf({ whole, places: left.places + right.places });
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** The exact sum, with as many places as its most precise term. */
export function sum(terms: readonly string[]): string {
  let places = 0;
  for (const term of terms) places = Math.max(places, placesOf(term));
  let whole = 0;
  for (const term of terms) {
    const number = scaled(term);
    if (number) whole += number.whole * 10 ** (places - number.places);
    if (number && Number.isSafeInteger(whole)) continue;
    return terms.reduce((total, each) => total.plus(each), new Arithmetic(0)).toFixed(places);
  }
  return textOf({ whole, places });
}

/** With so many places; half a unit goes away from zero. */
export function rounded(text: string, places: number): string {
  const number = scaled(text);
  const surplus = number ? number.places - places : Infinity;
  if (!number || surplus < -charactersMax || surplus > charactersMax)
    return new Arithmetic(text).toFixed(places);
  if (surplus <= 0) return textOf(number) + (surplus === 0 ? '' : zeros(number.places, places));
  const unit = 10 ** surplus;
  const whole = Math.abs(number.whole);
  const rest = whole % unit;
  const digits = textOf({ whole: (whole - rest) / unit + (rest * 2 >= unit ? 1 : 0), places });
  return number.whole < 0 ? `-${digits}` : digits;
}

/** What makes places of them, behind so many that are there. */
function zeros(there: number, places: number): string {
  return (there === 0 ? '.' : '') + '0'.repeat(places - there);
}

function scaled(text: string): Scaled | undefined {
  if (text.length > charactersMax) return undefined;
  const point = text.indexOf('.');
  if (point < 0) return { whole: Number(text), places: 0 };
  return { whole: Number(text.slice(0, point) + text.slice(point + 1)), places: text.length - point - 1 };
}

function placesOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

function textOf({ whole, places }: Scaled): string {
  if (places === 0) return whole === 0 ? '0' : String(whole);
  const digits = String(Math.abs(whole)).padStart(places + 1, '0');
  const split = digits.length - places;
  return `${whole < 0 ? '-' : ''}${digits.slice(0, split)}.${digits.slice(split)}`;
}
