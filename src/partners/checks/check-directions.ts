/**
 * What each direction of an agreement needs, and what only the other one has.
 */
import { type Problem, problemAt, unknownName, type YamlPath } from '../../yaml/index.js';
import type { LoadedPartner } from '../loaded-partner.js';
import type { Agreement } from '../partner.js';

/** Formats that files are written in. */
const writtenFormats: readonly string[] = ['x12', 'csv', 'xml'];

export function directionProblems(loaded: LoadedPartner, agreement: Agreement, at: YamlPath): Problem[] {
  return agreement.direction === 'in'
    ? inboundProblems(loaded, agreement, at)
    : outboundProblems(loaded, agreement, at);
}

function inboundProblems({ yaml }: LoadedPartner, agreement: Agreement, at: YamlPath): Problem[] {
  const { connection, identity, batch, document, mapping, forward } = agreement;
  const refuse = (key: string, message: string) =>
    problemAt(yaml, [...at, key], { code: 'VALUE_INVALID', message, help: `remove ${key}:`, target: 'key' });
  return [
    ...(connection === undefined
      ? []
      : [
          problemAt(yaml, [...at, 'connection'], {
            code: 'VALUE_INVALID',
            message: 'documents come in on any connection of the partner',
            help: 'remove connection:',
          }),
        ]),
    ...(identity === undefined ? [] : [refuse('identity', 'it is for documents that go out')]),
    ...(batch === undefined ? [] : [refuse('batch', 'it is for documents that go out')]),
    ...(forward !== undefined && mapping === undefined && document.format === 'x12'
      ? [refuse('forward', 'without a mapping there is no record that could go on')]
      : []),
  ];
}

function outboundProblems(loaded: LoadedPartner, agreement: Agreement, at: YamlPath): Problem[] {
  const { document, forward, match } = agreement;
  const refuse = (key: string, message: string, help = `remove ${key}:`) =>
    problemAt(loaded.yaml, [...at, key], { code: 'VALUE_INVALID', message, help, target: 'key' });
  if (!writtenFormats.includes(document.format)) {
    const name = document.format === 'fixed' ? 'fixed-width' : document.format.toUpperCase();
    const message = `${name} is only read, not written`;
    return [
      problemAt(loaded.yaml, [...at, 'document'], {
        code: 'VALUE_INVALID',
        message,
        help: 'x12, csv or xml',
      }),
    ];
  }
  return [
    ...connectionProblems(loaded, agreement, at),
    ...(forward === undefined ? [] : [refuse('forward', 'it is for records of documents that come in')]),
    ...(match !== undefined && document.format !== 'x12'
      ? [refuse('match', 'files that go out get their names from send: of the connection')]
      : []),
    ...identityProblems(loaded, agreement, at),
  ];
}

function connectionProblems(
  { yaml, file }: LoadedPartner,
  { id, connection }: Agreement,
  at: YamlPath,
): Problem[] {
  const path = [...at, 'connection'];
  if (connection === undefined) {
    const message = `agreement "${id}" does not say on which connection its documents go out`;
    return [problemAt(yaml, path, { code: 'KEY_MISSING', message, help: 'add connection: NAME' })];
  }
  const names = Object.keys(file.connections);
  if (!names.includes(connection))
    return [unknownName(yaml, path, { kind: 'connection', name: connection, names })];
  if (file.connections[connection]!.send) return [];
  const message = `connection "${connection}" does not send`;
  return [problemAt(yaml, path, { code: 'VALUE_INVALID', message, help: 'add send: to it' })];
}

/** X12 needs an envelope; other files have none, and none to share. */
function identityProblems({ yaml, partner }: LoadedPartner, agreement: Agreement, at: YamlPath): Problem[] {
  const { document, identity, batch } = agreement;
  const ids = partner.identifiers.x12.map(({ theirs }) => theirs.id);
  if (document.format !== 'x12') {
    const message = 'only X12 has an envelope';
    const given = [
      ...(identity === undefined ? [] : ['identity']),
      ...(batch === undefined ? [] : ['batch']),
    ];
    return given.map((key) =>
      problemAt(yaml, [...at, key], {
        code: 'VALUE_INVALID',
        message,
        help: `remove ${key}:`,
        target: 'key',
      }),
    );
  }
  if (ids.length === 0) {
    const message = 'X12 cannot go out to a partner without X12 identifiers';
    const help = 'add identifiers: { x12: { ours: ..., theirs: ... } }';
    return [problemAt(yaml, [...at, 'document'], { code: 'KEY_MISSING', message, help })];
  }
  if (identity === undefined || ids.includes(identity)) return [];
  return [
    unknownName(yaml, [...at, 'identity'], { kind: 'id of theirs under x12:', name: identity, names: ids }),
  ];
}
