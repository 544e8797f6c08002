/**
 * The reference of the words of the domain, made from their catalogs: docs/reference/events.md and docs/reference/states.md.
 *
 * To renew them: npx tsx test/kit/vocabulary-reference.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { events } from '../../src/vocabulary/events.js';
import {
  acknowledgmentStates,
  connectionStates,
  deliveryStates,
  expectationStates,
  fileStates,
  interchangeStates,
  outboundDocumentStates,
  recordStates,
  shadowEnds,
  versionStates,
  workStates,
} from '../../src/vocabulary/states.js';
import { steps } from '../../src/vocabulary/steps.js';
import { type SubjectKind, subjects } from '../../src/vocabulary/subjects.js';
import { whoActs } from '../../src/vocabulary/who-acts.js';
import { projectRoot } from './source-files.js';

/** Things with states: their heading, the column, the catalog. */
const things = [
  ['File', 'files.state', fileStates],
  ['Interchange', 'interchanges.state', interchangeStates],
  ['Record', 'records.state', recordStates],
  ['Delivery', 'deliveries.state', deliveryStates],
  ['Acknowledgment', 'acknowledgments.state', acknowledgmentStates],
  ['Outbound document', 'outbound_documents.state', outboundDocumentStates],
  ['Expectation', 'expectations.state', expectationStates],
  ['Work', 'work.state', workStates],
  ['Connection', 'connections.state', connectionStates],
  ['Version of the configuration', 'configurations.state', versionStates],
  ['Shadow that has ended', 'shadows.ended_how', shadowEnds],
] as const;

/** The files that are made, by their path from the project's top. */
export function vocabularyFiles(): Map<string, string> {
  return new Map([
    ['docs/reference/events.md', eventsReference()],
    ['docs/reference/states.md', statesReference()],
  ]);
}

function eventsReference(): string {
  const rows = Object.entries(events).map(([name, { sentence, subject, acts, detail }]) => {
    const kinds: readonly SubjectKind[] = typeof subject === 'string' ? [subject] : subject;
    const fields = detail.map((field) => `\`${field}\``).join(', ');
    return [`\`${name}\``, sentence, kinds.map(subjectWords).join(' or '), acts, fields];
  });
  return [
    '# Events, one by one\n',
    'Made from `src/vocabulary/events.ts`. The audit trail, the table `events`, holds no other. Fields of the detail are',
    'identifiers, counts and codes, and `why`: the reason that an operator gave. A field that ends in `?` may be absent.',
    'An event about work has the id of what the work was due for.\n',
    table(['Event', 'Tells', 'Subject', 'Acts next', 'Detail'], rows),
    '',
    '## Who acts next\n',
    table(
      ['', 'Means'],
      Object.entries(whoActs).map(([who, words]) => [who, words]),
    ),
    '',
  ].join('\n');
}

type States = Readonly<Record<string, { sentence: string; waits: string; ended: boolean }>>;

function statesReference(): string {
  const sections = things.flatMap(([thing, column, states]: readonly [string, string, States]) => [
    `## ${thing}\n`,
    `Stored in \`${column}\`.\n`,
    table(
      ['State', 'Means', 'Acts next', 'End'],
      Object.entries(states).map(([name, { sentence, waits, ended }]) => [
        `\`${name}\``,
        sentence,
        waits,
        ended ? 'yes' : '',
      ]),
    ),
    '',
  ]);
  return [
    '# Steps and states, one by one\n',
    'Made from `src/vocabulary/steps.ts` and `src/vocabulary/states.ts`; the latter draws how one state comes from another.',
    'Nobody has anything left to do about a thing that has come to an end.\n',
    '## Steps\n',
    table(
      ['Step', 'Does', 'For each'],
      Object.entries(steps).map(([name, { summary, subject }]) => [
        `\`${name}\``,
        summary,
        subjectWords(subject),
      ]),
    ),
    '',
    ...sections,
  ].join('\n');
}

function subjectWords(kind: SubjectKind): string {
  return subjects[kind].one;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function write(): void {
  for (const [path, text] of vocabularyFiles()) writeFileSync(join(projectRoot, path), text);
}

if (process.argv[1] === import.meta.filename) write();
