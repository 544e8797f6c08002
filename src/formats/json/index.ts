/**
 * Reading JSON so that each value knows its place.
 */
export { type JsonOptions, jsonOptions } from './json-options.js';
export { flat, JsonValue } from './json-tree.js';
export { readJson } from './json.js';
