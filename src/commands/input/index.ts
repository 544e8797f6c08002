/**
 * What commands read: files, folders, the hub.
 */
export { type Input, openInput } from './open-input.js';
export { readBytes } from './read-bytes.js';
export { whenFoldersChange } from './when-folders-change.js';
