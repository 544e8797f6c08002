/**
 * Rules with `each:`, which are asked of every entry of a list: parts of a line that make its quantity, lots that make a part.
 *
 * Inside, names are those of the entry, `^` and `/` lead outward; the document is not seen there, whichever way a mapping goes.
 */
import { fieldsOf } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  type Compilation,
  suggestion,
  joined,
  isFault,
  type Selectors,
  isList,
} from '../file/index.js';
import { isFilled } from '../inbound/index.js';
import { findInRecord, textOf, parseRecordValue, type Standpoint } from '../selectors/index.js';
import {
  type Place,
  compileLength,
  entriesAt,
  filterSelectors,
  listsOnTheWay,
  type TermPlace,
} from '../values/index.js';
import {
  constantOperand,
  isMasked,
  recordTerm,
  type RuleLanguage,
  type RuleOperand,
} from './rule-operands.js';

export interface RuleEntries {
  language: RuleLanguage<Place>;
  /** For conditions on the entry. */
  selectors: Selectors;
  entries(place: Place): Place[];
}

/** undefined, with a problem, for what is no list of the record. */
export function compileEntries(
  compilation: Compilation,
  each: string,
  path: YamlPath,
): RuleEntries | undefined {
  const fields = fieldsOf(compilation.kind);
  const isKnown = (field: string) => compilation.format === 'record' || isFilled(field, compilation.mapped);
  if (!isList(fields.get(each)) || !isKnown(each)) {
    const lists = [...fields.values()].filter((field) => isList(field) && isKnown(field.path));
    const names = lists.map((field) => field.path);
    const help = suggestion(each, names, `lists: ${names.join(', ')}`);
    addProblem(compilation, path, { code: 'MAP110', message: `"${each}" is no list to be asked`, help });
    return undefined;
  }
  const { hops, lists } = listsOnTheWay(compilation, each, '');
  const at: Standpoint = { kind: compilation.kind, lists };
  const selectors = filterSelectors(at, lists.length, isKnown);
  return {
    language: entryOperands({ ...compilation, selectors }, at, isKnown),
    selectors,
    entries: (place) => {
      const top = { format: 'record', entry: place.entry, prefix: '', outer: undefined } as const;
      const scopes = entriesAt(top, hops);
      return scopes.map((scope) => ({ run: place.run, scope, entry: scope.entry, prefix: scope.prefix }));
    },
  };
}

function entryOperands(
  compilation: Compilation,
  at: Standpoint,
  isKnown: (field: string) => boolean,
): RuleLanguage<Place> {
  const fields = fieldsOf(compilation.kind);
  const above = at.lists.at(-1) ?? '';
  const names = [...fields.keys()].filter((name) => name.startsWith(`${above}.`) && isKnown(name));
  const told = names.map((name) => name.slice(above.length + 1));
  const termPlace = (path: YamlPath): TermPlace => ({
    path,
    above,
    around: at.lists,
    isFilled: isKnown,
    known: (name, where) => {
      const field = fields.get(joined(above, name));
      if (field && isKnown(field.path)) return field;
      const message = field ? `"${name}" is filled by nothing` : `${above} has no field "${name}"`;
      const help = suggestion(name, told, `fields of ${above}: ${told.join(', ')}`);
      addProblem(compilation, where, { code: 'MAP110', message, help });
      return undefined;
    },
  });
  return {
    operand: (text, path) => compileOperand(compilation, text, { path, at }),
    term: (written, path) => recordTerm(compilation, written, termPlace(path)),
    count: (written, path) => compileLength(compilation, written, termPlace(path)),
    isTold: (name) => fields.has(joined(above, name)) || fields.has(name),
    told,
  };
}

function compileOperand(
  compilation: Compilation,
  text: string,
  { path, at }: { path: YamlPath; at: Standpoint },
): RuleOperand<Place> {
  const constant = constantOperand(text);
  if (constant) return constant;
  const select = compilation.selectors.value(text);
  const selector = parseRecordValue(text, at);
  if (isFault(select) || isFault(selector)) {
    if (isFault(select)) addProblem(compilation, path, { code: 'MAP110', ...select });
    return { sensitive: false, read: () => undefined };
  }
  return {
    sensitive: isMasked(compilation, selector.field),
    read: ({ scope, run }) => {
      const found = findInRecord(selector, scope);
      const value = textOf(found?.value);
      if (!found || value === '') return undefined;
      return { text: value, path: found.path, origin: run.origins[found.path] };
    },
  };
}
