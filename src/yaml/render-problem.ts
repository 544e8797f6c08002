/**
 * A problem as a compiler shows it: the sentence, the place, the line with carets under it, the help.
 *
 * Control characters of the file are shown as blanks, so that a hostile file cannot steer the terminal.
 */
import picocolors from 'picocolors';
import type { Problem } from './problem.js';

/** Characters of the source line that are shown; a longer line is cut around the place. */
const lineShownMax = 160;

/** @returns several lines without a final line end */
export function renderProblem(problem: Problem, colours = false): string {
  const paint = picocolors.createColors(colours);
  const tint = problem.severity === 'error' ? paint.red : paint.yellow;
  const gutter = ' '.repeat(String(problem.line).length);
  const bar = paint.blue('|');
  const head = `${tint(paint.bold(`${problem.severity}[${problem.code}]`))}${paint.bold(`: ${plain(problem.message)}`)}`;
  const place = `${gutter}${paint.blue('-->')} ${plain(problem.file)}:${problem.line}:${problem.col}`;
  const lines = [head, place];

  if (problem.sourceLine !== undefined && problem.sourceLine !== '') {
    const { text, before, length } = excerpt(problem.sourceLine, problem.col, problem.length);
    const carets = ' '.repeat(before) + '^'.repeat(length);
    lines.push(`${gutter} ${bar}`, `${paint.blue(String(problem.line))} ${bar} ${text}`);
    lines.push(`${gutter} ${bar} ${tint(carets)}`);
  }
  if (problem.help !== undefined) lines.push(`${gutter} ${paint.blue('=')} help: ${plain(problem.help)}`);
  return lines.join('\n');
}

/** The part of a line around the place, with the place counted in characters as a terminal shows them. */
function excerpt(
  line: string,
  col: number,
  length: number,
): { text: string; before: number; length: number } {
  const start = col - 1 < lineShownMax - 20 ? 0 : col - 1 - 40;
  const end = Math.min(line.length, start + lineShownMax);
  const lead = start > 0 ? '... ' : '';
  const tail = end < line.length ? ' ...' : '';
  const before = plain(line.slice(start, col - 1));
  const marked = plain(line.slice(col - 1, Math.min(end, col - 1 + length)));
  return {
    text: `${lead}${plain(line.slice(start, end))}${tail}`,
    before: lead.length + [...before].length,
    length: Math.max(1, [...marked].length),
  };
}

function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
}
