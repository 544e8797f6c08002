/**
 * What a mapping made of a document, as text: a table of values with their places, the issues with carets, what was left.
 */
import { visible } from '../../explaining/index.js';
import type { Mapping, MappingIssue, OutboundMapping } from '../../mapping/index.js';
import type { TriedDocument, TriedValue, WrittenDocument, NotTaken } from '../../workbench/try/index.js';
import { columns, renderDataProblem } from '../telling/index.js';

/** Characters of a value shown in a table. */
const shownMax = 48;
/** Issues of one code shown in full. */
const shownOfEach = 3;

export function renderTried(
  mapping: Mapping,
  tried: TriedDocument,
  { file, bytes }: { file: string; bytes: Buffer },
): string {
  const { document, businessKey, values, issues, notTaken } = tried;
  return [
    `${document}: ${mapping.to} ${businessKey} by ${mapping.name} version ${mapping.version}\n`,
    columns(values.map(valueRow), '  '),
    '\n',
    ...shownIssues(issues).map(({ issue, more }) => {
      const rest = more === 0 ? '' : `\nand ${more} more ${issue.code}; --json has them all`;
      return `${renderDataProblem(file, bytes, asProblem(issue))}${rest}\n\n`;
    }),
    missingRows(issues),
    leftText(notTaken),
    verdict(issues),
  ].join('');
}

export function renderWritten(mapping: OutboundMapping, written: WrittenDocument): string {
  const { businessKey, lines, issues, notTaken } = written;
  const { to } = mapping;
  const form = to.format === 'x12' ? `x12/${to.set}/${to.version}` : to.format.toUpperCase();
  const rows = lines.map(({ number, text, from }) => [
    String(number).padStart(4),
    shown(text, 90),
    from.join(', '),
  ]);
  return [
    `${mapping.from} ${businessKey}: ${form} by ${mapping.name} version ${mapping.version}\n`,
    columns(rows),
    '\n',
    ...issues.map((issue) => `${issueWords(issue)}\n`),
    leftText(notTaken),
    verdict(issues),
  ].join('');
}

function valueRow({ path, value, place, at, text }: TriedValue): string[] {
  const own = shown(String(value));
  if (place === undefined) return [path, own, 'not from the file'];
  const received = text === undefined || text === String(value) ? '' : shown(text);
  return [path, own, `${place}${at === undefined ? '' : ` (${at})`}`, received];
}

/** The first ones of each code, the last of them with the number of those left out. */
function shownIssues(issues: readonly MappingIssue[]): { issue: MappingIssue; more: number }[] {
  const counts = new Map<string, number>();
  for (const { code } of issues) counts.set(code, (counts.get(code) ?? 0) + 1);
  const seen = new Map<string, number>();
  return issues.flatMap((issue) => {
    const place = (seen.get(issue.code) ?? 0) + 1;
    seen.set(issue.code, place);
    if (place > shownOfEach) return [];
    return [{ issue, more: place === shownOfEach ? (counts.get(issue.code) ?? 0) - shownOfEach : 0 }];
  });
}

/** The keys that crosswalks lack, as rows of their files: what is known of a row that somebody has to add. */
function missingRows(issues: readonly MappingIssue[]): string {
  const files = new Map<string, Set<string>>();
  for (const { file, key, column } of issues.flatMap(({ missing }) => missing ?? [])) {
    if (key === undefined) continue;
    const empty = column === undefined ? '' : `, there with nothing in ${column}`;
    const head = `  ${file}: ${Object.keys(key).join(',')}${empty}`;
    files.set(head, (files.get(head) ?? new Set()).add(`    ${visible(Object.values(key).join(','))}`));
  }
  if (files.size === 0) return '';
  const parts = [...files].map(([head, rows]) => [head, ...rows].join('\n'));
  return `Rows that crosswalks lack\n${parts.join('\n')}\n`;
}

function leftText(notTaken: readonly NotTaken[]): string {
  if (notTaken.length === 0) return 'Everything in it was taken.\n';
  const rows = notTaken.map(({ name, text, count }) => [
    name,
    shown(text, 70),
    count === 1 ? '' : `${count} times`,
  ]);
  return `Not taken\n${columns(rows, '  ')}`;
}

function verdict(issues: readonly MappingIssue[]): string {
  if (issues.some(({ action }) => action === 'reject')) return 'It would be rejected.\n';
  return issues.some(({ action }) => action === 'hold') ? 'It would be held.\n' : 'It would be accepted.\n';
}

function asProblem(issue: MappingIssue): Parameters<typeof renderDataProblem>[2] {
  const { code, action, words, value, path, origin } = issue;
  const severity = action === 'warn' ? ('warning' as const) : ('error' as const);
  const detail = value === undefined ? '' : ` Found: "${value}".`;
  // The value of a rule is its sentence with the values of the document in it.
  const said = code === 'RULE' && value !== undefined ? value : `${words}${detail}`;
  return {
    subjectKind: 'record',
    subjectId: '',
    code,
    severity,
    action,
    words: `${said}${path === undefined ? '' : ` (${path})`}`,
    ...(Object.fromEntries(Object.entries(origin ?? {}).filter(([, part]) => part !== undefined)) as object),
  };
}

function issueWords({ code, action, words, value, path, target }: MappingIssue): string {
  const word = action === 'hold' ? 'held' : action === 'reject' ? 'rejected' : 'warning';
  const place = [target, path].filter((part) => part !== undefined).join(', ');
  return `${word}[${code}]: ${words}${value === undefined ? '' : ` Found: "${value}".`}${place === '' ? '' : `\n --> ${place}`}\n`;
}

function shown(text: string, most = shownMax): string {
  const plain = visible(text);
  return plain.length > most ? `${plain.slice(0, most - 3)}...` : plain;
}
