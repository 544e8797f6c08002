/**
 * Values calculated from the record when they are written: products, sums, and counts of lists or of segments written so far.
 */
import { Arithmetic, fieldsOf } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import { addProblem, suggestion } from '../compilation.js';
import { addUp, exact, failed, isNumber, joined, termOf } from '../computed.js';
import { isFault } from '../scope.js';
import { isList } from '../target-field.js';
import type { ComposePlace, OutboundCompilation, Taken, ValueTarget } from './draft.js';
import type { OutboundField } from './outbound-file.js';
import { findInRecord } from './record-select.js';
import { parseRecordList, parseRecordValue } from './record-selector.js';

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
function compileSum(compilation: OutboundCompilation, names: readonly string[], path: YamlPath): Take {
  const above = compilation.at.lists.at(-1) ?? '';
  const fields = fieldsOf(compilation.kind);
  const terms = names.map((name, index) => {
    const term = termOf(name);
    const field = fields.get(joined(above, term.path));
    if (field) {
      if (!isNumber(field)) tellNoNumber(compilation, field.path, [...path, index]);
      return term;
    }
    const near = [...fields.keys()].filter((known) => isNumber(fields.get(known)!));
    const help = suggestion(joined(above, term.path), near, 'a path from here: lines.amount');
    const message = `there is no field "${term.path}" here`;
    addProblem(compilation, [...path, index], { code: 'MAP110', message, help });
    return term;
  });
  return (place) => {
    const sum = addUp(terms, place);
    return sum === failed ? undefined : taken(sum, place.prefix + (terms[0]?.path ?? ''));
  };
}

/** `count: lines`, or `count: HL`: the segments of that name written before this one. */
function compileCount(compilation: OutboundCompilation, written: string, path: YamlPath): Take {
  if (compilation.outline?.segmentIds.includes(written)) {
    return ({ draft, prefix }) =>
      taken(String(draft.rows.filter(({ id }) => id === written).length), prefix + written);
  }
  const list = parseRecordList(written, compilation.at);
  if (isFault(list)) {
    const help = list.help ?? 'count: lines, or a segment: count: HL';
    addProblem(compilation, path, { code: 'MAP103', message: list.message, help });
    return () => undefined;
  }
  return (place) => {
    const found = findInRecord(list, place.scope);
    const entries = isList(list.field) && Array.isArray(found?.value) ? found.value.length : 0;
    return taken(String(entries), found?.path ?? written);
  };
}

function tellNoNumber(compilation: OutboundCompilation, name: string, path: YamlPath): void {
  addProblem(compilation, path, { code: 'MAP106', message: `${name} is not a number` });
}
