/**
 * What commands read: files, folders, the hub.
 */
export { askHub, type AskOptions } from './ask-hub.js';
export { findMapping } from './find-mapping.js';
export { type Input, openInput } from './open-input.js';
export { readBytes } from './read-bytes.js';
export { readConfiguration } from './read-configuration.js';
export { whenFoldersChange } from './when-folders-change.js';
