/**
 * X12 in plain words: what a file says, and what an element should look like. English is no syntax.
 */
export { describeSet, type SetDescription, setKindWords } from './describe-set.js';
export { elementForm } from './element-form.js';
export { visible } from './explain-text.js';
export { type ExplainedRow, explainX12 } from './explain.js';
export { explainedLines } from './render-explanation.js';
