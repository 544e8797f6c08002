/**
 * docs/errors.md, made from the catalogs of codes in src/vocabulary.
 *
 * To renew it: npx tsx test/kit/errors-reference.ts
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { actors, type CodeMeaning } from '../../src/vocabulary/index.js';
import {
  apiCodes,
  changeCodes,
  commandCodes,
  connectionCodes,
  sendingCodes,
  startCodes,
} from '../../src/vocabulary/error-codes.js';
import {
  fileCodes,
  mappingCodes,
  outboundCodes,
  rowCodes,
  treeCodes,
  writeCodes,
  x12EnvelopeCodes,
  x12SetCodes,
} from '../../src/vocabulary/issue-codes/index.js';
import {
  configurationCodes,
  crosswalkCodes,
  mappingProblemCodes,
  partnerCodes,
} from '../../src/vocabulary/problem-codes.js';

type Catalog = Readonly<Record<string, CodeMeaning>>;

interface Area {
  title: string;
  /** What holds for all its codes. */
  about?: string;
  codes: Catalog;
}

interface Part {
  title: string;
  about: string;
  areas: readonly Area[];
}

/** In the order of the document; other documents link to the titles of the parts. */
export const parts: readonly Part[] = [
  {
    title: 'Errors',
    about:
      'An error stops the hub from going on with something. A code may also be the reason why work waits or was given up.',
    areas: [
      { title: 'Start, database and secrets', codes: startCodes },
      { title: 'Connections and their files', codes: connectionCodes },
      { title: 'Sending and delivering', codes: sendingCodes },
      { title: 'Commands', codes: commandCodes },
      { title: 'Changes of the configuration', codes: changeCodes },
      { title: 'API and pages', codes: apiCodes },
    ],
  },
  {
    title: 'Problems in configuration files',
    about:
      'A problem is a fault in a configuration file. `npx waybill check` shows it with file, line and column, and so does the hub at start. ' +
      'Nothing is used of a configuration that has errors.',
    areas: [
      { title: 'Any file, hub.yaml and environment', codes: configurationCodes },
      { title: 'Partner files', codes: partnerCodes },
      { title: 'Mapping files', codes: mappingProblemCodes },
      { title: 'Crosswalks', codes: crosswalkCodes },
    ],
  },
  {
    title: 'Issues',
    about:
      'An issue is a fault found in a file, or a state that a file, interchange, set or record ends in. It never stops its neighbours. ' +
      'The 997 or TA1 tells the partner what is _rejected_. _Held_ waits for a person here. _Quarantined_ means that nothing could be answered. ' +
      'An interchange that a TA1 rejects has the reason `TA1_` with the code of TA105, such as `TA1_025`.',
    areas: [
      { title: 'Files and partners', codes: fileCodes },
      { title: 'X12: interchange and group', codes: x12EnvelopeCodes },
      { title: 'X12: transaction set', codes: x12SetCodes },
      {
        title: 'X12 that we write',
        about:
          'These are faults of the hub or of its settings: nothing is sent, and the error `OUTBOUND_UNWRITABLE` or the issue `OUTBOUND_INVALID` names them.',
        codes: writeCodes,
      },
      {
        title: 'Documents that go out',
        about:
          'The record is kept, nothing is sent, and no control number is taken. Each continues by itself when the configuration has changed.',
        codes: outboundCodes,
      },
      { title: 'CSV and fixed width', codes: rowCodes },
      { title: 'XML and JSON', codes: treeCodes },
      { title: 'Mapping', codes: mappingCodes },
    ],
  },
];

export function errorsReference(): string {
  return `${[
    '# Errors, problems and issues',
    lines(
      'Every code that the hub shows: what it means, who acts next, and what they do. Codes are stable.',
      'Made from the catalogs of `src/vocabulary`; `npx tsx test/kit/errors-reference.ts` renews it.',
    ),
    Object.entries(actors)
      .map(([actor, words]) => `- **${capital(actor)}**: ${words}`)
      .join('\n'),
    ...parts.flatMap(({ title, about, areas }) => [
      `## ${title}`,
      lines(about),
      ...areas.flatMap((area) => areaText(area)),
    ]),
  ].join('\n\n')}\n`;
}

function areaText({ title, about, codes }: Area): string[] {
  return [
    `### ${title}`,
    ...(about === undefined ? [] : [lines(about)]),
    ...Object.entries(codes).flatMap(([code, meaning]) => [`#### ${code}`, meaningText(meaning)]),
  ];
}

function meaningText({ sentence, more, acts, do: todo, warning }: CodeMeaning): string {
  const who = acts === 'nobody' ? '**Nobody** has to act.' : `**${capital(acts)}:**`;
  return lines(
    [sentence, more].filter(Boolean).join(' '),
    [warning === true ? 'A warning.' : '', who, todo].filter(Boolean).join(' '),
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Characters of a line in the source of documents. */
const lineMax = 140;

/** Each text begins a line; longer ones are broken between words, never inside code. */
function lines(...texts: string[]): string {
  return texts.map(wrapped).join('\n');
}

function wrapped(text: string): string {
  const words = text.match(/(?:`[^`]*`|[^\s`])+/g) ?? [];
  const done: string[] = [];
  for (const word of words) {
    const last = done.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= lineMax)
      done[done.length - 1] = `${last} ${word}`;
    else done.push(word);
  }
  return done.join('\n');
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/errors.md'), errorsReference());
}
