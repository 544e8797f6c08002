/**
 * `lots: lots`: REF and DTM for the lots and serial numbers of a line. The reverse of `lots: LIN`.
 *
 * X12 says nowhere which date belongs to which lot. So what would be read otherwise than it was meant is not written: it is held.
 */
import type { YamlPath } from '../../yaml/index.js';
import { addProblem, checkPart, isFault, lotsBlock } from '../file/index.js';
import { findEntries, textOf, parseRecordList } from '../selectors/index.js';
import { compileCondition, addIssue } from '../values/index.js';
import type { OutboundCompilation, Row, Write, Written } from './draft.js';
import { anyText, writeForm } from './write-forms.js';

/** What is written for each part of a lot, in the order of the guides. */
const parts = [
  { name: 'lot', segment: 'REF', qualifier: 'LT' },
  { name: 'serial', segment: 'REF', qualifier: 'SE' },
  { name: 'expires', segment: 'DTM', qualifier: '036' },
  { name: 'manufactured', segment: 'DTM', qualifier: '094' },
] as const;

const x12Day = writeForm({ format: 'yyyyMMdd' }, 'date', anyText)!;

export function compileLots(compilation: OutboundCompilation, path: YamlPath): Write {
  const block = checkPart(compilation, path, lotsBlock);
  const list = block && parseRecordList(block.lots, compilation.at);
  if (!block || !list) return () => false;
  if (isFault(list) || list.field.shape !== 'lots') {
    const words = isFault(list) ? list : { message: `"${block.lots}" is no list of lots` };
    addProblem(compilation, [...path, 'lots'], { code: 'MAP103', ...words });
    return () => false;
  }
  for (const id of ['REF', 'DTM']) compilation.order.push({ id, path: [...path, 'lots'] });
  const holds = block.when ? compileCondition(compilation, block.when, [...path, 'when']) : () => true;
  const manner = { action: block.otherwise ?? ('hold' as const), sensitive: list.field.sensitive };
  return (place) => {
    if (!holds(place.scope)) return false;
    const lots = findEntries(list, place.scope);
    const rows: Row[] = [];
    for (const { name, segment, qualifier } of parts) {
      const all = lots.map(({ entry, prefix }) => ({ text: textOf(entry[name]), path: prefix + name }));
      const values = valuesOf(all, segment === 'DTM');
      if (values === undefined) {
        const words = `Not every lot has its own ${name}; written one after another, nobody could tell which belong together.`;
        addIssue(place.run, place.prefix + block.lots, manner, { code: 'LOTS_UNCLEAR', words });
        return false;
      }
      for (const value of values) rows.push(rowOf(segment, qualifier, value));
    }
    place.draft.rows.push(...rows);
    return rows.length > 0;
  };
}

/** One value for all lots, or one for each: what a reader takes it for. undefined for anything between. */
function valuesOf(all: readonly Written[], isDate: boolean): readonly Written[] | undefined {
  const texts = all.map(({ text }) => text);
  if (texts.every((text) => text === '')) return [];
  if (texts.every((text) => text === texts[0])) return all.slice(0, 1);
  if (texts.includes('')) return undefined;
  // A lot that is written twice is read as one.
  return isDate || new Set(texts).size === texts.length ? all : undefined;
}

function rowOf(id: 'REF' | 'DTM', qualifier: string, { text, path }: Written): Row {
  const day = id === 'DTM' ? x12Day(text) : { text };
  // What is no day goes out as it is, and our reader refuses it with its place.
  const written = { text: 'text' in day ? day.text : text, path };
  return { id, cells: [{ text: qualifier, path: undefined }, written] };
}
