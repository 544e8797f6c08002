/**
 * `waybill partner show NAME`: what the hub knows of one partner, with the file and line behind every setting.
 *
 * Secrets are shown by their names, as partner files hold them.
 */
import type { Configuration } from '../../configuration/index.js';
import type { Agreement, Connection, Partner } from '../../partners/index.js';
import { nearest } from '../../yaml/index.js';
import { readConfiguration } from '../asking/index.js';
import {
  columns,
  printAnswer,
  type SettingRow,
  settingRows,
  settingWords,
  type JsonOption,
} from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';
import { documentName } from './partner-list.js';

/** @returns the exit code: 1 when the configuration has errors, 2 for a partner that there is not */
export async function partnerShow(
  root: string,
  name: string,
  options: JsonOption,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const configuration = readConfiguration(root, terminal);
  if (configuration === undefined) return 1;
  const { partners } = configuration.book;
  const partner = configuration.book.partner(name);
  if (partner === undefined) {
    const near = nearest(name, partners.map(({ id }) => id)); // prettier-ignore
    const help = near === undefined ? 'npx waybill partner list shows all' : `did you mean "${near}"?`;
    terminal.remark(`There is no partner "${name}": ${help}\n`);
    return 2;
  }
  await printAnswer(
    terminal,
    options,
    {
      ...partner,
      settings: settingRows(partner.settings),
      agreements: partner.agreements.map(agreementJson),
    },
    () => render(partner, configuration),
  );
  return 0;
}

/** The settings in force of an agreement. */
export function agreementRows(agreement: Agreement): SettingRow[] {
  return settingRows({ values: agreement, origins: agreement.origins });
}

function agreementJson(agreement: Agreement) {
  const { id, status, direction, match, mapping, deliver, connection, duplicate } = agreement;
  const { forward, identity, batch } = agreement;
  return {
    id,
    status,
    direction,
    document: documentName(agreement),
    match: match ?? null,
    mapping: mapping ?? null,
    deliver,
    connection: connection ?? null,
    duplicate: duplicate ?? null,
    forward: forward ?? null,
    identity: identity ?? null,
    batch: batch ?? null,
    settings: agreementRows(agreement),
  };
}

function render(partner: Partner, configuration: Configuration): string {
  const { id, name, status, file, identifiers, connections, agreements } = partner;
  const { x12, gln, duns, hin, vendorNumbers } = identifiers;
  const facts = [
    ...x12.map(({ ours, theirs }) => [
      'X12',
      `theirs ${theirs.qualifier} ${theirs.id}${theirs.group === theirs.id ? '' : ` (group ${theirs.group})`}` +
        `${theirs.testId === undefined ? '' : ` (tests from ${theirs.testId})`}, ours ${ours.qualifier} ${ours.id}` +
        (ours.group === ours.id ? '' : ` (group ${ours.group})`),
    ]),
    ...(gln === undefined ? [] : [['GLN', gln]]),
    ...(duns === undefined ? [] : [['DUNS', duns]]),
    ...(hin === undefined ? [] : [['HIN', hin]]),
    ...(vendorNumbers.length === 0 ? [] : [['Vendor numbers', vendorNumbers.join(', ')]]),
  ];
  return [
    `${name} (${id}): ${status}, ${file}\n`,
    columns(facts, '  '),
    'Connections\n',
    columns(Object.values(connections).map(connectionRow), '  '),
    'Agreements\n',
    columns(agreements.map((agreement) => agreementRow(agreement, configuration)), '  '), // prettier-ignore
    'Settings of the partner, and where each comes from\n',
    columns(settingWords(settingRows(partner.settings)), '  '),
    ...agreements.flatMap((agreement) => ownSettings(partner, agreement)),
    `Next: npx waybill partner explain FILE\n`,
  ].join('');
}

function connectionRow({ name, transport, receive, send }: Connection): string[] {
  return [
    name,
    transport,
    receive === undefined ? 'receives nothing' : `receives ${receive.match.join(' ')} from ${receive.path}`,
    send === undefined ? 'sends nothing' : `sends to ${send.path}`,
  ];
}

/** Whom records of an agreement go on to. */
export function forwardWords({ forward }: Agreement): string | undefined {
  if (forward === undefined) return undefined;
  return 'partner' in forward ? forward.partner : `the partner that is ${forward.to} of the record`;
}

function agreementRow(agreement: Agreement, { mappings, outbound }: Configuration): string[] {
  const { id, status, direction, mapping, match } = agreement;
  const version =
    mapping === undefined ? undefined : (mappings.get(mapping) ?? outbound.get(mapping))?.version;
  const by =
    mapping === undefined
      ? 'not mapped'
      : `by ${mapping}${version === undefined ? '' : ` version ${version}`}`;
  return [
    id,
    direction,
    `${documentName(agreement)}${match === undefined ? '' : ` (${match})`}`,
    by,
    whereTo(agreement),
    status,
  ];
}

function whereTo(agreement: Agreement): string {
  const { direction, deliver, connection, identity, batch } = agreement;
  if (direction === 'out') {
    const as = identity === undefined ? '' : ` as ${identity}`;
    const together = batch === undefined ? '' : `, up to ${batch.setsMax} together`;
    return `on ${connection ?? ''}${as}${together}`;
  }
  const forward = forwardWords(agreement);
  const to = forward === undefined ? deliver : [...deliver, forward];
  return to.length === 0 ? '' : `to ${to.join(', ')}`;
}

/** What an agreement says itself; the rest is as for the partner. */
function ownSettings(partner: Partner, agreement: Agreement): string[] {
  const rows = agreementRows(agreement).filter(({ name, from }) => partner.settings.origins[name] !== from);
  return rows.length === 0 ? [] : [`Only in ${agreement.id}\n`, columns(settingWords(rows), '  ')];
}
