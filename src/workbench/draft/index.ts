/**
 * Drafts of mappings and configuration folders from samples.
 */
export { draftCsv, guessKind } from './draft-csv.js';
export { draftFixed, looksFixed } from './draft-fixed.js';
export { type Draft, draftText } from './draft-mapping.js';
export { type DraftTree, draftTree } from './draft-tree.js';
export { draftFromBase, draftFromScratch } from './draft-x12.js';
export { initFiles, sampleInbox, sampleInput } from './init-files.js';
export { packageFolder, schemaLine } from './schema-line.js';
export { xmlNames } from './xml-prefixes.js';
