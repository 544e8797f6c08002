/**
 * `waybill plan`: what stands in the configuration folder and is not live yet, and with --impact what it would have done to
 * the documents of the last days.
 */
import { shortHash } from '../../wording/index.js';
import type { Plan } from '../../operations/index.js';
import { askHub, type AskOptions, explainFailure } from '../asking/index.js';
import {
  approvedText,
  shadowText,
  documentsText,
  figuresText,
  plain,
  outboundText,
  printAnswer,
} from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

export interface PlanOptions extends AskOptions {
  /** Such as 30d. */
  impact?: string;
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
  await printAnswer(terminal, options, found, () => renderPlan(found));
  return found.pending ? 4 : 0;
}

function daysOf(text: string): number | undefined {
  const days = Number(/^(\d{1,4})d?$/.exec(text)?.[1]);
  return days >= 1 && days <= 3_660 ? days : undefined;
}

export function renderPlan(found: Plan): string {
  const { hash, live, pending, files, warnings, restart, impact, approved, shadow } = found;
  const later = `${approved === undefined ? '' : approvedText(approved)}${shadow === undefined ? '' : shadowText(shadow)}`;
  if (!pending)
    return `Nothing is pending: ${shortHash(hash)} is live, and the folder holds the same.\n${later}`;
  return [
    live === null ? 'Nothing was live before.\n' : `${shortHash(live)} is live.\n`,
    ...files.flatMap(({ path, change, words }) => [
      `${path} ${change}\n`,
      ...words.map((line) => `  ${plain(line)}\n`),
    ]),
    ...warnings.map((warning) => `warning: ${plain(warning)}\n`),
    ...restart.map((part) => `warning: hub.yaml ${part} is taken by a restart only\n`),
    impact === null ? '' : renderImpact(impact),
    later,
    `planned ${hash}\n${nextStep(found)}`,
  ].join('');
}

function nextStep({ hash, take, approved, shadow }: Plan): string {
  if (take === 'at-once')
    return 'This hub takes changes at once: they are live within seconds, without being applied.\n';
  if (hash === approved?.hash && approved.refused === undefined)
    return `To have it live now: waybill apply ${shortHash(hash)}\n`;
  const beside =
    shadow === undefined ? `, or beside what is live first: waybill shadow ${shortHash(hash)}` : '';
  return `Next: waybill apply ${shortHash(hash)}${beside}\n`;
}

function renderImpact(impact: NonNullable<Plan['impact']>): string {
  const { days, documents, files, partners, capped, outbound } = impact;
  const span = `${days} ${days === 1 ? 'day' : 'days'}`;
  const goesOut = outboundText(outbound, span);
  if (partners.length === 0) return `No document received in the last ${span} is concerned.\n${goesOut}`;
  const whose = partners.slice(0, partnersShownMax).join(', ');
  const more = partners.length > partnersShownMax ? ` and ${partners.length - partnersShownMax} more` : '';
  return [
    `Of the last ${span}, ${documents} documents of ${files} files of ${whose}${more} were read again:\n`,
    figuresText(impact),
    documentsText(impact.shown, impact.changed),
    capped === undefined
      ? ''
      : `Only the newest ${documents} were read, since ${capped.since} (limits.planDocumentsMax ${capped.documentsMax}).\n`,
    goesOut,
  ].join('');
}

const partnersShownMax = 10;
