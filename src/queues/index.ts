/**
 * BullMQ, the only place that knows it: doorbells for work that is due.
 */
export { openQueues, type Queues } from './queues.js';
export type { QueuedStep } from './step-runner.js';
