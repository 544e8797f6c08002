/**
 * All codes of issues, by area. An issue with another code does not compile.
 */
import { fileCodes } from './files.js';
import { mappingCodes } from './mapping.js';
import { outboundCodes, writeCodes } from './outbound.js';
import { rowCodes } from './rows.js';
import { treeCodes } from './trees.js';
import { x12EnvelopeCodes } from './x12-envelope.js';
import { x12SetCodes } from './x12-set.js';

export const issueCodes = {
  ...fileCodes,
  ...x12EnvelopeCodes,
  ...x12SetCodes,
  ...writeCodes,
  ...outboundCodes,
  ...rowCodes,
  ...treeCodes,
  ...mappingCodes,
} as const;

/** A stable code of a fault in a document, or of a state that a file, interchange, set or record ends in. */
export type IssueCode = keyof typeof issueCodes;

/** Why an interchange cannot be written. */
export type WriteCode = keyof typeof writeCodes;
