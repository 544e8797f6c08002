/**
 * Where an X12 document names people and places: known segments, and what the mapping says is sensitive.
 */
import type { Mapping, MappingResult } from '../../mapping/index.js';
import { type X12Document, outlineOf } from '../../x12/index.js';
import { personalPath } from './personal.js';
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

/** REF01 of numbers that are a person's: account and record of a patient, social security, member, license. */
const personalReferences: ReadonlySet<string> = new Set(['EJ', 'EA', 'SY', '1W', '0B', 'Y4']);

/** @param result of the mapping, whose origins tell where its values stood */
export function scrubPlaces(mapping: Mapping, document: X12Document, result: MappingResult): ScrubPlace[] {
  const named = Object.entries(result.origins).flatMap(
    ([path, { offset, length, segmentId, element }]): ScrubPlace[] => {
      const personal = personalPath(mapping, path.replace(/\.\d+(?=\.|$)/g, ''));
      if (personal === undefined || isCode(mapping, segmentId, element)) return [];
      return [{ offset, length, ...personal }];
    },
  );
  // What the mapping knows as sensitive is told as that: of two names for one place the last one counts.
  return [...inSegments(document), ...named];
}

function inSegments(document: X12Document): ScrubPlace[] {
  return document.segments.flatMap((segment) => {
    const isNumber = segment.id === 'REF' && personalReferences.has(segment.element(1).trim());
    return (isNumber ? [2, 3] : (elements[segment.id] ?? [])).flatMap((element) =>
      element <= segment.elementCount
        ? [
            {
              ...segment.elementRange(element),
              name: `${segment.id}${String(element).padStart(2, '0')}`,
              isSecret: isNumber,
            },
          ]
        : [],
    );
  });
}

/** A made-up code would be no code. */
function isCode({ from }: Mapping, segmentId: string | undefined, element: number | undefined): boolean {
  if (from.format !== 'x12' || segmentId === undefined || element === undefined) return false;
  return outlineOf(from.version, from.set)?.elements(segmentId)?.[element - 1]?.kind === 'code';
}
