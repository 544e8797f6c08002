/**
 * Documents that partners refused, in words: a row for each, and below it what the partner said. Text of partners is made visible.
 */
import type { ListedRefused } from '../../operations/index.js';
import { visible } from '../../wording/index.js';
import { columns } from '../telling/index.js';

/** Faults of a document that are shown; all that are kept stand in the JSON. */
const faultsShownMax = 10;

const heads = [
  'Number',
  'Record',
  'Partner',
  'When',
  'Verdict',
  'Interchange',
  'Group',
  'Set',
  'File',
  'Document',
];

export function refusedText({ documents, more }: ListedRefused): string {
  if (documents.length === 0) return 'Nothing that was sent is refused by a partner.\n';
  const rows = documents.map((one) => [
    visible(one.businessKey),
    one.kind,
    one.partner,
    `${one.saidAt.slice(0, 16).replace('T', ' ')} UTC`,
    one.verdict,
    one.interchangeControlNumber ?? '',
    one.groupControlNumber ?? '',
    one.setControlNumber ?? '',
    one.fileName ?? '',
    one.id,
  ]);
  const [head, ...lines] = columns([heads, ...rows])
    .trimEnd()
    .split('\n');
  return [
    `${head}\n`,
    ...lines.map((line, at) => `${line}\n${saidText(documents[at]!)}`),
    more ? 'There are older ones: --limit N shows more.\n' : '',
    'Next: correct the record, the mapping or what is agreed, and have what was rejected sent as a new document. What the partner takes back leaves the list by its next acknowledgment.\n',
  ].join('');
}

function saidText({ words, faults }: ListedRefused['documents'][number]): string {
  const hidden = faults.length - faultsShownMax;
  return [
    ...(words === null ? [] : [`  ${visible(words)}\n`]),
    ...faults.slice(0, faultsShownMax).map((fault) => `    ${visible(fault.words)}\n`),
    hidden > 0 ? `    and ${hidden} more: --json shows them\n` : '',
  ].join('');
}
