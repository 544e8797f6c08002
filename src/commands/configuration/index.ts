/**
 * Commands about changes of the configuration.
 */
export type { ApplyOptions } from './apply.js';
export type { PlanOptions } from './plan.js';
export type { RollbackOptions } from './rollback.js';
export type { ShadowOptions } from './shadow.js';
