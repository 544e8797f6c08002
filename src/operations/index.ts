/**
 * Operations: all that commands, and later the API and the pages, ask of a hub, running or not. It speaks no shell.
 */
export {
  type Approved,
  findUpcoming,
  type Plan,
  type RolledBack,
  type ShadowReport,
  type Upcoming,
} from './configuration/index.js';
export type { CrosswalkAnswer, ShownGaps, Taken } from './crosswalks/index.js';
export type { ListedDocuments, ListedRefused } from './documents/index.js';
export type { ListedOverdue } from './expectations/index.js';
export { openAtRest } from './open-at-rest.js';
export type { Operation, OperationContext } from './operation.js';
export type { OperationInput, OperationName, OperationOutput } from './operation-table.js';
export { runOperation } from './run-operation.js';
export type { ReleasePreview } from './releases/index.js';
