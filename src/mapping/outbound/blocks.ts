/**
 * The blocks of `segments:`, `rows:` or `elements:`, in the order in which they are written.
 */
import { type YamlPath, valueAt } from '../../yaml/index.js';
import { addProblem, checkPart, isFault, eachBlock, loopBlock } from '../file/index.js';
import { findEntries, parseRecordList } from '../selectors/index.js';
import { compileCondition, addIssue } from '../values/index.js';
import { compileRow } from './csv-row.js';
import { type ComposePlace, insideList, type OutboundCompilation, type Write } from './draft.js';
import { compileLevels } from './levels.js';
import { compileLots } from './lot-segments.js';
import { compileParty } from './party-segments.js';
import { checkSegmentId, compileSegment } from './segment.js';
import { compileElement } from './xml-element.js';

/** What may begin a block of each format; `row` may be left out where all rows are alike. */
const kinds = {
  x12: ['segment', 'each', 'loop', 'party', 'lots', 'levels'],
  csv: ['each', 'row', 'fields', 'fixed'],
  xml: ['element', 'each'],
} as const;

/** Where the blocks of a format stand. */
export const blocksKey = { x12: 'segments', csv: 'rows', xml: 'elements' } as const;

/** @param path of the list of blocks in the mapping file */
export function compileBlocks(compilation: OutboundCompilation, path: YamlPath): Write {
  const written = valueAt(compilation.source.value, path);
  const blocks = Array.isArray(written)
    ? written.map((_, index) => compileBlock(compilation, [...path, index]))
    : [];
  return (place) => {
    // All of them, whatever the others do.
    const wrote = blocks.map((write) => write(place));
    return wrote.includes(true);
  };
}

function compileBlock(compilation: OutboundCompilation, path: YamlPath): Write {
  const written = valueAt(compilation.source.value, path) as Record<string, unknown>;
  const known: readonly string[] = kinds[compilation.to?.format ?? 'x12'];
  switch (known.find((one) => Object.hasOwn(written, one))) {
    case 'segment': {
      const id = String(written['segment']);
      const known = checkSegmentId(compilation, id, [...path, 'segment']);
      return known ? compileSegment(compilation, path) : () => false;
    }
    case 'each':
      return compileEach(compilation, path);
    case 'loop':
      return compileLoop(compilation, path);
    case 'party':
      return compileParty(compilation, path);
    case 'lots':
      return compileLots(compilation, path);
    case 'levels':
      return compileLevels(compilation, path, compileBlocks);
    case 'row':
    case 'fields':
    case 'fixed':
      return compileRow(compilation, path);
    case 'element':
      return compileElement(compilation, path, compileBlocks);
    default:
      addProblem(compilation, path, {
        code: 'MAP100',
        message: 'nothing says what is written here',
        help: `begin it with one of ${known.map((one) => `${one}:`).join(' ')}`,
      });
      return () => false;
  }
}

function compileEach(compilation: OutboundCompilation, path: YamlPath): Write {
  const block = checkPart(compilation, path, eachBlock);
  if (!block) return () => false;
  const list = parseRecordList(block.each, compilation.at);
  if (isFault(list)) {
    addProblem(compilation, [...path, 'each'], { code: 'MAP103', ...list });
    return () => false;
  }
  const inside = insideList(compilation, list.field.path);
  const holds = block.when ? compileCondition(inside, block.when, [...path, 'when']) : () => true;
  const from = inside.order.length;
  const key = blocksKey[compilation.to?.format ?? 'x12'];
  if (!block[key]) addProblem(compilation, path, { code: 'MAP101', message: `missing key "${key}"` });
  const write = compileBlocks(inside, [...path, key]);
  // Written a second time, to see whether the set lets what stands here repeat.
  inside.order.push(...inside.order.slice(from));
  const manner = { action: block.otherwise ?? ('hold' as const), sensitive: false };
  return (place) => {
    let wrote = false;
    for (const scope of findEntries(list, place.scope)) {
      if (!holds(scope)) continue;
      const there = { ...place, scope, entry: scope.entry, prefix: scope.prefix };
      wrote = write(there) || wrote;
    }
    if (!wrote && block.required === true) {
      const words = `There is nothing to write for ${list.field.path}.`;
      addIssue(place.run, place.prefix + block.each, manner, { code: 'REQUIRED_MISSING', words });
    }
    return wrote;
  };
}

function compileLoop(compilation: OutboundCompilation, path: YamlPath): Write {
  const block = checkPart(compilation, path, loopBlock);
  if (!block) return () => false;
  const holds = block.when ? compileCondition(compilation, block.when, [...path, 'when']) : () => true;
  const [first, ...rest] = block.loop.map((_, index) => compileBlock(compilation, [...path, 'loop', index]));
  return (place: ComposePlace) => {
    if (!holds(place.scope) || !first?.(place)) return false;
    for (const write of rest) write(place);
    return true;
  };
}
