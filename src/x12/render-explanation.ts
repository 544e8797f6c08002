/**
 * Explained rows as plain text for a terminal: number, segment, carets, meaning. Colours are the command line's.
 */
import type { ExplainedIssue, ExplainedRow } from './explain.js';

/** Longer segments are cut in the middle of nowhere: a terminal line is no place for them. */
const charactersShown = 400;
const gutter = 6;

/** The lines of one row, without line ends. A new interchange, group or set begins with a blank line. */
export function renderRow(row: ExplainedRow): string[] {
  const cut = row.text.length > charactersShown;
  const number = row.segment === undefined ? '' : String(row.segment);
  const begins = row.segmentId === 'ISA' || row.segmentId === 'GS' || row.segmentId === 'ST';
  return [
    ...(begins ? [''] : []),
    `${number.padStart(gutter - 1)} ${cut ? `${row.text.slice(0, charactersShown)}...` : row.text}`,
    ...row.issues.map((issue) => issueLine(issue)),
    `${' '.repeat(gutter + 2)}${row.meaning}`,
  ];
}

function issueLine(issue: ExplainedIssue): string {
  const column = Math.min(issue.column, charactersShown);
  const width = Math.max(1, Math.min(issue.width, charactersShown - column));
  return `${' '.repeat(gutter + column)}${'^'.repeat(width)} ${issue.severity} ${issue.code}: ${issue.words}`;
}
