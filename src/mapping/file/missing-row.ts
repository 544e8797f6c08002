/**
 * A row that a crosswalk lacks: enough to say which one is to be added, and one sentence for all that one value lacks.
 */

export interface MissingRow {
  /** The mapping's name of the crosswalk. */
  crosswalk: string;
  /** Its file in mappings/, such as "crosswalks/uom.csv". */
  file: string;
  /** Value by key column: document content, never logged. Absent for sensitive fields and for what no key can be. */
  key?: Readonly<Record<string, string>>;
  /** There is a row, but it has nothing in this column. */
  column?: string;
}

/** Characters of one part of a key: a longer one is no code that somebody would add a row for. */
const keyCharactersMax = 200;

/** @param row whether there is a row, of which the column is empty */
export function missingRow(
  lookup: { name: string; file: string; key: readonly string[]; column: string },
  parts: readonly string[],
  row: boolean,
): MissingRow {
  const key = Object.fromEntries(lookup.key.map((column, at) => [column, parts[at] ?? '']));
  const fits = parts.every((part) => part.length <= keyCharactersMax);
  return {
    crosswalk: lookup.name,
    file: lookup.file,
    ...(fits ? { key } : {}),
    ...(row ? { column: lookup.column } : {}),
  };
}

/** Both without what they have in common. */
export function joinMissing(first: readonly MissingRow[], next: readonly MissingRow[]): MissingRow[] {
  const known = new Map([...first, ...next].map((row) => [JSON.stringify(row), row]));
  return [...known.values()];
}

export function missingWords(rows: readonly MissingRow[]): string {
  const absent = [...new Set(rows.filter(({ column }) => column === undefined).map(quoted))];
  const empty = rows.filter(({ column }) => column !== undefined);
  const sentences = [
    ...(absent.length === 0 ? [] : [absentWords(absent)]),
    ...empty.map(
      (row) => `The row of crosswalk ${quoted(row)} for this value has nothing in column "${row.column}".`,
    ),
  ];
  return sentences.join(' ');
}

function quoted({ crosswalk }: MissingRow): string {
  return `"${crosswalk}"`;
}

function absentWords(names: readonly string[]): string {
  const goOn = 'and everything that waits for it can go on';
  if (names.length === 1) return `Crosswalk ${names[0]} has no row for this value; add one, ${goOn}.`;
  const all = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `Crosswalks ${all} have no row for this value; add one to each, ${goOn}.`;
}
