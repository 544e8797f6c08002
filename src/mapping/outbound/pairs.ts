/**
 * `pairs: { from: item.identifiers, first: PO106 }`: all numbers of an item as qualifier pairs, in the order of the record.
 *
 * The partner's own qualifier is kept where the record has one of the same kind; else the kind says which is written.
 */
import { fieldsOf } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import { addProblem, suggestion, isFault, type SegmentBlock } from '../file/index.js';
import { itemKinds, findEntries, textOf, parseRecordList } from '../selectors/index.js';
import { addIssue, type IssueManner } from '../values/index.js';
import type { ComposePlace, OutboundCompilation, Row } from './draft.js';

/** @returns whether a pair was written */
export type WritePairs = (row: Row, place: ComposePlace) => boolean;

/** What is written for a kind unless the mapping says otherwise. */
const usualQualifiers: Readonly<Record<string, string>> = {
  vendor: 'VC',
  buyer: 'IN',
  manufacturer: 'MG',
  gtin: 'UK',
  ndc: 'ND',
  'udi-di': 'UX',
  catalog: 'CG',
  hcpcs: 'HC',
};

export function compilePairs(
  compilation: OutboundCompilation,
  block: Pick<SegmentBlock, 'segment' | 'pairs'>,
  path: YamlPath,
): WritePairs {
  const spec = block.pairs!;
  const list = parseRecordList(spec.from, compilation.at);
  if (isFault(list) || list.field.shape !== 'identifiers') {
    const words = isFault(list) ? list : { message: `"${spec.from}" is no list of identifiers` };
    addProblem(compilation, [...path, 'from'], { code: 'MAP103', ...words });
    return () => false;
  }
  const qualifiers = compileKinds(compilation, spec.kinds, { list: list.field.path, path });
  const first = firstOf(compilation, block.segment, spec.first, [...path, 'first']);
  const count = compilation.outline?.elements(block.segment)?.length ?? 0;
  const label = spec.first;
  const manner: IssueManner = {
    action: spec.otherwise ?? 'hold',
    sensitive: list.field.sensitive,
    target: label,
  };
  return (row, place) => {
    let at = first;
    for (const { entry, prefix } of findEntries(list, place.scope)) {
      const [kind, value, own] = [textOf(entry['kind']), textOf(entry['value']), textOf(entry['qualifier'])];
      const usual = qualifiers.get(kind);
      const qualifier = itemKinds.get(own) === kind && spec.kinds === undefined ? own : usual;
      // A mapping that names kinds wants no others; a number of an unknown kind cannot be told without its qualifier.
      const chosen = qualifier ?? (kind === 'other' && spec.kinds === undefined ? own : '');
      if (value === '' || chosen === '') continue;
      while (at < count && row.cells[at] !== undefined) at += 2;
      if (at > count) {
        const words = `${block.segment} has no room for more numbers of the item.`;
        addIssue(place.run, `${prefix}value`, manner, { code: 'VALUE_TOO_LONG', words, value });
        break;
      }
      row.cells[at - 1] = { text: chosen, path: undefined };
      row.cells[at] = { text: value, path: `${prefix}value` };
      at += 2;
    }
    return at > first;
  };
}

function compileKinds(
  compilation: OutboundCompilation,
  kinds: Readonly<Record<string, string>> | undefined,
  at: { list: string; path: YamlPath },
): ReadonlyMap<string, string> {
  const known = fieldsOf(compilation.kind).get(`${at.list}.kind`)?.choices ?? [];
  for (const kind of Object.keys(kinds ?? {})) {
    if (known.includes(kind)) continue;
    const help = suggestion(kind, known, `kinds: ${known.join(', ')}`);
    const message = `"${kind}" is no kind of identifier`;
    addProblem(compilation, [...at.path, 'kinds', kind], { code: 'MAP112', message, help, target: 'key' });
  }
  return new Map(Object.entries(kinds ?? usualQualifiers));
}

function firstOf(compilation: OutboundCompilation, segment: string, written: string, path: YamlPath): number {
  const first = Number(written.slice(-2));
  const count = compilation.outline?.elements(segment)?.length ?? 0;
  if (written.slice(0, -2) === segment && first < count) return first;
  const message = `no pair can start at ${written} in ${segment}`;
  addProblem(compilation, path, { code: 'MAP117', message, help: `${segment} has ${count} elements` });
  return 1;
}
