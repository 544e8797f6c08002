/**
 * An answer as plain text: UTF-8, lines of at most 78 characters, ended by CR LF so that any editor shows them.
 */
import { visible } from '../wording/index.js';
import { moreIssuesWords, morePartsWords, answerTitle } from './answer-words.js';
import type { Answer, AnswerIssue, AnswerPart } from './answer.js';

const width = 78;
const labelWidth = 13;
const rule = '-'.repeat(width);

export function renderAnswerText(answer: Answer): string {
  const { from, to, facts, result, todo, parts, moreParts } = answer;
  const lines = [
    ...wrap(from),
    ...wrap(answerTitle),
    '',
    ...[['To', to] as const, ...facts].flatMap(([label, value]) => field(label, value)),
    ...field('Result', result),
    ...field('What to do', todo),
    ...parts.flatMap((part, index) => partLines(part, index + 1)),
    ...(moreParts === 0 ? [] : ['', rule, ...wrap(morePartsWords(moreParts))]),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function partLines({ title, subtitle, issues, more }: AnswerPart, number: number): string[] {
  return [
    '',
    rule,
    ...wrap(`${number}. ${title}`),
    ...wrap(subtitle, '   '),
    rule,
    ...issues.flatMap(issueLines),
    ...(more === 0 ? [] : ['', ...wrap(moreIssuesWords(more), '   ')]),
  ];
}

function issueLines({ place, problem, received, expected, fix }: AnswerIssue): string[] {
  return [
    '',
    ...(place === '' ? [] : field('   Where', place)),
    ...field('   Problem', problem),
    ...(received === undefined ? [] : field('   Received', received)),
    ...(expected === undefined ? [] : field('   Expected', expected)),
    ...field('   To fix', fix),
  ];
}

function field(label: string, value: string): string[] {
  const indent = ' '.repeat(labelWidth);
  const [first = '', ...rest] = wrap(value, indent);
  return [`${`${label}:`.padEnd(labelWidth)}${first.slice(labelWidth)}`, ...rest];
}

/** Broken at blanks, and inside what has none; the indent stands before each line. */
function wrap(text: string, indent = ''): string[] {
  const max = width - indent.length;
  const lines: string[] = [];
  let line = '';
  for (const word of visible(text).split(' ')) {
    const pieces = word.match(new RegExp(`.{1,${max}}`, 'gsu')) ?? [''];
    for (const [index, piece] of pieces.entries()) {
      const joined = index === 0 && line !== '' ? `${line} ${piece}` : piece;
      if (line !== '' && (index > 0 || [...joined].length > max)) {
        lines.push(line);
        line = piece;
      } else line = joined;
    }
  }
  return [...lines, line].map((one) => `${indent}${one}`.trimEnd());
}
