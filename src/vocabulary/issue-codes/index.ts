/**
 * PURE. The codes of faults in documents, area by area.
 */
export { fileCodes } from './files.js';
export { type IssueCode, issueCodes, type WriteCode } from './issue-codes.js';
export { mappingCodes } from './mapping.js';
export { outboundCodes, writeCodes } from './outbound.js';
export { rowCodes } from './rows.js';
export { treeCodes } from './trees.js';
export { x12EnvelopeCodes } from './x12-envelope.js';
export { x12SetCodes } from './x12-set.js';
