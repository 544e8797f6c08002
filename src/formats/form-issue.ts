/**
 * A fault in a file that is no X12. An error in a tree refuses the whole file; one in rows may refuse one document.
 */
import type { Issue, RowPlace, Severity, TreePlace } from '../vocabulary/index.js';

export interface FormIssue<At extends RowPlace | TreePlace = RowPlace | TreePlace> extends Issue<At> {
  severity: Severity;
  /** The document at fault, as in its position; an error without one refuses the whole file. */
  document?: number;
}

export type RowIssue = FormIssue<RowPlace>;
export type TreeIssue = FormIssue<TreePlace>;
