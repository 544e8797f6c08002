/**
 * `waybill status`: asks the running hub over HTTP. It never touches the data directory, which belongs to the hub.
 */
import type { ConfigurationStatus } from '../../configuration/versions/index.js';
import { loadHubFile } from '../../hub-file/index.js';
import type { Upcoming } from '../../operations/index.js';
import type { HubFigures } from '../../store/working/index.js';
import { renderProblem } from '../../yaml/index.js';
import { columns, approvedText, shadowText } from '../telling/index.js';

interface Answer {
  version: string;
  figures: HubFigures & { configuration?: ConfigurationStatus & Upcoming };
}

const timeoutMs = 5_000;

export async function status(root: string, options: { json?: boolean; url?: string }): Promise<number> {
  const url = options.url ?? urlFromConfig(root);
  if (url === undefined) return 1;
  let answer: Answer;
  try {
    const response = await fetch(`${url}/status`, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    answer = (await response.json()) as Answer;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`No hub answers at ${url} (${reason}).\nStart one: npx waybill start\n`);
    return 3;
  }
  process.stdout.write(options.json === true ? `${JSON.stringify(answer)}\n` : render(answer));
  return 0;
}

function urlFromConfig(root: string): string | undefined {
  const { settings, problems } = loadHubFile(root, process.env);
  if (settings === undefined) {
    for (const problem of problems)
      process.stderr.write(`${renderProblem(problem, process.stderr.isTTY)}\n\n`);
    return undefined;
  }
  const { host, port } = settings.api.listen;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function render({ version, figures }: Answer): string {
  const row = (name: string, counts: Record<string, number>, next = '') => {
    const parts = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
    return `${name.padEnd(18)}${parts.length === 0 ? 'none' : parts.sort().join(', ')}${next}\n`;
  };
  const work = Object.entries(figures.work).map(([step, counts]) => row(`  ${step}`, counts));
  const connections = Object.entries(figures.connections)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, { failures, lastFileAtMs }]) => {
      const last = lastFileAtMs === undefined ? 'no file yet' : `last file ${secondOf(lastFileAtMs)}`;
      return [name, `${failures === 0 ? 'ok' : `${failures} failed polls`}, ${last}`];
    });
  return [
    `Waybill ${version}\n`,
    figures.configuration === undefined ? '' : configurationLines(figures.configuration),
    row('Files', figures.files),
    row('Transaction sets', figures.transactionSets),
    row('Records', figures.records),
    row('Deliveries', figures.deliveries),
    row('Acknowledgments', figures.acknowledgments),
    row('Documents out', figures.outboundDocuments),
    ...(Object.keys(figures.outboundHeld).length === 0 ? [] : [row('  held by', figures.outboundHeld)]),
    ...(Object.keys(figures.outboundVerdicts).length === 0
      ? []
      : [row('  partners said', figures.outboundVerdicts, refusedNext(figures.outboundVerdicts))]),
    ...overdueLines(figures.overdue),
    work.length === 0 ? 'Work              nothing waits\n' : `Work that is not done\n${work.join('')}`,
    `Connections\n${columns(connections, '  ')}`,
  ].join('');
}

/** What to do when partners said anything but that they accept. */
function refusedNext(verdicts: HubFigures['outboundVerdicts']): string {
  const isRefused = Object.keys(verdicts).some((verdict) => verdict !== 'accepted');
  return isRefused ? '. Next: waybill outbound --refused' : '';
}

/** What partners owe, one line for each sort of answer. */
function overdueLines(overdue: HubFigures['overdue']): string[] {
  const rows = overdue.map(({ partner, awaited, count, sinceMs }) => {
    const name = awaited === 'ta1' ? 'TA1' : awaited;
    const documents = count === 1 ? 'for a document' : `for ${count} documents, the oldest`;
    return [partner, name, `${documents} due since ${secondOf(sinceMs)}`];
  });
  return rows.length === 0 ? [] : ['Overdue. Next: waybill overdue\n', columns(rows, '  ')];
}

/** Such as 2026-11-22T18:13:20Z. */
function secondOf(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

function configurationLines(configuration: ConfigurationStatus & Upcoming): string {
  const { hash, take, refused, waiting, restart, approved, shadow } = configuration;
  const [first] = refused?.problems ?? [];
  const problem = first === undefined ? '' : `: ${first.code} at ${first.place}`;
  const lines = [
    `Configuration     ${hash.slice(0, 12)} is live; changes are taken ${take === 'applied' ? 'when applied' : 'at once'}`,
    ...(refused === undefined ? [] : [`  A change is not taken${problem}. Next: waybill check`]),
    ...(waiting === undefined || waiting === approved?.hash
      ? []
      : [`  ${waiting.slice(0, 12)} waits in the folder. Next: waybill plan`]),
    ...(approved === undefined ? [] : [`  ${approvedText(approved).trimEnd()}`]),
    ...(shadow === undefined ? [] : [`  ${shadowText(shadow).trimEnd()}`]),
    ...restart.map((part) => `  A restart takes what changed in hub.yaml: ${part}`),
  ];
  return `${lines.join('\n')}\n`;
}
