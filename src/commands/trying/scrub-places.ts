/**
 * Where a document names people and places: known segments of X12, headings of CSV, and what the mapping says is sensitive.
 */
import { sensitivePaths } from '../../canonical/index.js';
import type { CsvDocument, CsvRow, Document } from '../../formats/index.js';
import type { Mapping, MappingResult } from '../../mapping/index.js';
import { outlineOf } from '../../x12/guides/outline.js';
import type { ScrubPlace } from './scrub.js';

/** Elements that hold names, streets, numbers to call, or free text. Codes and identifiers of parties stay: mappings look them up. */
const elements: Readonly<Record<string, readonly number[]>> = {
  N1: [2],
  N2: [1, 2],
  N3: [1, 2],
  N4: [1, 3],
  NM1: [3, 4, 5, 7, 9],
  PER: [2, 4, 6, 8, 9],
  NTE: [2],
  MSG: [1],
  MTX: [2, 3],
  DMG: [2],
};

const headings =
  /name|address|street|city|zip|postal|contact|phone|fax|e-?mail|attn|attention|patient|physician|surgeon|doctor|mrn|birth|dob|note|comment|(ship|bill|sold|deliver)[ _]?to/i;

const partyPaths = /(^|\.)(name|line[123]|city|postalCode|phone|fax|email|deliverTo)$/;

/** @param result of the mapping, whose origins tell where its values stood */
export function scrubPlaces(mapping: Mapping, document: Document, result: MappingResult): ScrubPlace[] {
  const secret = [...mapping.sensitive, ...sensitivePaths(mapping.to)];
  const named = Object.entries(result.origins).flatMap(
    ([path, { offset, length, segmentId, element, column }]): ScrubPlace[] => {
      const plain = path.replace(/\.\d+(?=\.|$)/g, '');
      const isSecret = secret.some((one) => plain === one || plain.startsWith(`${one}.`));
      if (!isSecret && !partyPaths.test(plain)) return [];
      if (isCode(mapping, segmentId, element)) return [];
      return [{ offset, length, name: isSecret ? `${plain} (sensitive)` : (column ?? plain) }];
    },
  );
  if (document.format === 'csv') return [...inColumns(document, mapping, named)];
  // What the mapping knows as sensitive is told as that: of two names for one place the last one counts.
  return [...inSegments(document), ...named];
}

function inSegments(document: Document): ScrubPlace[] {
  if (document.format !== 'x12') return [];
  return document.segments.flatMap((segment) =>
    (elements[segment.id] ?? []).flatMap((element) =>
      element <= segment.elementCount
        ? [{ ...segment.elementRange(element), name: `${segment.id}${String(element).padStart(2, '0')}` }]
        : [],
    ),
  );
}

/** A column that names somebody in one row does in all. */
function inColumns(document: CsvDocument, { from }: Mapping, named: readonly ScrubPlace[]): ScrubPlace[] {
  if (from.format !== 'csv') return [];
  const { columns, records } = from.options;
  const names = new Map(named.map(({ offset, name }) => [offset, name]));
  const columnsOf = (row: CsvRow) =>
    records ? (records[row.type]?.columns ?? []) : Object.keys(columns ?? {});
  const personal = new Map<string, string>();
  for (const row of document.rows) {
    for (const column of columnsOf(row)) {
      const told = names.get(row.range(column).offset);
      const isTold = headings.test(`${column} ${JSON.stringify(columns?.[column] ?? '')}`);
      if (told !== undefined || isTold) personal.set(`${row.type}.${column}`, told ?? column);
    }
  }
  return document.rows.flatMap((row) =>
    columnsOf(row).flatMap((column) => {
      const name = personal.get(`${row.type}.${column}`);
      return name === undefined ? [] : [{ ...row.range(column), name }];
    }),
  );
}

/** A made-up code would be no code. */
function isCode({ from }: Mapping, segmentId: string | undefined, element: number | undefined): boolean {
  if (from.format !== 'x12' || segmentId === undefined || element === undefined) return false;
  return outlineOf(from.version, from.set)?.elements(segmentId)?.[element - 1]?.kind === 'code';
}
