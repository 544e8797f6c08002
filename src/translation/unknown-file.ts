/**
 * A file that nothing was agreed about: it is quarantined, with the reason.
 */
import type { NewIssue } from '../store/received/index.js';
import type { FileToTranslate, Translation } from './translation.js';
import type { IssueCode } from '../vocabulary/index.js';

export function unknownFile(
  file: Pick<FileToTranslate, 'id'>,
  reason: IssueCode,
  words: string,
): Translation {
  const issue: NewIssue = { subjectKind: 'file', subjectId: file.id, code: reason, severity: 'error', words };
  return { format: 'unknown', reason, issues: [issue] };
}
