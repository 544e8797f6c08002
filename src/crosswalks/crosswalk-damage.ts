/**
 * What spreadsheets and careless hands do to codes: digits rounded away, dates made of codes, zeros lost, blanks nobody sees.
 */
import type { CrosswalkCode } from '../vocabulary/index.js';

export interface CellFault {
  code: Extract<CrosswalkCode, 'CROSSWALK_DAMAGED' | 'CROSSWALK_BLANKS'>;
  severity: 'error' | 'warning';
  words: string;
}

const rounded = /^\d(?:[.,]\d+)?E\+\d+$/i;
/** What a spreadsheet shows where a formula failed. */
const failed = /^#(?:N\/A|REF!|NAME\?|VALUE!|NULL!|NUM!|DIV\/0!|#+)$/;
/** A code such as SEP2 or 3-1 that was taken for a day. */
const turnedIntoDay =
  /^(?:\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2})$/i;
const strayBlank = /^[\s\u00a0\u200b\ufeff]|[\s\u00a0\u200b\ufeff]$/;
const unseen = /[\p{Cc}\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/u;

export function hasStrayBlank(text: string): boolean {
  return strayBlank.test(text);
}

/** No fault below is without another character than these; most cells have none. */
const harmless = /^[\w./]*$/;

/** The first fault of a cell. */
export function cellFault(cell: string): CellFault | undefined {
  if (harmless.test(cell)) return undefined;
  if (rounded.test(cell)) return damaged('A spreadsheet has rounded this code; its digits are lost.');
  if (failed.test(cell)) return damaged('This is the mark of a failed formula, not a value.');
  if (strayBlank.test(cell)) return blank('There are blanks around this value.');
  if (unseen.test(cell)) return blank('There is a character in this value that nobody sees; type it again.');
  if (!turnedIntoDay.test(cell)) return undefined;
  const words = 'This looks like a code that a spreadsheet has turned into a day; is it one?';
  return { code: 'CROSSWALK_DAMAGED', severity: 'warning', words };
}

function damaged(words: string): CellFault {
  return { code: 'CROSSWALK_DAMAGED', severity: 'error', words };
}

function blank(words: string): CellFault {
  return { code: 'CROSSWALK_BLANKS', severity: 'error', words };
}

/** Whether yyyy-MM-dd is a day of the calendar. */
export function isDay(text: string): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return false;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && isLeap ? 29 : (lastDays[month - 1] ?? 0);
  return day >= 1 && day <= last;
}

const lastDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
