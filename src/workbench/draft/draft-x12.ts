/**
 * A draft of a mapping from an X12 sample: a base with what it leaves, or every element used, with our words beside it.
 *
 * Remarks hold names and codes of the sample, never its text: a mapping file is shown to many.
 */
import type { RecordKind } from '../../canonical/index.js';
import { compileMapping } from '../../mapping/index.js';
import {
  type X12Document,
  type X12Loop,
  type X12Segment,
  elementName,
  segmentName,
  outlineOf,
  type SetOutline,
} from '../../x12/index.js';
import { noteReading } from '../try/index.js';
import { hintedFields, type SegmentUse } from './draft-hints.js';
import { type Draft, type DraftField, renderDraft, usualUnits } from './draft-mapping.js';

/** Loops that are lines, outermost first. */
const lineLoops = ['IT1', 'PO1', 'POC', 'LIN', 'RCD', 'RMR', 'ENT', 'PTD', 'ITA'];

export interface DraftX12 {
  map: string;
  title: string;
  to: RecordKind;
  /** Whether mappings/ has the usual crosswalk of units. */
  hasUnits: boolean;
}

/**
 * @param documents all of the sample that the mapping will take: each may have what the others have not
 * @param base a file of the mappings folder, and its text
 */
export function draftFromBase(
  documents: readonly [X12Document, ...X12Document[]],
  wanted: DraftX12,
  base: { path: string; readText: (path: string) => string | undefined },
): Draft {
  const [document] = documents;
  const draft = emptyDraft(document, wanted);
  draft.extends = base.path;
  const { mapping } = compileMapping(
    { file: 'mappings/draft.yaml', text: renderDraft(draft) },
    { readText: base.readText, outlines: outlineOf },
  );
  if (!mapping) return draft;
  const outline = outlineOf(document.version, document.set);
  const found = new Map<string, number>();
  for (const one of documents) {
    const noted = noteReading(one, { outline });
    mapping.apply(noted.document, { partner: '' });
    for (const { name, count } of noted.notTaken()) found.set(name, (found.get(name) ?? 0) + count);
  }
  const rest = [...found].map(([name, count]) => ({ name, count }));
  if (rest.length === 0) {
    draft.remarks.push(`This sample has nothing that ${base.path} does not take.`);
    return draft;
  }
  draft.remarks.push(
    `TODO this sample has what ${base.path} does not take. Take what you need under fields:, delete the rest.`,
  );
  for (const { name, count } of rest)
    draft.remarks.push(`  ${name}${wordsFor(name)}${count === 1 ? '' : `, ${count} times`}`);
  const reference = rest.find(({ name }) => /^REF\(\w+\)$/.test(name))?.name;
  if (reference !== undefined)
    draft.remarks.push(
      'For example:',
      'fields:',
      `  references: { each: ${reference}, fields: { qualifier: REF01, value: REF02 } }`,
    );
  return draft;
}

/** All of the sample that a record usually takes, and the rest as remarks. */
export function draftFromScratch(document: X12Document, wanted: DraftX12): Draft {
  const draft = emptyDraft(document, wanted);
  const outline = outlineOf(document.version, document.set);
  const line = findLine(document.root);
  const top = usesOf([document.root], line, outline);
  const { hasUnits } = wanted;
  if (hasUnits) draft.crosswalks = usualUnits;
  draft.fields = hintedFields(wanted.to, '', { segments: top, outline, hasUnits });
  if (line !== undefined) {
    const inside = usesOf(
      document.root.loops.filter(({ id }) => id === line),
      undefined,
      outline,
    );
    const list: DraftField = {
      name: 'lines',
      list: { each: line, fields: hintedFields(wanted.to, 'lines', { segments: inside, outline, hasUnits }) },
    };
    draft.fields = [...draft.fields.filter(({ name }) => name !== 'lines'), list];
    draft.remarks.push(`TODO in each ${line} this sample uses:`, ...useRemarks(inside));
  }
  draft.remarks.push(
    'TODO at the top this sample uses:',
    ...useRemarks(top),
    'Take what you need under fields:, then delete these remarks.',
  );
  return draft;
}

function emptyDraft({ set, version }: X12Document, { map, title, to }: DraftX12): Draft {
  const from = { format: 'x12', set, version: version.slice(0, 6) };
  return { map, title, from, to, fields: [], remarks: [] };
}

function findLine(root: X12Loop): string | undefined {
  return lineLoops.find((id) => root.loops.some((loop) => loop.id === id));
}

/** Segments of these loops and of the loops inside, those of lines left out. */
function usesOf(
  loops: readonly X12Loop[],
  without: string | undefined,
  outline: SetOutline | undefined,
): Map<string, SegmentUse> {
  const uses = new Map<string, SegmentUse>();
  const pending = [...loops].reverse();
  for (let loop = pending.pop(); loop !== undefined; loop = pending.pop()) {
    for (const segment of loop.segments) noteUse(uses, segment, outline);
    pending.push(...loop.loops.filter(({ id }) => id !== without).reverse());
  }
  for (const id of ['ST', 'SE']) uses.delete(id);
  return uses;
}

function noteUse(uses: Map<string, SegmentUse>, segment: X12Segment, outline: SetOutline | undefined): void {
  const use = uses.get(segment.id) ?? { id: segment.id, qualifiers: [], elements: [], count: 0 };
  use.count += 1;
  const first = segment.element(1).trim();
  const isCode = outline?.elements(segment.id)?.[0]?.kind === 'code';
  if (isCode && first !== '' && !use.qualifiers.includes(first)) use.qualifiers.push(first);
  for (let element = 1; element <= segment.elementCount; element += 1) {
    if (segment.element(element).trim() !== '' && !use.elements.includes(element)) use.elements.push(element);
  }
  uses.set(segment.id, use);
}

function useRemarks(uses: ReadonlyMap<string, SegmentUse>): string[] {
  return [...uses.values()].map(({ id, qualifiers, elements, count }) => {
    const codes = qualifiers.length === 0 ? '' : `(${qualifiers.join('|')})`;
    const named = [...elements]
      .sort((one, other) => one - other)
      .map((element) => `${id}${String(element).padStart(2, '0')}${bracketed(elementName(id, element))}`);
    const words = segmentName(id);
    return `  ${id}${codes}${words === undefined ? '' : `, ${words}`}${count === 1 ? '' : `, ${count} times`}: ${named.join(', ')}`;
  });
}

/** What REF(DP) or IT105 tells, in our words. */
function wordsFor(name: string): string {
  const element = /^([A-Z][A-Z0-9]{1,2})(\d\d)$/.exec(name);
  const id = /^[A-Z0-9]+/.exec(name)?.[0] ?? '';
  return element ? bracketed(elementName(element[1] ?? '', Number(element[2]))) : bracketed(segmentName(id));
}

function bracketed(words: string | undefined): string {
  return words === undefined ? '' : ` (${words})`;
}
