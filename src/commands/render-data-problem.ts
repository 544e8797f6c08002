/**
 * A fault in a document as a compiler would show it: the segment or row, a caret under the element, and the place.
 */
import type { NewIssue } from '../store/issues.js';

/** Bytes shown at most around a fault; a segment can be long. */
const lineBytesMax = 160;

/** @param bytes the file the issue was found in */
export function renderDataProblem(file: string, bytes: Uint8Array, issue: NewIssue): string {
  const word = issue.action === 'hold' ? 'held' : issue.severity;
  const head = `${word}[${issue.code}]: ${issue.words}`;
  const place = placeOf(issue);
  const where = ` --> ${file}${place === '' ? '' : `: ${place}`}`;
  const shown =
    issue.offset === undefined
      ? []
      : excerpt(bytes, issue.offset, issue.length ?? 0, issue.segment ?? issue.row);
  return [head, where, ...shown].join('\n');
}

function placeOf({ segment, segmentId, element, component, row, column, offset }: NewIssue): string {
  const parts: string[] = [];
  if (segment !== undefined)
    parts.push(`segment ${segment}${segmentId === undefined ? '' : ` (${segmentId})`}`);
  if (element !== undefined) {
    const name = `${segmentId ?? ''}${String(element).padStart(2, '0')}`;
    parts.push(`element ${name}${component === undefined ? '' : ` component ${component}`}`);
  }
  if (row !== undefined) parts.push(`row ${row}`);
  if (column !== undefined) parts.push(`column ${column}`);
  if (offset !== undefined && row === undefined) parts.push(`byte ${offset}`);
  return parts.join(', ');
}

/** The text around the fault up to line ends or segment terminators, with carets under it. */
function excerpt(bytes: Uint8Array, offset: number, length: number, number: number | undefined): string[] {
  const isEnd = (byte: number | undefined) => byte === 0x0a || byte === 0x0d || byte === 0x7e;
  let start = Math.min(offset, bytes.length);
  while (start > 0 && offset - start < lineBytesMax / 2 && !isEnd(bytes[start - 1])) start -= 1;
  let end = offset;
  while (end < bytes.length && end - start < lineBytesMax && !isEnd(bytes[end])) end += 1;
  const visible = (from: number, to: number) =>
    Buffer.from(bytes.subarray(from, to))
      .toString('utf8')
      .replace(/\p{Cc}/gu, '·');
  const margin = String(number ?? '').padStart(3);
  const blank = ' '.repeat(margin.length);
  const before = visible(start, Math.max(start, offset)).length;
  const width = Math.max(1, visible(offset, Math.min(end, offset + length)).length);
  return [
    `${blank} |`,
    `${margin} | ${visible(start, end)}`,
    `${blank} | ${' '.repeat(before)}${'^'.repeat(width)}`,
  ];
}
