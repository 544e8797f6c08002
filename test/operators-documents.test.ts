/**
 * The pages for those who operate a hub say what it does: its metrics, events, queries, services, and what an ERP is sent.
 */
import { expect } from 'chai';
import { fastify } from 'fastify';
import { sql as raw } from 'kysely';
import { parse } from 'yaml';
import { addMetricsRoutes } from '../src/api/metrics.js';
import { schemaOf } from '../src/canonical/records.js';
import { events } from '../src/vocabulary/events.js';
import { codeOf, expectNone, readDocument } from './kit/documents.js';
import { openFreshDatabase } from './kit/fresh-database.js';

const operations = readDocument('docs/operations.md');

function partOf(heading: string): string {
  const part = new RegExp(`^## ${heading}$([^]*?)(?=^## |(?![^]))`, 'm').exec(operations)?.[1];
  if (part === undefined) throw new Error(`docs/operations.md has no part "${heading}"`);
  return part;
}

describe('docs/operations.md', () => {
  it('lists every metric with its labels, and no other', async () => {
    const rows = partOf('Metrics').matchAll(/^\| `(waybill_\w+)` +\| ([^|]*)\|/gm);
    const listed = [...rows].map(
      ([, name, labels]) => `${name}: ${(labels!.match(/\w+/g) ?? []).sort().join(' ')}`,
    );
    expect(listed.sort()).to.deep.equal((await shownMetrics()).sort());
  });

  it('names only metrics that there are', async () => {
    const known = (await shownMetrics()).map((metric) => metric.split(':')[0]!);
    const named = [...operations.matchAll(/\bwaybill_\w+/g)].map((match) => match[0]);
    expectNone(named.filter((name) => !known.includes(name)));
  });

  it('lists every event, and no other', () => {
    const rows = partOf('Events')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const listed = rows.flatMap((row) =>
      [...row.split('|')[1]!.matchAll(/`([\w.-]+)`/g)].map(([, name]) => name!),
    );
    expect(listed.sort()).to.deep.equal(Object.keys(events).sort());
  });
});

describe('docs/on-call.md', () => {
  it('shows queries that a database of the hub answers', async function () {
    this.timeout(120_000);
    const queries = codeOf(readDocument('docs/on-call.md'), 'sql').flatMap((block) =>
      block.split(/;\n/).filter((query) => query.trim() !== ''),
    );
    expect(queries.length).to.be.greaterThan(3);
    const database = await openFreshDatabase();
    try {
      for (const query of queries) await raw.raw(query).execute(database.sql);
    } finally {
      await database.close();
    }
  });
});

describe('docs/erp-contract.md', () => {
  it('shows a body that is a record of its kind', () => {
    const [body = ''] = codeOf(readDocument('docs/erp-contract.md'), 'json');
    const { kind, record, ...rest } = JSON.parse(body) as { kind: 'invoice@1'; record: object };
    expect(Object.keys(rest)).to.have.members(['recordId', 'revision', 'businessKey', 'partner']);
    expect(schemaOf(kind).safeParse(record).error).to.equal(undefined);
  });
});

describe('docs/docker.md', () => {
  const text = readDocument('docs/docker.md').replace(/ +#.*$/gm, '');
  const { services } = parse(readDocument('compose.yaml')) as { services: Record<string, unknown> };

  it('names only services that compose.yaml has', () => {
    const acting =
      /docker compose (?:exec|run|logs|stop|start|restart|cp|build)((?: --?[a-z-]+(?: \d+h)?)*) ([a-z]+)/g;
    const named = [...text.matchAll(acting)].map((match) => match[2]!);
    expect(named).to.include.members(['hub', 'database']);
    expectNone(named.filter((name) => !Object.hasOwn(services, name)));
  });

  it('runs the program of the image as the image does', () => {
    const { CMD } = /^CMD (?<CMD>\[.*\])$/m.exec(readDocument('Dockerfile'))!.groups!;
    const program = (JSON.parse(CMD!) as string[]).slice(0, 2).join(' ');
    const commands = [...text.matchAll(/docker compose (?:exec|run)[^\n`]* hub ([^\n`]*)/g)].map(
      (match) => match[1]!,
    );
    expect(commands.length).to.be.greaterThan(4);
    expectNone(commands.filter((command) => !command.startsWith(program) && !command.startsWith('tar ')));
  });
});

/** @returns `name: labels` of each metric of the hub's own */
async function shownMetrics(): Promise<string[]> {
  const some = { 'some-state': 1 };
  const names = ['files', 'transactionSets', 'records', 'deliveries', 'acknowledgments', 'outboundDocuments'];
  const counts = Object.fromEntries(
    [...names, 'outboundHeld', 'outboundVerdicts'].map((name) => [name, some]),
  );
  const figures = {
    ...(counts as Record<
      'files' | 'transactionSets' | 'records' | 'deliveries' | 'acknowledgments',
      typeof some
    >),
    ...(counts as Record<'outboundDocuments' | 'outboundHeld' | 'outboundVerdicts', typeof some>),
    overdue: [{ partner: 'one', awaited: '997', count: 1, sinceMs: 0 }],
    work: { send: some },
    oldestWaitingMs: { send: 1 },
    connections: { one: { failures: 1, lastFileAtMs: 1 } },
  };
  const app = fastify();
  addMetricsRoutes(app, { figures: async () => figures, version: '0' });
  const { body } = await app.inject('/metrics');
  await app.close();
  const shown = [...body.matchAll(/^(waybill_\w+)(?:\{(.*)\})? /gm)].map(
    ([, name, labels = '']) =>
      `${name}: ${[...labels.matchAll(/(\w+)="/g)]
        .map(([, label = '']) => label)
        .sort((a, b) => a.localeCompare(b))
        .join(' ')}`,
  );
  return [...new Set(shown)];
}
