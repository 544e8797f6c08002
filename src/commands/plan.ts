/**
 * `waybill plan`: what stands in the configuration folder and is not live yet, and with --impact what it would have done to
 * the documents of the last days.
 */
import type { ChangedDocument, Impact } from '../changes/impact-figures.js';
import type { Plan } from '../operations/plan-configuration.js';
import { askHub, type AskOptions } from './input/ask-hub.js';
import { columns } from './telling/columns.js';
import { explainFailure } from './telling/explain-failure.js';
import { standardTerminal, type Terminal } from './telling/terminal.js';

export interface PlanOptions extends AskOptions {
  /** Such as 30d. */
  impact?: string;
  json?: boolean;
}

/** @returns the exit code: 0 nothing is pending, 4 changes are, 1 the folder has problems, 2 wrong usage, 3 no way to the hub */
export async function plan(
  root: string,
  options: PlanOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const impactDays = options.impact === undefined ? undefined : daysOf(options.impact);
  if (options.impact !== undefined && impactDays === undefined) {
    terminal.remark(`"${options.impact}" is no number of days such as 30d.\n`);
    return 2;
  }
  let found: Plan;
  try {
    found = await askHub(root, 'configuration.plan', impactDays === undefined ? {} : { impactDays }, options);
  } catch (error) {
    return explainFailure(error, (text) => terminal.remark(text));
  }
  await terminal.write(options.json === true ? `${JSON.stringify(found)}\n` : renderPlan(found));
  return found.pending ? 4 : 0;
}

function daysOf(text: string): number | undefined {
  const days = Number(/^(\d{1,4})d?$/.exec(text)?.[1]);
  return days >= 1 && days <= 3_660 ? days : undefined;
}

export function renderPlan(found: Plan): string {
  const { hash, live, take, pending, files, warnings, restart, impact } = found;
  if (!pending) return `Nothing is pending: ${short(hash)} is live, and the folder holds the same.\n`;
  const next =
    take === 'applied'
      ? `Next: waybill apply ${short(hash)}\n`
      : 'This hub takes changes at once: they are live within seconds, without being applied.\n';
  return [
    live === null ? 'Nothing was live before.\n' : `${short(live)} is live.\n`,
    ...files.flatMap(({ path, change, words }) => [
      `${path} ${change}\n`,
      ...words.map((line) => `  ${plain(line)}\n`),
    ]),
    ...warnings.map((warning) => `warning: ${plain(warning)}\n`),
    ...restart.map((part) => `warning: hub.yaml ${part} is taken by a restart only\n`),
    impact === null ? '' : renderImpact(impact),
    `planned ${hash}\n${next}`,
  ].join('');
}

function renderImpact(impact: Impact): string {
  const { days, documents, files, partners, capped } = impact;
  const span = `${days} ${days === 1 ? 'day' : 'days'}`;
  if (partners.length === 0) return `No document received in the last ${span} is concerned.\n`;
  const whose = partners.slice(0, partnersShownMax).join(', ');
  const more = partners.length > partnersShownMax ? ` and ${partners.length - partnersShownMax} more` : '';
  return [
    `Of the last ${span}, ${documents} documents of ${files} files of ${whose}${more} were read again:\n`,
    columns(countRows(impact), '  '),
    ...Object.entries(impact.money).map(
      ([currency, { before, after, newlyHeld }]) =>
        `  ${plain(currency)}: totals that differ ${before} -> ${after}; newly held ${newlyHeld}\n`,
    ),
    ...impact.shown.flatMap(documentLines),
    impact.changed > impact.shown.length
      ? `  and ${impact.changed - impact.shown.length} more changed documents\n`
      : '',
    capped === undefined
      ? ''
      : `Only the newest ${documents} were read, since ${capped.since} (limits.planDocumentsMax ${capped.documentsMax}).\n`,
  ].join('');
}

const partnersShownMax = 10;

function countRows(impact: Impact): string[][] {
  const rows: [number, string][] = [
    [impact.unchanged, 'unchanged'],
    [impact.changed, 'changed'],
    [impact.newlyHeld, 'newly held'],
    [impact.noLongerHeld, 'no longer held'],
    [impact.newlyRejected, 'newly rejected'],
    [impact.noLongerRejected, 'no longer rejected'],
    [impact.appeared, 'would have a record, and have none now'],
    [impact.gone, 'would have no record any more'],
    [impact.verdictsChanged, 'interchanges answered otherwise'],
  ];
  return rows
    .filter(([count, words]) => count > 0 || words === 'unchanged' || words === 'changed')
    .map(([count, words]) => [String(count), words]);
}

function documentLines(document: ChangedDocument): string[] {
  const { partner, kind, businessKey, file, before, after, fields, moreFields } = document;
  const states = [before, after].map((one) =>
    one === undefined ? 'no record' : [one.state, ...one.codes].join(' '),
  );
  return [
    `  ${plain(`${partner} ${kind} ${businessKey} (${file})`)}${
      states[0] === states[1] ? '' : `: ${states[0]} -> ${states[1]}`
    }\n`,
    ...fields.map(
      (field) =>
        `    ${plain(`${field.path}: ${field.before ?? 'nothing'} -> ${field.after ?? 'nothing'}`)}\n`,
    ),
    ...(moreFields === 0 ? [] : [`    and ${moreFields} more fields\n`]),
  ];
}

/** As much of a hash as people type. */
export function short(hash: string): string {
  return hash.slice(0, 12);
}

/** Values from partners must not steer the terminal. */
function plain(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ');
}
