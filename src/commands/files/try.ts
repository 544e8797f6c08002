/**
 * `waybill try FILE`: what would happen if this file arrived. The same code as the hub runs; nothing is saved or sent.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { answersDue, renderAnswerText } from '../../answers/index.js';
import { loadConfiguration, type Configuration } from '../../configuration/index.js';
import { defined } from '../../defined.js';
import type { NewIssue } from '../../store/received/index.js';
import { inZone, wallClockAt } from '../../timing/index.js';
import { translateFile, recordsOf, type Translation } from '../../translation/index.js';
import { renderForward, tryForward, type TriedForward } from '../../workbench/try/index.js';
import { writeAcknowledgment, type AcknowledgmentPlan } from '../../x12/index.js';
import { renderProblem } from '../../yaml/index.js';
import { readBytes } from '../input/index.js';
import { renderDataProblem, printAnswer, type JsonOption } from '../telling/index.js';
import { standardTerminal } from '../terminal.js';
import { renderAcknowledgment, renderInterchangeAcknowledgment } from './acknowledgment-text.js';

export async function tryFile(
  root: string,
  path: string,
  options: JsonOption & { connection?: string },
): Promise<number> {
  const { configuration, problems } = loadConfiguration(root, process.env);
  if (configuration === undefined) {
    for (const problem of problems)
      process.stderr.write(`${renderProblem(problem, process.stderr.isTTY)}\n\n`);
    return 1;
  }
  const connection =
    options.connection === undefined ? undefined : configuration.book.connection(options.connection);
  if (options.connection !== undefined && connection === undefined) {
    const names = configuration.book.connections.map(({ name }) => name).join(', ');
    process.stderr.write(`There is no connection ${options.connection}. There are: ${names}.\n`);
    return 2;
  }
  const bytes = await readBytes(path, configuration.settings.limits.fileBytesMax, standardTerminal());
  if (bytes === undefined) return 1;
  const { book, mappings, settings } = configuration;
  const id = uuidv7();
  const now = new Date();
  const translation = await translateFile(
    {
      id,
      name: basename(path),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      byteCount: bytes.length,
      async *read() {
        yield bytes;
      },
      ...defined({ connection }),
    },
    { book, mappings, limits: settings.limits, today: inZone(now, settings.timezone).toISODate() },
  );
  const answered = { id, fileName: basename(path), from: settings.organization };
  const answers = answersDue(answered, translation).map(({ answer }) => renderAnswerText(answer));
  const at = wallClockAt(now, settings.timezone);
  const outbound = recordsOf(translation).flatMap((record) => tryForward(record, configuration, at) ?? []);
  const outcome = { ...summarize(translation, configuration), answers, outbound };
  await printAnswer(standardTerminal(), options, outcome, () =>
    render({ path, bytes, translation, outcome }),
  );
  const waits = outbound.some(({ state }) => state === 'held');
  return waits || outcome.issues.some(({ severity }) => severity === 'error') ? 1 : 0;
}

interface Tried {
  format: string;
  interchanges: { controlNumber: string; partner: string | null; verdict: string; state: string }[];
  records: {
    id: string;
    kind: string;
    businessKey: string;
    state: string;
    mapping: string;
    deliver: string[];
    record: unknown;
  }[];
  issues: NewIssue[];
  /** What acknowledgments in the file say about what we sent, in words. */
  received: string[];
  acknowledgments: string[];
  /** Answer files for people, as text. */
  answers: string[];
  /** What would go on to other partners. */
  outbound: TriedForward[];
}

function summarize(
  translation: Translation,
  { book, settings }: Configuration,
): Omit<Tried, 'answers' | 'outbound'> {
  const records = recordsOf(translation).map((record) => ({
    id: record.id,
    kind: record.kind,
    businessKey: record.businessKey,
    state: record.state,
    mapping: `${record.mapping.name} version ${record.mapping.version}`,
    deliver: record.agreement.deliver,
    record: record.record,
  }));
  const interchanges = translation.format === 'x12' ? translation.interchanges : [];
  return {
    format: translation.format,
    interchanges: interchanges.map(({ report, partner, state }) => ({
      controlNumber: report.header.interchangeControlNumber,
      partner: partner?.id ?? null,
      verdict: report.verdict,
      state,
    })),
    records,
    issues: [...translation.issues, ...interchanges.flatMap((one) => one.issues)],
    received: interchanges
      .filter(({ state }) => state === 'accepted')
      .flatMap(({ report, received }) => [
        ...report.acknowledgments.map(renderInterchangeAcknowledgment),
        ...received.map(renderAcknowledgment),
      ]),
    acknowledgments: interchanges.flatMap(({ acknowledgment, partner }) =>
      acknowledgment === undefined
        ? []
        : [sample(acknowledgment, settings.timezone, book.sendSyntax(partner?.id ?? ''))],
    ),
  };
}

/** The acknowledgment as it would be sent, with control number 1: the real ones are taken when it is sent. */
function sample(
  plan: AcknowledgmentPlan,
  timeZone: string,
  syntax: Parameters<typeof writeAcknowledgment>[1]['syntax'],
): string {
  const written = writeAcknowledgment(plan, {
    interchangeControlNumber: 1,
    groupControlNumbers: plan.groups.map((_, index) => index + 1),
    ...wallClockAt(new Date(), timeZone),
    ...defined({ syntax }),
  });
  return 'faults' in written
    ? written.faults.map(({ words }) => words).join('\n')
    : Buffer.from(written.bytes).toString('utf8');
}

function render(tried: { path: string; bytes: Buffer; translation: Translation; outcome: Tried }): string {
  const { path, bytes, outcome } = tried;
  const parts: string[] = [];
  for (const { controlNumber, partner, verdict, state } of outcome.interchanges) {
    const from = partner === null ? 'from nobody we know' : `from ${partner}`;
    parts.push(`Interchange ${controlNumber} ${from}: ${verdict}${state === verdict ? '' : `, ${state}`}`);
  }
  if (outcome.format === 'unknown') parts.push('The file would be quarantined.');
  for (const issue of outcome.issues) parts.push(renderDataProblem(path, bytes, issue, outcome.format));
  parts.push(...outcome.received);
  for (const { id, kind, businessKey, state, mapping, deliver, record } of outcome.records) {
    const forward = outcome.outbound.find(({ recordId }) => recordId === id);
    const onward = forward === undefined ? 'delivered to nobody' : 'goes on';
    const to = deliver.length === 0 ? onward : `delivered to ${deliver.join(', ')}`;
    const what = `Record ${kind} ${businessKey} by ${mapping}, ${state === 'accepted' ? to : state}`;
    parts.push(`${what}:\n${JSON.stringify(record, null, 2)}`);
    if (forward !== undefined) parts.push(renderForward(forward));
  }
  if (outcome.records.length === 0) parts.push('No records.');
  for (const text of outcome.acknowledgments)
    parts.push(`Answer, control numbers to be taken when it is sent:\n${text.trimEnd()}`);
  if (outcome.acknowledgments.length === 0) parts.push('No answer would be sent.');
  for (const text of outcome.answers)
    parts.push(`Answer file for people at the partner:\n${text.replaceAll('\r\n', '\n').trimEnd()}`);
  return `${parts.join('\n\n')}\n`;
}
