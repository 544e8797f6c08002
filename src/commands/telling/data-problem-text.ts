/**
 * A fault in a document as a compiler would show it: the segment or row, a caret under the element, and the place.
 */
import type { Action, Issue, PlaceParts, Severity } from '../../vocabulary/index.js';
import { placeWords } from '../../wording/index.js';
import { renderExcerpt } from './excerpt-text.js';

/** An issue, and how bad it is. */
export interface DataProblem extends Issue {
  severity: Severity;
  action?: Action;
}

/** @param bytes the file the issue was found in */
export function renderDataProblem(file: string, bytes: Uint8Array, issue: DataProblem): string {
  const word = issue.action === 'hold' ? 'held' : issue.severity;
  const head = `${word}[${issue.code}]: ${issue.words}`;
  const at: PlaceParts = issue.place ?? {};
  const place = placeOf(at);
  const where = ` --> ${file}${place === '' ? '' : `: ${place}`}`;
  const { offset, length = 0 } = at;
  const number = at.segment ?? at.row ?? at.line;
  const shown = offset === undefined ? [] : renderExcerpt(bytes, { offset, length, number });
  return [head, where, ...shown].join('\n');
}

function placeOf(place: PlaceParts): string {
  const { segment, segmentId, element, component, offset } = place;
  const parts: string[] = [];
  if (segment !== undefined)
    parts.push(`segment ${segment}${segmentId === undefined ? '' : ` (${segmentId})`}`);
  if (element !== undefined) {
    const name = `${segmentId ?? ''}${String(element).padStart(2, '0')}`;
    parts.push(`element ${name}${component === undefined ? '' : ` component ${component}`}`);
  }
  parts.push(...placeWords(place));
  if (offset !== undefined && place.row === undefined && place.line === undefined)
    parts.push(`byte ${offset}`);
  return parts.join(', ');
}
