/**
 * What a mapping takes from a document, as rows of a page for the partner: where, what for, in which form, with which codes.
 */
import { fieldsOf, type RecordKind } from '../../canonical/index.js';
import type { Mapping } from '../../mapping/index.js';
import type { MadeExamples } from './page-example.js';
import { type CodesOf, formOf, placeWords } from './page-words.js';

export interface PageRow {
  /** As people find it: BIG02, a heading, characters 3 to 12. */
  place: string;
  words: string;
  /** '' when it may be left out. */
  required: string;
  form: string;
  codes: string;
  example: string;
}

interface Level {
  /** Path of the list in the record; '' at the top. */
  above: string;
  /** Loops that we stand in, with their separator. */
  inside: string;
}

interface Source {
  selector: string;
  words: string;
  /** Options that its codes are found in. */
  options: Record<string, unknown>;
  /** Others may stand for it. */
  isOneOfSeveral: boolean;
  /** The unit of a number and not the number itself. */
  isUnit?: true;
}

export interface PageReading {
  mapping: Mapping;
  codesOf: CodesOf;
  examples: MadeExamples;
}

/** @param fields of the mapping, merged with its base. Each place is one row, whatever it is used for */
export function pageRows(reading: PageReading, fields: Record<string, unknown>): PageRow[] {
  const rows = new Map<string, PageRow>();
  for (const row of rowsOf(reading, fields, { above: '', inside: '' })) {
    const before = rows.get(row.place);
    if (before === undefined) rows.set(row.place, row);
    else rows.set(row.place, joinedRow(before, row));
  }
  return [...rows.values()];
}

function joinedRow(one: PageRow, other: PageRow): PageRow {
  const both = (first: string, second: string): string =>
    [...new Set([first, second].flatMap((part) => (part === '' ? [] : part.split('; '))))].join('; ');
  return {
    place: one.place,
    words: both(one.words, other.words),
    required: one.required === 'yes' || other.required === '' ? one.required : other.required,
    form: one.form || other.form,
    codes: both(one.codes, other.codes),
    example: one.example || other.example,
  };
}

function rowsOf(reading: PageReading, fields: Record<string, unknown>, level: Level): PageRow[] {
  const { mapping } = reading;
  const separator = mapping.from.format === 'json' ? '.' : '/';
  return Object.entries(fields).flatMap(([name, spec]) => {
    const path = level.above === '' ? name : `${level.above}.${name}`;
    const options = asMap(spec);
    if (typeof options['each'] === 'string') {
      const inside =
        options['each'] === 'here' ? level.inside : `${level.inside}${options['each']}${separator}`;
      return rowsOf(reading, asMap(options['fields']), { above: path, inside });
    }
    return sourcesOf(spec, wordsOf(mapping.to, path, name), path).map((source) =>
      rowOf(reading, source, { path, level, options }),
    );
  });
}

function rowOf(
  { mapping, codesOf, examples }: PageReading,
  source: Source,
  { path, level, options }: { path: string; level: Level; options: Record<string, unknown> },
): PageRow {
  const field = fieldsOf(mapping.to).get(path);
  const isSure =
    options['default'] === undefined && options['choose'] === undefined && options['when'] === undefined;
  const isOwed =
    field?.required === true &&
    source.isUnit !== true &&
    (level.above === '' || level.above === 'lines') &&
    isSure;
  const must = options['otherwise'] === 'reject' ? 'yes, or we refuse it' : 'yes';
  const required =
    options['required'] === true || isOwed ? (source.isOneOfSeveral ? 'one of these' : must) : '';
  return {
    place: placeWords(mapping.from, level.inside, source.selector),
    words: source.words,
    required,
    form: formOf(mapping.from, source.selector, {
      ...source.options,
      shape: source.isUnit === true ? undefined : field?.shape,
    }),
    codes: codesOf(source.options),
    example:
      field?.sensitive === true || options['sensitive'] === true ? '' : examples.of(path, source.selector),
  };
}

/** Its description without the elements of X12 that it usually comes from; of a part, with what it is a part of. */
function wordsOf(kind: RecordKind, path: string, name: string): string {
  const plain = (text: string): string =>
    text
      .replace(/ \([^()]*\)$/, '')
      .replace(/ \([A-Z0-9, ]+\)/, '')
      .replace(/, from a crosswalk: .*$/, '');
  const fields = fieldsOf(kind);
  const words = plain(fields.get(path)?.description ?? name);
  const around = fields.get(path.split('.').slice(0, -1).join('.'));
  const isPart = around !== undefined && !/(^|\.)(lines|item)$/.test(around.path);
  const whole = isPart ? (plain(around.description).split(/[;:,]/)[0] ?? '') : '';
  return whole === '' ? words : `${whole}: ${words}`;
}

/** Where a field is taken from; nothing for what is ours or calculated. */
function sourcesOf(spec: unknown, words: string, path: string): Source[] {
  if (typeof spec === 'string') return [{ selector: spec, words, options: {}, isOneOfSeveral: false }];
  if (Array.isArray(spec))
    return spec
      .flatMap((one) => sourcesOf(one, words, path))
      .map((one) => ({ ...one, isOneOfSeveral: spec.length > 1 }));
  const options = asMap(spec);
  const { from, party, pairs, lots, choose, unit, crosswalk } = options;
  const isKey = typeof crosswalk === 'string';
  const own = from === undefined ? [] : sourcesOf(from, words, path);
  const single = own.map((one) => ({ ...one, options, isOneOfSeveral: one.isOneOfSeveral && !isKey }));
  const ready = readyParts({ party, pairs, lots });
  const named = Object.entries(asMap(pairs)).map(([kind, one]): Source => ({ selector: String(one), words: `${/(^|\.)item\./.test(path) ? 'Number of the item' : 'Its number'}, ${kind}`, options: {}, isOneOfSeveral: false })); // prettier-ignore
  const unitFrom = typeof unit === 'string' ? unit : asMap(unit)['from'];
  const inUnit = unitFrom === undefined ? [] : sourcesOf(unitFrom, 'Unit', path);
  return [
    ...single.map((one) => ({ ...one, options: { ...options, unit: undefined } })),
    ...ready.map((one): Source => ({ ...one, words: `${words}: ${one.words}`, isOneOfSeveral: false })),
    ...named,
    ...(Array.isArray(choose) ? choose.flatMap((one) => sourcesOf(one, words, path)) : []),
    ...inUnit.map((one) => ({ ...one, options: asMap(unit), isOneOfSeveral: false, isUnit: true as const })),
  ];
}

/** Where the pairs of qualifier and number begin. */
const pairsFrom: Readonly<Record<string, string>> = {
  IT1: '06',
  PO1: '06',
  LIN: '02',
  SLN: '09',
  ACK: '07',
  POC: '08',
};

const pairCodes =
  'VC, VN, VP: number of the seller; IN, BP, PI: of the buyer; MG, MF: of the maker; UK, UP, EN, UA, UI: GTIN; N1 to N4, ND: NDC; UX: UDI-DI';

/** What one word in a mapping takes from several places. */
function readyParts({
  party,
  pairs,
  lots,
}: Record<string, unknown>): Pick<Source, 'selector' | 'words' | 'options'>[] {
  const parts: Pick<Source, 'selector' | 'words' | 'options'>[] = [];
  const of = (part: unknown): part is string => typeof part === 'string';
  if (of(party)) parts.push({ selector: party, words: 'name, number, N3 and N4, PER', options: {} });
  if (of(pairs))
    parts.push({
      selector: `${pairs}${pairsFrom[pairs] ?? ''} and following`,
      words: 'numbers, each behind its qualifier',
      options: { codes: pairCodes },
    });
  if (of(lots))
    parts.push({
      selector: `${lots} LT and SN, REF(LT|SE), DTM(036|208|511|094|405)`,
      words: 'lot, serial number, last day of use, day of manufacture',
      options: {},
    });
  return parts;
}

export function asMap(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
