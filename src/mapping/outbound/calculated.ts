/**
 * Values calculated from the record when they are written: products, sums, and counts of lists or of segments written so far.
 */
import { Arithmetic, fieldsOf } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  suggestion,
  type TermSpec,
  joined,
  isFault,
  isNumber,
  type OutboundField,
} from '../file/index.js';
import {
  findEntries,
  findInRecord,
  placeInRecord,
  parseRecordList,
  parseRecordValue,
} from '../selectors/index.js';
import {
  compileCondition,
  exact,
  addUp,
  compileLength,
  compileNumber,
  failed,
  type TermPlace,
  termOf,
} from '../values/index.js';
import {
  type ComposePlace,
  insideList,
  type OutboundCompilation,
  type Taken,
  type ValueTarget,
} from './draft.js';

type Take = (place: ComposePlace) => Taken | undefined;

export function isCalculated(spec: OutboundField): boolean {
  return spec.multiply !== undefined || spec.sum !== undefined || spec.count !== undefined;
}

export function compileCalculated(
  compilation: OutboundCompilation,
  spec: OutboundField,
  target: ValueTarget,
): Take {
  if (spec.multiply) return compileProduct(compilation, spec.multiply, [...target.path, 'multiply']);
  if (spec.sum) return compileSum(compilation, spec.sum, [...target.path, 'sum']);
  return compileCount(compilation, spec.count ?? '', [...target.path, 'count']);
}

function taken(text: string, path: string): Taken {
  return { text, path, isTheirs: false };
}

/** Nothing where a factor is missing. */
function compileProduct(compilation: OutboundCompilation, names: readonly string[], path: YamlPath): Take {
  const factors = names.flatMap((name, index) => {
    const selector = parseRecordValue(name, compilation.at);
    if (!isFault(selector)) {
      if (!isNumber(selector.field)) tellNoNumber(compilation, selector.field.path, [...path, index]);
      return [selector];
    }
    addProblem(compilation, [...path, index], { code: 'MAP103', ...selector });
    return [];
  });
  return (place) => {
    let product = new Arithmetic(1);
    for (const factor of factors) {
      const number = exact(findInRecord(factor, place.scope)?.value);
      if (!number) return taken('', place.prefix + names[0]);
      product = product.times(number);
    }
    return taken(product.toFixed(), place.prefix + names[0]);
  };
}

/** Paths from where we stand; `lines.amount` adds up that of every line, `-allowances.amount` is subtracted. */
function compileSum(compilation: OutboundCompilation, written: readonly TermSpec[], path: YamlPath): Take {
  const terms = written.map((term, index) =>
    compileNumber(compilation, term, recordTerms(compilation, [...path, index])),
  );
  return (place) => {
    const sum = addUp(terms, place);
    return sum === failed ? undefined : taken(sum, place.prefix + (terms[0]?.path ?? ''));
  };
}

/** Terms over a record that goes out: whatever it has may be named. */
export function recordTerms(compilation: OutboundCompilation, path: YamlPath): TermPlace {
  const { kind, at } = compilation;
  const above = at.lists.at(-1) ?? '';
  const fields = fieldsOf(kind);
  return {
    path,
    above,
    around: at.lists,
    isFilled: () => true,
    known: (name, place) => {
      const field = fields.get(joined(above, name));
      if (field) return field;
      const near = [...fields.keys()].filter((known) => isNumber(fields.get(known)!));
      const help = suggestion(joined(above, name), near, 'a path from here: lines.amount');
      addProblem(compilation, place, {
        code: 'MAP110',
        message: `there is no field "${name}" here`,
        help,
      });
      return undefined;
    },
  };
}

/** `count: lines`, those of them for which a condition holds, or `count: HL`: the segments of that name written before this one. */
function compileCount(compilation: OutboundCompilation, written: TermSpec, path: YamlPath): Take {
  const { path: name, at, when, whenAt } = termOf(written, path);
  if (when === undefined && compilation.outline?.segmentIds.includes(name)) {
    return ({ draft, prefix }) =>
      taken(String(draft.rows.filter(({ id }) => id === name).length), prefix + name);
  }
  if (fieldsOf(compilation.kind).has(joined(compilation.at.lists.at(-1) ?? '', name))) {
    const length = compileLength(compilation, written, recordTerms(compilation, path));
    return (place) => taken(length(place), place.prefix + name);
  }
  const list = parseRecordList(name, compilation.at);
  if (isFault(list)) {
    const help = list.help ?? 'count: lines, or a segment: count: HL';
    addProblem(compilation, at, { code: 'MAP103', message: list.message, help });
    return () => undefined;
  }
  const inside = insideList(compilation, list.field.path);
  const holds = when === undefined ? () => true : compileCondition(inside, when, whenAt);
  return (place) =>
    taken(String(findEntries(list, place.scope).filter(holds).length), placeInRecord(list, place.scope));
}

function tellNoNumber(compilation: OutboundCompilation, name: string, path: YamlPath): void {
  addProblem(compilation, path, { code: 'MAP106', message: `${name} is not a number` });
}
