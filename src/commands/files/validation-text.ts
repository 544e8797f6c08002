/**
 * The verdicts and issues of one X12 file as text for people: a line for the file, then each issue as a compiler shows it.
 *
 * It holds document content, around the faults only.
 */
import { counted } from '../../wording/index.js';
import {
  fileVerdict,
  setOutcome,
  groupReasons,
  setReasons,
  ta1Reasons,
  type GroupReport,
  type InterchangeReport,
  type SetReport,
  type Verdict,
  type X12Issue,
  type X12Report,
} from '../../x12/index.js';
import type { Input } from '../input/index.js';
import { excerptBytes, renderExcerpt } from '../telling/index.js';
import { firstIssues } from './validation-json.js';
import { createColors } from 'picocolors';

export interface ValidationText {
  file: string;
  report: X12Report;
  /** To show what stands around a fault. */
  input: Pick<Input, 'again'>;
  /** Issues shown of each set, group, interchange and file. */
  maxIssues: number;
  colours: boolean;
  /** What a file that is no X12 seems to be. */
  seems: string;
}

/** The text in parts, each ending with a line end. */
export async function* validationText(text: ValidationText): AsyncGenerator<string> {
  const { file, report } = text;
  const { interchanges } = report;
  const seems = interchanges.length === 0 ? ` ${text.seems}` : '';
  yield `${file}: ${paint(text, fileVerdict(report))}${interchanges.length === 0 ? ', no X12.' : `, ${contents(report)}`}${seems}\n`;
  if (interchanges.length > 0) yield* issuesText(text, report.issues, { delimiters: undefined, place: '' });
  for (const interchange of interchanges) yield* interchangeText(text, interchange);
}

/** "rejected", coloured for a screen. */
function paint({ colours }: ValidationText, verdict: Verdict): string {
  const { green, yellow, red } = createColors(colours);
  const words = verdict.replaceAll('-', ' ');
  if (verdict === 'accepted') return green(words);
  return verdict === 'accepted-with-errors' ? yellow(words) : red(words);
}

function contents({ interchanges }: X12Report): string {
  const groups = interchanges.flatMap((interchange) =>
    interchange.groups.map((group) => ({ interchange, group })),
  );
  const outcomes = groups.flatMap(({ interchange, group }) =>
    group.sets.map((set) => setOutcome(interchange, group, set)),
  );
  const rejected = outcomes.filter((verdict) => verdict === 'rejected').length;
  const some = rejected === outcomes.length ? 'all' : `${rejected} of them`;
  const aside = rejected === 0 || outcomes.length === 1 ? '' : `, ${some} rejected`;
  const sets = `${counted(outcomes.length, 'set')}${aside}`;
  return `${counted(interchanges.length, 'interchange')}, ${counted(groups.length, 'group')}, ${sets}`;
}

async function* interchangeText(
  text: ValidationText,
  interchange: InterchangeReport,
): AsyncGenerator<string> {
  const { header, ta1, delimiters, issues, groups } = interchange;
  const name = `interchange ${header.interchangeControlNumber}`;
  if (ta1.code !== '000')
    yield subject(
      text,
      name,
      'rejected',
      [ta1.code].map((code) => ta1Reasons[code]),
    );
  yield* issuesText(text, issues, { delimiters, place: name });
  for (const group of groups) {
    const groupName = `group ${group.header.groupControlNumber} (${group.header.functionalId})`;
    if (group.codes.length > 0)
      yield subject(text, groupName, group.verdict, reasons(group.codes, groupReasons));
    yield* issuesText(text, group.issues, { delimiters, place: `${name}, ${groupName}` });
    for (const set of group.sets) yield* setText(text, { interchange, group, set });
  }
}

async function* setText(
  text: ValidationText,
  { interchange, group, set }: { interchange: InterchangeReport; group: GroupReport; set: SetReport },
): AsyncGenerator<string> {
  const name = `${set.set} ${set.transactionSetControlNumber}`;
  const place = `interchange ${interchange.header.interchangeControlNumber}, group ${group.header.groupControlNumber}`;
  if (set.verdict !== 'accepted')
    yield subject(text, `${name} in ${place}`, set.verdict, reasons(set.codes, setReasons));
  const { delimiters } = interchange;
  yield* issuesText(text, set.issues, { delimiters, place: name, count: set.issueCount });
}

function subject(text: ValidationText, name: string, verdict: Verdict, why: (string | undefined)[]): string {
  const told = why.filter((reason) => reason !== undefined);
  return `\n${name}: ${paint(text, verdict)}${told.length === 0 ? '' : `: ${told.join('; ')}`}\n`;
}

function reasons(codes: readonly string[], words: Record<string, string>): string[] {
  return codes.map((code) => words[code] ?? `code ${code}`);
}

async function* issuesText(
  text: ValidationText,
  issues: readonly X12Issue[],
  at: { delimiters: InterchangeReport['delimiters'] | undefined; place: string; count?: number },
): AsyncGenerator<string> {
  const shown = firstIssues(issues, text.maxIssues);
  for (const issue of shown) yield await issueText(text, issue, at);
  const more = (at.count ?? issues.length) - shown.length;
  if (more > 0)
    yield `\n${counted(more, 'more issue')} of ${at.place || text.file}: --max-issues shows more\n`;
}

async function issueText(
  { file, input, colours }: ValidationText,
  issue: X12Issue,
  at: { delimiters: InterchangeReport['delimiters'] | undefined; place: string },
): Promise<string> {
  const { red, yellow, bold } = createColors(colours);
  const colour = issue.severity === 'error' ? red : yellow;
  const { offset, length, segment } = issue.place;
  const from = Math.max(0, offset - excerptBytes.before);
  const window = await input.again(from, excerptBytes.before + excerptBytes.after);
  const place = [at.place, placeIn(issue.place), `byte ${offset}`].filter((part) => part !== '').join(', ');
  const excerpt =
    window === undefined
      ? []
      : renderExcerpt(window, {
          offset: offset - from,
          length,
          number: segment,
          terminator: at.delimiters?.segment,
        });
  const head = `${colour(`${issue.severity}[${issue.code}]`)}: ${bold(issue.words)}`;
  return `\n${[head, ` --> ${file}: ${place}`, ...excerpt].join('\n')}\n`;
}

function placeIn({ segment, segmentId, element, component, repetition }: X12Issue['place']): string {
  const id = segmentId ?? '';
  const parts: string[] = [];
  if (segment !== undefined) parts.push(`segment ${segment}${id === '' ? '' : ` (${id})`}`);
  if (element !== undefined) {
    const inner = component === undefined ? '' : ` component ${component}`;
    const again = repetition === undefined ? '' : ` repetition ${repetition}`;
    parts.push(`element ${id}${String(element).padStart(2, '0')}${inner}${again}`);
  }
  return parts.join(', ');
}
