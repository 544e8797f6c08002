/**
 * A fault in a document as a compiler would show it: the segment or row, a caret under the element, and the place.
 */
import type { NewIssue } from '../../store/received/index.js';
import { placeWords } from '../../wording/index.js';
import { renderExcerpt } from './excerpt-text.js';

/** An issue without the part of the file that it is about. */
export type DataProblem = Omit<NewIssue, 'subjectKind' | 'subjectId'>;

/**
 * @param bytes the file the issue was found in
 * @param format of the file: XML and JSON have lines and paths where CSV has rows and columns
 */
export function renderDataProblem(
  file: string,
  bytes: Uint8Array,
  issue: DataProblem,
  format?: string,
): string {
  const word = issue.action === 'hold' ? 'held' : issue.severity;
  const head = `${word}[${issue.code}]: ${issue.words}`;
  const place = placeOf(issue, placeWords(format));
  const where = ` --> ${file}${place === '' ? '' : `: ${place}`}`;
  const shown =
    issue.offset === undefined
      ? []
      : renderExcerpt(bytes, {
          offset: issue.offset,
          length: issue.length ?? 0,
          number: issue.segment ?? issue.row,
        });
  return [head, where, ...shown].join('\n');
}

function placeOf(
  { segment, segmentId, element, component, row, column, offset }: DataProblem,
  words: { row: string; column: string },
): string {
  const parts: string[] = [];
  if (segment !== undefined)
    parts.push(`segment ${segment}${segmentId === undefined ? '' : ` (${segmentId})`}`);
  if (element !== undefined) {
    const name = `${segmentId ?? ''}${String(element).padStart(2, '0')}`;
    parts.push(`element ${name}${component === undefined ? '' : ` component ${component}`}`);
  }
  if (row !== undefined) parts.push(`${words.row} ${row}`);
  if (column !== undefined) parts.push(`${words.column}${column}`);
  if (offset !== undefined && row === undefined) parts.push(`byte ${offset}`);
  return parts.join(', ');
}
