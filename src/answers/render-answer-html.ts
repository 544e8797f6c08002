/**
 * An answer as one HTML file: no script, nothing loaded from elsewhere, every value escaped; it prints on plain paper.
 */
import { visible } from '../wording/index.js';
import { answerTitle, moreIssuesWords, morePartsWords } from './answer-words.js';
import type { Answer, AnswerIssue, AnswerPart } from './answer.js';

const style = `
  :root { color-scheme: light; }
  body { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; color: #1b1f24; background: #fff;
    max-width: 52rem; margin: 2rem auto; padding: 0 1.25rem; overflow-wrap: anywhere; }
  header p { margin: 0; color: #57606a; }
  h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.1rem 0 1.25rem; }
  h2 { font-size: 1.1rem; margin: 0; }
  dl { display: grid; grid-template-columns: 8.5rem 1fr; gap: 0.2rem 1rem; margin: 0; }
  dt { color: #57606a; }
  dd { margin: 0; }
  .result { border-left: 4px solid #b42318; background: #fdf3f2; padding: 0.75rem 1rem; margin: 1.25rem 0 2rem; }
  .result p { margin: 0; }
  .result p + p { margin-top: 0.4rem; }
  section { margin: 0 0 1.75rem; }
  .subtitle { margin: 0 0 0.6rem; color: #57606a; }
  ol { list-style: none; margin: 0; padding: 0; }
  li { border: 1px solid #d0d7de; border-radius: 6px; padding: 0.75rem 1rem; margin: 0 0 0.75rem; break-inside: avoid; }
  code { font: 0.95em ui-monospace, "Cascadia Mono", Consolas, monospace; background: #f0f2f4; padding: 0.05em 0.3em;
    border-radius: 4px; white-space: pre-wrap; }
  @media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 0.4rem; } }
  @media print { body { font-size: 11pt; max-width: none; margin: 0; padding: 0; } h2, .subtitle { break-after: avoid; }
    .result { background: none; } }
`;

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function renderAnswerHtml(answer: Answer): string {
  const { from, to, facts, result, todo, parts, moreParts } = answer;
  const rest = moreParts === 0 ? '' : `\n<p>${escape(morePartsWords(moreParts))}</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(`${answerTitle}: ${from}`)}</title>
<style>${style}</style>
</head>
<body>
<header>
<p>${escape(from)}</p>
<h1>${escape(answerTitle)}</h1>
${list([['To', to], ...facts])}
</header>
<div class="result">
<p><strong>${escape(result)}</strong></p>
<p>${escape(todo)}</p>
</div>
<main>
${parts.map(section).join('\n')}${rest}
</main>
</body>
</html>
`;
}

function section({ title, subtitle, issues, more }: AnswerPart, index: number): string {
  const rest = more === 0 ? '' : `\n<p>${escape(moreIssuesWords(more))}</p>`;
  return `<section>
<h2>${index + 1}. ${escape(title)}</h2>
<p class="subtitle">${escape(subtitle)}</p>
<ol>
${issues.map(item).join('\n')}
</ol>${rest}
</section>`;
}

function item({ place, problem, received, expected, fix }: AnswerIssue): string {
  const rows: [string, string, code?: true][] = [
    ...(place === '' ? [] : [['Where', place] as [string, string]]),
    ['Problem', problem],
    ...(received === undefined ? [] : [['Received', received, true] as [string, string, true]]),
    ...(expected === undefined ? [] : [['Expected', expected] as [string, string]]),
    ['To fix', fix],
  ];
  return `<li>${list(rows)}</li>`;
}

function list(rows: readonly (readonly [label: string, value: string, code?: true])[]): string {
  const cells = rows.map(([label, value, code]) => {
    const text = code ? `<code>${escape(value)}</code>` : escape(value);
    return `<dt>${escape(label)}</dt><dd>${text}</dd>`;
  });
  return `<dl>${cells.join('')}</dl>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character]!);
}
