/**
 * A checked partner file with its defaults filled in, from hub.yaml and from what is built in.
 */
import { createHash } from 'node:crypto';
import { defined } from '../defined.js';
import { type EffectiveSettings, overlaySettings } from '../hub-file/index.js';
import type { YamlFile, YamlPath } from '../yaml/index.js';
import { connectionKeys, type PartnerFile } from './partner-file.js';
import {
  type Agreement,
  type Connection,
  type Identifiers,
  isFetching,
  type Partner,
  type X12Party,
} from './partner.js';

export function buildPartner(file: PartnerFile, yaml: YamlFile, defaults: EffectiveSettings): Partner {
  const settings = overlaySettings(defaults, file.syntax, originIn(yaml, ['syntax']));
  return {
    id: file.partner,
    name: file.name,
    status: file.status,
    identifiers: buildIdentifiers(file.identifiers),
    connections: Object.fromEntries(
      Object.entries(file.connections).map(([name, options]) => [name, buildConnection(file, name, options)]),
    ),
    agreements: file.agreements.map((agreement, index) => {
      const { acknowledge, answer, validation, expect } = agreement;
      const origin = originIn(yaml, ['agreements', index]);
      const own = overlaySettings(settings, { acknowledge, answer, validation }, origin);
      const expected = Object.keys(expect).map((awaited) => ['expect', awaited]);
      const origins = Object.fromEntries(expected.map((path) => [path.join('.'), origin(path)]));
      return buildAgreement(file, agreement, { ...own, origins: { ...own.origins, ...origins } });
    }),
    settings,
    file: yaml.file,
    hash: createHash('sha256').update(yaml.text).digest('hex'),
  };
}

/** The options that belong to the transport: all but the keys that every connection has. */
export function transportOptions(connection: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(connection).filter(([key]) => !Object.hasOwn(connectionKeys, key)),
  );
}

function originIn(yaml: YamlFile, above: YamlPath): (path: string[]) => string {
  return (path) => `${yaml.file}:${yaml.position([...above, ...path]).line}`;
}

function buildIdentifiers(given: PartnerFile['identifiers']): Identifiers {
  const { gln, duns, hin, vendorNumbers } = given;
  const identities = given.x12 === undefined ? [] : [given.x12].flat();
  return {
    x12: identities.map(({ ours, theirs: { testId, ...theirs } }) => ({
      ours: buildParty(ours),
      theirs: { ...buildParty(theirs), ...defined({ testId }) },
    })),
    ...defined({ gln, duns, hin }),
    vendorNumbers,
  };
}

function buildParty({
  qualifier,
  id,
  group,
}: {
  qualifier: string;
  id: string;
  group?: string | undefined;
}): X12Party {
  return { qualifier, id, ...(group === undefined ? { group: id } : { group, groupAgreed: true }) };
}

type GivenConnection = PartnerFile['connections'][string];

function buildConnection(file: PartnerFile, name: string, given: GivenConnection): Connection {
  const { transport, pollIntervalMs, receive, send } = given;
  return {
    name,
    partner: file.partner,
    transport,
    pollIntervalMs,
    options: transportOptions(given),
    ...(receive && isFetching(file.status) ? { receive: buildReceive(receive) } : {}),
    ...(send ? { send } : {}),
  };
}

function buildReceive(given: NonNullable<GivenConnection['receive']>): NonNullable<Connection['receive']> {
  const { claimed, ready, ...rest } = given;
  const { doneMarker, ...readyRest } = ready;
  return {
    ...rest,
    ready: { ...readyRest, ...defined({ doneMarker }) },
    ...defined({ claimed }),
  };
}

function buildAgreement(
  file: PartnerFile,
  given: PartnerFile['agreements'][number],
  settings: EffectiveSettings,
): Agreement {
  const { id, direction, document, match, mapping, deliver, connection, duplicate, expect } = given;
  const { forward, identity, batch } = given;
  const { acknowledge, ta1, answer, interchange, validation, send } = settings.values;
  return {
    id,
    partner: file.partner,
    status: given.status ?? file.status,
    direction,
    document,
    ...defined({ match, mapping }),
    deliver,
    ...defined({ forward, connection, identity, batch }),
    acknowledge,
    ta1,
    answer,
    expect: Object.fromEntries(Object.entries(expect).filter(([, within]) => within !== undefined)),
    ...defined({ duplicate }),
    interchange,
    validation: { ...validation, onBadSet: interchange.onBadSet },
    send,
    origins: settings.origins,
  };
}
