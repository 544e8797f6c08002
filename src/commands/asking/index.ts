/**
 * Asking the hub, or its configuration folder, and telling why it did not work.
 */
export { askHub, type AskOptions } from './ask-hub.js';
export { explainFailure } from './explain-failure.js';
export { findMapping } from './find-mapping.js';
export { readConfiguration } from './read-configuration.js';
