/**
 * `waybill partner list`: all partners with their state, connections and agreements, one on a line.
 */
import type { Agreement, Partner } from '../../partners/index.js';
import { readConfiguration } from '../asking/index.js';
import { columns, printAnswer, type JsonOption } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

/** @returns the exit code: 1 when the configuration has errors */
export async function partnerList(
  root: string,
  options: JsonOption,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const partners = readConfiguration(root, terminal)?.book.partners;
  if (partners === undefined) return 1;
  await printAnswer(terminal, options, partners.map(summaryOf), () => listOf(partners));
  return 0;
}

/** The document as partner files write it: x12/810/004010. */
export function documentName({ document }: Pick<Agreement, 'document'>): string {
  return document.format === 'x12'
    ? `x12/${document.set}/${document.version}`
    : `${document.format}/${document.name}`;
}

function summaryOf({ id, name, status, file, connections, agreements }: Partner) {
  return {
    partner: id,
    name,
    status,
    file,
    connections: Object.values(connections).map(({ name: connection, transport }) => ({
      name: connection,
      transport,
    })),
    agreements: agreements.map((agreement) => ({
      id: agreement.id,
      status: agreement.status,
      direction: agreement.direction,
      document: documentName(agreement),
      mapping: agreement.mapping ?? null,
    })),
  };
}

function listOf(partners: readonly Partner[]): string {
  if (partners.length === 0) return 'There are no partners yet. docs/partners.md has one to copy.\n';
  const rows = partners.map((partner) => [
    partner.id,
    partner.status,
    Object.values(partner.connections)
      .map(({ name, transport }) => `${name} (${transport})`)
      .join(', ') || 'no connection',
    partner.agreements.map((agreement) => `${agreement.direction} ${shortName(agreement)}`).join(', ') ||
      'no agreement',
  ]);
  const table = columns([['Partner', 'Status', 'Connections', 'Agreements'], ...rows]);
  return `${table}Next: npx waybill partner show ${partners[0]?.id ?? 'NAME'}\n`;
}

function shortName({ document }: Agreement): string {
  return document.format === 'x12' ? document.set : `${document.format}/${document.name}`;
}
