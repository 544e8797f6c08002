/**
 * An issue as `waybill try --json` prints it, with its place flat.
 *
 * XML and JSON have their line and path where files with rows have row and column.
 */
import type { NewIssue } from '../../store/received/index.js';
import type { PlaceParts } from '../../vocabulary/index.js';

/** @returns the keys of the JSON; those that are undefined are left out when it is written */
export function issueJson({ subjectKind, subjectId, code, severity, ...issue }: NewIssue) {
  const { action, words, value, missing } = issue;
  const { offset, length, segment, segmentId, element, component, ...at }: PlaceParts = issue.place ?? {};
  return {
    ...{ subjectKind, subjectId, code, severity, action, words, value, missing },
    ...{ offset, length, segment, segmentId, element, component },
    row: at.row ?? at.line,
    column: at.column ?? at.path,
  };
}
