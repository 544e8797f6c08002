/**
 * What the hub counts, for Prometheus and for `waybill status`.
 *
 * The figures come from the database, so every process of a hub shows the same ones. Labels are states, steps and
 * configured names only: never an order or invoice number.
 */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** Counts by state. */
export type Counts = Record<string, number>;

/** What one connection has done last. */
export interface ConnectionFigures {
  /** Failed polls in a row. */
  failures: number;
  /** When the last file arrived, in milliseconds since 1970; absent when none has. */
  lastFileAtMs?: number;
}

/** What one partner owes and did not send in time. */
export interface OverdueFigures {
  partner: string;
  /** Such as 997. */
  awaited: string;
  count: number;
  /** When the oldest was due, in milliseconds since 1970. */
  sinceMs: number;
}

/** The figures of the hub at one moment. */
export interface Figures {
  files: Counts;
  transactionSets: Counts;
  records: Counts;
  deliveries: Counts;
  acknowledgments: Counts;
  outboundDocuments: Counts;
  /** By the code of what holds them. */
  outboundHeld: Counts;
  /** What partners said of documents, by verdict. */
  outboundVerdicts: Counts;
  overdue: readonly OverdueFigures[];
  /** By step, then by state. */
  work: Record<string, Counts>;
  /** By step: how long the longest-waiting work is due, in milliseconds. */
  oldestWaitingMs: Record<string, number>;
  connections: Record<string, ConnectionFigures>;
  /** What is live, and what is not taken; passed on to whoever asks for the status. */
  configuration?: object;
}

export interface MetricsOptions {
  figures: () => Promise<Figures>;
  version: string;
}

/** Figures are asked for at most this often, however many ask. */
const figuresAgeMsMax = 1_000;

export function addMetricsRoutes(app: FastifyInstance, { figures, version }: MetricsOptions): void {
  const freshFigures = atMostEvery(figuresAgeMsMax, figures);
  const metrics = createMetrics(version);
  app.get('/metrics', async (_request, reply) => {
    const text = await metrics.show(await freshFigures());
    return reply.type(metrics.contentType).send(text);
  });
  app.get('/status', async () => ({ version, figures: await freshFigures() }));
}

/** Shares one answer among all who ask while it is young; a failure is not kept. */
function atMostEvery<T>(ageMsMax: number, ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let askedMs = 0;
  return () => {
    const now = performance.now();
    if (answer === undefined || now - askedMs > ageMsMax) {
      askedMs = now;
      const asked = ask();
      answer = asked;
      asked.catch(() => {
        if (answer === asked) answer = undefined;
      });
    }
    return answer;
  };
}

/** The documents that are counted: field of the figures, label, and what the metric says. */
const documentGauges = [
  ['files', 'state', 'Files by state'],
  ['transactionSets', 'verdict', 'Transaction sets by verdict'],
  ['records', 'state', 'Records by state'],
  ['deliveries', 'state', 'Deliveries to ERP systems by state'],
  ['acknowledgments', 'state', 'Acknowledgments by state'],
  ['outboundDocuments', 'state', 'Documents for partners by state'],
  ['outboundHeld', 'code', 'Documents for partners that are held, by what holds them'],
  ['outboundVerdicts', 'verdict', 'Documents for partners by what the partner said of them'],
] as const;

function createMetrics(version: string) {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `waybill_${name}`, help, labelNames, registers: [registry] });
  collectDefaultMetrics({ register: registry });
  gauge('info', 'The version of this hub', ['version']).set({ version }, 1);
  const documents = documentGauges.map(([field, label, help]) => ({
    field,
    label,
    gauge: gauge(snakeCase(field), help, [label]),
  }));
  const work = gauge('work', 'Work by step and state', ['step', 'state']);
  const oldest = gauge('work_oldest_waiting_seconds', 'How long the longest-waiting work is due', ['step']);
  const deadLettered = gauge('work_dead_lettered', 'Work that was given up and waits for an operator');
  const failures = gauge('connection_failures', 'Failed polls in a row', ['connection']);
  const overdue = gauge('overdue_expectations', 'What partners owe and did not send in time', [
    'partner',
    'awaited',
  ]);
  const lastFile = gauge('connection_last_file_timestamp_seconds', 'When the last file arrived', [
    'connection',
  ]);

  const setAll = (figures: Figures): void => {
    for (const document of documents) setCounts(document.gauge, document.label, figures[document.field]);
    for (const [step, counts] of Object.entries(figures.work)) setCounts(work, 'state', counts, { step });
    for (const [step, ageMs] of Object.entries(figures.oldestWaitingMs)) oldest.set({ step }, ageMs / 1000);
    const given = Object.values(figures.work).map((counts) => counts['dead-lettered'] ?? 0);
    deadLettered.set(given.reduce((sum, count) => sum + count, 0));
    for (const { partner, awaited, count } of figures.overdue) overdue.set({ partner, awaited }, count);
    for (const [connection, { failures: count, lastFileAtMs }] of Object.entries(figures.connections)) {
      failures.set({ connection }, count);
      if (lastFileAtMs !== undefined) lastFile.set({ connection }, lastFileAtMs / 1000);
    }
  };
  const perState = [
    ...documents.map((document) => document.gauge),
    work,
    oldest,
    overdue,
    failures,
    lastFile,
  ];
  return {
    contentType: registry.contentType,
    async show(figures: Figures): Promise<string> {
      // A state that nothing is in any more must not keep its last number.
      for (const each of perState) each.reset();
      setAll(figures);
      return registry.metrics();
    },
  };
}

function setCounts(gauge: Gauge, label: string, counts: Counts, labels: Record<string, string> = {}): void {
  for (const [state, count] of Object.entries(counts)) gauge.set({ ...labels, [label]: state }, count);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
