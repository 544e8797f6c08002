/**
 * What a value becomes: forms, cleaning, conditions, exact arithmetic.
 */
export { compileCondition, type Condition } from './conditions.js';
export { exact, numberText, product, rounded, sum } from './exact.js';
export { addIssue, isLong, type IssueManner, type Make, mergeIssues, type Place, type Run, turnEntries, type Turns } from './run.js';
export { addUp, compileLength, compileNumber, compileTerm, entriesAt, failed, filterSelectors, listsOnTheWay, negated, termOf, type TermPlace } from './terms.js';
export { compileKey, compileSource, lookUp, type SourceContext, type Value, type WholeKey } from './value-source.js';
