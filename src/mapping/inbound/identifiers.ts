/**
 * `pairs: IT1`: all qualifier pairs of a segment as typed identifiers; in CSV, columns by the kind they hold.
 */
import { fieldsOf, type ItemIdentifier, type PartyIdentifier } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  compileSelect,
  type Compilation,
  suggestion,
  type FieldSpec,
  type Select,
} from '../file/index.js';
import {
  itemKinds,
  lotQualifiers,
  elementOrigin,
  pairsOf,
  segmentsOf,
  firstPair,
} from '../selectors/index.js';
import type { Make, Place } from '../values/index.js';
import { missing, type Target } from './scalar.js';

export function compileIdentifiers(compilation: Compilation, spec: FieldSpec, target: Target): Make {
  const { pairs } = spec;
  const make =
    typeof pairs === 'string'
      ? compilePairs(compilation, pairs, spec, target)
      : compileColumns(compilation, pairs ?? {}, target);
  return (place, path) => {
    const identifiers = make(place, path);
    if (identifiers.length > 0) return identifiers;
    return missing(target, place, path, { origin: compilation.selectors.placeOf(place.scope) });
  };
}

type Identifier = ItemIdentifier | PartyIdentifier;
type MakeIdentifiers = (place: Place, path: string) => Identifier[];

function compilePairs(
  compilation: Compilation,
  segmentId: string,
  spec: FieldSpec,
  target: Target,
): MakeIdentifiers {
  const path: YamlPath = [...target.path, 'pairs'];
  if (!Object.hasOwn(firstPair, segmentId) || compilation.format !== 'x12') {
    const help =
      compilation.format !== 'x12'
        ? 'pairs: { vendor: row.item }'
        : `segments with pairs: ${Object.keys(firstPair).join(', ')}`;
    addProblem(compilation, path, { code: 'MAP103', message: `"${segmentId}" has no qualifier pairs`, help });
  }
  const kinds = new Map<string, Identifier['kind']>([
    ...itemKinds,
    ...compileKinds(compilation, spec.kinds ?? {}, target),
  ]);
  const skipped: readonly string[] = Object.values(lotQualifiers);
  return (place, at) => {
    if (place.scope.format !== 'x12') return [];
    const identifiers: Identifier[] = [];
    for (const segment of segmentsOf(place.scope.loop, segmentId)) {
      for (const [qualifier, value, element] of pairsOf(segment)) {
        if (skipped.includes(qualifier)) continue;
        place.run.origins[`${at}.${identifiers.length}.value`] = elementOrigin(segment, element);
        const kind = kinds.get(qualifier) ?? 'other';
        identifiers.push(qualifier === '' ? { kind, value } : { kind, value, qualifier });
      }
    }
    return identifiers;
  };
}

function compileKinds(
  compilation: Compilation,
  kinds: Record<string, string>,
  target: Target,
): Map<string, Identifier['kind']> {
  const checked = new Map<string, Identifier['kind']>();
  for (const [qualifier, word] of Object.entries(kinds)) {
    if (isKind(compilation, word, target, ['kinds', qualifier])) checked.set(qualifier, word);
  }
  return checked;
}

function compileColumns(
  compilation: Compilation,
  columns: Record<string, string>,
  target: Target,
): MakeIdentifiers {
  const selects: [Identifier['kind'], Select][] = [];
  for (const [kind, selector] of Object.entries(columns)) {
    if (!isKind(compilation, kind, target, ['pairs', kind])) continue;
    selects.push([kind, compileSelect(compilation, selector, [...target.path, 'pairs', kind])]);
  }
  return (place, at) => {
    const identifiers: Identifier[] = [];
    for (const [kind, select] of selects) {
      const found = select(place.scope);
      if (!found || found.text === '') continue;
      if (found.origin) place.run.origins[`${at}.${identifiers.length}.value`] = found.origin;
      identifiers.push({ kind, value: found.text });
    }
    return identifiers;
  };
}

/** Parties and items have kinds of their own. */
function isKind(
  compilation: Compilation,
  word: string,
  target: Target,
  at: YamlPath,
): word is Identifier['kind'] {
  const known = fieldsOf(compilation.kind).get(`${target.field.path}.kind`)?.choices ?? [];
  if (known.includes(word)) return true;
  const help = suggestion(word, known, `kinds: ${known.join(', ')}`);
  const message = `"${word}" is no kind of identifier of ${target.field.path}`;
  addProblem(compilation, [...target.path, ...at], { code: 'MAP112', message, help });
  return false;
}
