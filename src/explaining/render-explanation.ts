/**
 * Explained rows as plain text for a terminal: number, segment, carets, meaning. Colours are the command line's.
 */
import type { ExplainedIssue, ExplainedRow } from './explain.js';

/** One line of a row, without its line end. */
export interface ExplainedLine {
  kind: 'segment' | 'error' | 'warning' | 'meaning';
  text: string;
}

/** Longer segments are cut in the middle of nowhere: a terminal line is no place for them. */
const charactersShown = 400;
const gutter = 6;
/** Deeper levels of an HL tree are not moved further to the right. */
const depthShown = 8;

/** The lines of one row as plain text. */
export function renderRow(row: ExplainedRow): string[] {
  return explainedLines(row).map(({ text }) => text);
}

/** The lines of one row; a new interchange, group or set begins with a blank one, a meaning stands at its level. */
export function explainedLines(row: ExplainedRow): ExplainedLine[] {
  const cut = row.text.length > charactersShown;
  const number = row.segment === undefined ? '' : String(row.segment);
  const begins = row.segmentId === 'ISA' || row.segmentId === 'GS' || row.segmentId === 'ST';
  const text = cut ? `${row.text.slice(0, charactersShown)}...` : row.text;
  const indent = gutter + 2 + 2 * Math.max(0, Math.min(row.depth, depthShown) - 1);
  return [
    ...(begins ? [{ kind: 'segment', text: '' } as const] : []),
    { kind: 'segment', text: `${number.padStart(gutter - 1)} ${text}` },
    ...row.issues.map((issue) => ({ kind: issue.severity, text: issueLine(issue) })),
    { kind: 'meaning', text: `${' '.repeat(indent)}${row.meaning}` },
  ];
}

function issueLine(issue: ExplainedIssue): string {
  const column = Math.min(issue.column, charactersShown);
  const width = Math.max(1, Math.min(issue.width, charactersShown - column));
  return `${' '.repeat(gutter + column)}${'^'.repeat(width)} ${issue.severity} ${issue.code}: ${issue.words}`;
}
