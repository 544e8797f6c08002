/**
 * What may be agreed beyond the guides of transaction sets: codes, elements and segments that differ.
 *
 * Only its form is known here. Whether there is such an element or segment is asked of the check that is handed in.
 */
import { z } from 'zod';

const use = z
  .enum(['required', 'optional', 'not-used'])
  .describe('required: the partner must send it. optional: it may be absent. not-used: it must be absent.');

const code = z
  .string()
  .regex(
    /^[\x21-\x7e](?:[\x20-\x7e]{0,78}[\x21-\x7e])?$/,
    'must have 1 to 80 characters, without blanks at the ends',
  );
const codeList = z.array(code).min(1).max(1000);

const codes = z
  .strictObject({
    add: codeList.optional().describe('Further codes that are known.'),
    only: codeList.optional().describe('All codes that are known. Any other code fails.'),
  })
  .superRefine(({ add, only }, context) => {
    if ((add === undefined) !== (only === undefined)) return;
    const message = `expected ${add ? 'either ' : ''}add: or only:\nadd extends the list, only replaces it`;
    context.addIssue({ code: 'custom', message });
  });

const element = z.union([
  use.transform((given) => ({ use: given })),
  z.strictObject({
    use: use.optional(),
    min: z.int().min(1).max(1_000_000).optional().describe('The fewest characters.'),
    max: z.int().min(1).max(1_000_000).optional().describe('The most characters.'),
  }),
]);

const segment = z.union([
  use.transform((given) => ({ use: given })),
  z.strictObject({
    use: use.optional(),
    max: z.int().min(1).max(1_000_000).optional().describe('How often it may occur at its place.'),
  }),
]);

const place = '[A-Z][A-Z0-9]{1,2}[0-9]{2}(-[0-9]{1,2})?';
const placeHelp = 'such as BEG05, or MEA04-1 for a component';

export const guideSchema = z.strictObject({
  codes: z
    .record(
      z
        .string()
        .regex(
          new RegExp(`^(\\d{1,4}|${place})$`),
          `this is no data element number and no place\n"355", or a place ${placeHelp}`,
        ),
      codes,
    )
    .optional()
    .describe(
      'Lists of codes, by data element number ("355") or by place (BEG02). A place overrides a number.',
    ),
  elements: z
    .record(z.string().regex(new RegExp(`^${place}$`), `this is no place\n${placeHelp}`), element)
    .optional()
    .describe('Elements, by place (BEG05): a word of `use`, or a map.'),
  segments: z
    .record(
      z
        .string()
        .regex(/^[A-Z][A-Z0-9]*(\/[A-Z][A-Z0-9]*)*$/, 'this is no path\nsuch as CUR, PO1/CTP or N1/N4'),
      segment,
    )
    .optional()
    .describe('Segments and loops, by path from the top of the set (PO1/CTP): a word of `use`, or a map.'),
});

export type GuideSettings = z.output<typeof guideSchema>;

/** What is wrong with an entry for the guides that there are. */
export interface GuideFault {
  /** From `guide:` down, such as ['codes', '355', 'add', 0]. */
  path: readonly (string | number)[];
  message: string;
  help?: string;
  /** Names of which one may have been meant; then the entry's key is at fault, else its value. */
  known?: readonly string[];
}

/**
 * Finds entries that fit no guide.
 *
 * @param on the set that the entries are for, and all that was agreed for it; absent: any set will do
 */
export type GuideCheck = (
  given: GuideSettings,
  on?: { set: string; version: string; effective: GuideSettings },
) => GuideFault[];

/** What is given over what held before, entry by entry; the very object that held before where nothing is given. */
export function mergeGuides(
  before: GuideSettings | undefined,
  given: GuideSettings | undefined,
): GuideSettings | undefined {
  if (before === undefined || given === undefined) return given ?? before;
  return {
    codes: mergeEntries(before.codes, given.codes, (one, other) => {
      if (other.only) return other;
      const add = [...new Set([...(one.add ?? []), ...(other.add ?? [])])];
      return one.only ? { only: [...new Set([...one.only, ...add])] } : { add };
    }),
    elements: mergeEntries(before.elements, given.elements, overlay),
    segments: mergeEntries(before.segments, given.segments, overlay),
  };
}

function mergeEntries<T>(
  before: Record<string, T> | undefined,
  given: Record<string, T> | undefined,
  merge: (before: T, given: T) => T,
): Record<string, T> {
  const merged: Record<string, T> = { ...before };
  for (const [key, entry] of Object.entries(given ?? {})) {
    const one = merged[key];
    merged[key] = one === undefined ? entry : merge(one, entry);
  }
  return merged;
}

function overlay<T extends object>(before: T, given: T): T {
  return { ...before, ...given };
}
