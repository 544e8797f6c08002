/**
 * `waybill partner explain FILE`: whose the file is, which agreement and mapping apply and why, and where each setting
 * comes from. Nothing is mapped, saved or sent: `waybill try` does the first.
 */
import { basename } from 'node:path';
import type { Configuration } from '../../configuration/index.js';
import type { Connection } from '../../partners/index.js';
import { openX12Reader, type InterchangeReport } from '../../x12/index.js';
import { readConfiguration } from '../asking/index.js';
import { readBytes } from '../input/index.js';
import { columns, printAnswer, settingWords, type JsonOption } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';
import {
  type ArrivedSets,
  type ExplainedDocument,
  explainSet,
  underAgreement,
  whyHeld,
  whyUnknown,
} from './explain-agreement.js';

export interface PartnerExplainOptions extends JsonOption {
  connection?: string;
}

/** Documents that came in one envelope, or a file that has none. */
interface Explained {
  /** Such as "Interchange 000000101 from ZZ ACMEMED to ZZ STMARYHOSP". */
  envelope: string;
  /** null when it belongs to nobody we know. */
  partner: string | null;
  why: string[];
  documents: ExplainedDocument[];
}

/** @returns the exit code: 1 when a document belongs to nobody or to no agreement, 2 for a connection that there is not */
export async function partnerExplain(
  root: string,
  file: string,
  options: PartnerExplainOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const configuration = readConfiguration(root, terminal);
  if (configuration === undefined) return 1;
  const { book, settings } = configuration;
  const connection = options.connection === undefined ? undefined : book.connection(options.connection);
  if (options.connection !== undefined && connection === undefined) {
    const names = book.connections.map(({ name }) => name).join(', ');
    terminal.remark(`There is no connection ${options.connection}. There are: ${names}.\n`);
    return 2;
  }
  const bytes = await readBytes(file, settings.limits.fileBytesMax, terminal);
  if (bytes === undefined) return 1;
  const reader = openX12Reader();
  reader.write(bytes);
  const { interchanges } = reader.end();
  const explained =
    interchanges.length > 0
      ? interchanges.map((one) => explainInterchange(configuration, one, connection))
      : explainFile(configuration, basename(file), connection);
  await printAnswer(terminal, options, explained, () => render(file, explained));
  const documents = explained.flatMap((one) => one.documents);
  const isUnclear = ({ acknowledgment, agreement }: ExplainedDocument) =>
    !acknowledgment && agreement === null;
  const isForNobody = explained.some(({ partner }) => partner === null);
  return isForNobody || documents.some(isUnclear) ? 1 : 0;
}

function explainInterchange(
  configuration: Configuration,
  { header, groups }: InterchangeReport,
  connection: Connection | undefined,
): Explained {
  const { senderQualifier, sender, receiverQualifier, receiver } = header;
  const envelope = `Interchange ${header.interchangeControlNumber} from ${senderQualifier} ${sender} to ${receiverQualifier} ${receiver}`;
  const partner = configuration.book.findByX12Identity(header);
  if (partner === undefined)
    return { envelope, partner: null, why: whyUnknown(configuration, header), documents: [] };
  const why = [`all four identifiers are those of ${partner.id} (${partner.name}), ${partner.file}`];
  if (connection !== undefined && connection.partner !== partner.id)
    why.push(
      `but ${connection.name} is a connection of ${connection.partner}: such a file is held as SENDER_MISMATCH`,
    );
  const kinds = new Map<string, ArrivedSets>();
  for (const { header: group, sets } of groups)
    for (const { set } of sets) {
      const { version, functionalId } = group;
      const key = `${set} ${version} ${functionalId}`;
      kinds.set(key, { set, version, functionalId, count: (kinds.get(key)?.count ?? 0) + 1 });
    }
  const test = header.usage === 'T';
  const documents = [...kinds.values()].map((kind) => explainSet(configuration, partner, { ...kind, test }));
  return { envelope, partner: partner.id, why, documents };
}

/** A file that is no X12 is known by its connection and its name. */
function explainFile(
  configuration: Configuration,
  name: string,
  connection: Connection | undefined,
): Explained[] {
  const { book } = configuration;
  const partners = book.partners.filter(({ id }) => connection === undefined || id === connection.partner);
  const agreed = partners.flatMap((partner) =>
    book.fileAgreements(partner, name).map((agreement) => ({ partner, agreement })),
  );
  const envelope = `File ${name}, no X12${connection === undefined ? '' : `, on ${connection.name}`}`;
  if (agreed.length === 0) {
    const patterns = partners.flatMap(({ agreements, id }) =>
      agreements.flatMap(({ match }) => (match === undefined ? [] : [`${id} ${match}`])),
    );
    const known =
      patterns.length === 0
        ? 'no agreement is about files by their name'
        : `names agreed on: ${[...new Set(patterns)].join(', ')}`;
    return [{ envelope, partner: null, why: ['no agreement fits its name', known], documents: [] }];
  }
  const documents = agreed.map(({ partner, agreement }) => ({
    document: name,
    count: 1,
    acknowledgment: false,
    ...underAgreement(configuration, partner, agreement),
    why: [
      `match: ${agreement.match ?? ''} of agreement ${agreement.id} in ${partner.file} fits its name`,
      ...whyHeld(partner, agreement),
    ],
  }));
  const several = new Set(agreed.map(({ partner }) => partner.id)).size > 1;
  const why = several
    ? ['several partners have such names: the connection it comes on decides (--connection NAME)']
    : [];
  return [{ envelope, partner: agreed[0]?.partner.id ?? null, why, documents }];
}

function render(file: string, explained: readonly Explained[]): string {
  const parts = explained.flatMap(({ envelope, why, documents }) => [
    `${envelope}\n${sentences(why)}`,
    ...documents.map(renderDocument),
  ]);
  const isForNobody = explained.some(({ partner }) => partner === null);
  const next = isForNobody
    ? 'copy a file of partners/ and change what is in it, then npx waybill check'
    : `npx waybill try ${file}`;
  return `${parts.join('\n')}\nNext: ${next}\n`;
}

function renderDocument({
  document,
  count,
  agreement,
  mapping,
  deliver,
  forward,
  why,
  settings,
}: ExplainedDocument): string {
  const head = `${document}${count === 1 ? '' : `, ${count} times`}`;
  const by =
    mapping === null
      ? []
      : [`mapped by ${mapping.name} version ${mapping.version} (${mapping.status}), ${mapping.file}`];
  const to =
    agreement === null
      ? []
      : [
          ...(deliver.length > 0 ? [`delivered to ${deliver.join(', ')}`] : []),
          ...(forward === null ? [] : [`goes on to ${forward}`]),
          ...(deliver.length === 0 && forward === null ? ['delivered to nobody'] : []),
        ];
  return `${head}\n${sentences([...why, ...by, ...to])}  settings\n${columns(settingWords(settings), '    ')}`;
}

function sentences(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}\n`).join('');
}
