/**
 * Commands about files.
 */
export type { TestRecordOptions } from './test-record.js';
export type { TestOptions } from './test.js';
export type { ValidateOptions } from './validate.js';
