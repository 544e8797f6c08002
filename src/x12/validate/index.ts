/**
 * Whether the segments and elements of a set are what its guide allows.
 */
export { checkElements } from './element-check.js';
export { type IssueBudget, IssueList } from './issue-list.js';
export { LevelTree } from './level-tree.js';
export type { Strictness, ValidationPolicy } from './policy.js';
export { SetContext } from './set-context.js';
export { SetWalk } from './set-walk.js';
