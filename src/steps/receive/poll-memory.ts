/**
 * What a hub remembers of a connection between polls: how long each file is unchanged, and which alerts it reported.
 *
 * It is useless to another hub and may be lost: then files wait a little longer and alerts are reported again.
 */
import type { Queues } from '../../queues/index.js';
import { addEvents } from '../../store/working/index.js';
import { createReadiness, type Readiness, type ReadyRule } from '../../transports/index.js';
import type { Hub } from '../../working/index.js';
import type { IssueCode } from '../../vocabulary/index.js';

/** Alerts remembered per connection; beyond that, some are reported again. */
const alertsRememberedMax = 10_000;

export interface PollMemory {
  readiness: Readiness;
  /** Reports each alert once, as an event and a log line. */
  reportAlerts(alerts: readonly { code: IssueCode; name: string }[]): Promise<void>;
}

/** Keyed by the hub's queues: they stay the same when a change of the configuration makes a new hub value. */
const memories = new WeakMap<Queues, Map<string, PollMemory & { rule: string }>>();

/** The memory of this hub for a connection; it starts afresh when the connection's rule changes. */
export function watchFor(hub: Hub, connection: string, rule: ReadyRule): PollMemory {
  const ofHub = memories.get(hub.queues) ?? new Map<string, PollMemory & { rule: string }>();
  memories.set(hub.queues, ofHub);
  const known = ofHub.get(connection);
  const written = JSON.stringify(rule);
  if (known?.rule === written) return known;
  const reported = new Set<string>();
  const memory = {
    rule: written,
    readiness: createReadiness(rule),
    reportAlerts: (alerts: readonly { code: IssueCode; name: string }[]) =>
      report(hub, connection, reported, alerts),
  };
  ofHub.set(connection, memory);
  return memory;
}

async function report(
  hub: Hub,
  connection: string,
  reported: Set<string>,
  alerts: readonly { code: IssueCode; name: string }[],
): Promise<void> {
  const fresh = alerts.filter(({ code, name }) => !reported.has(`${code} ${name}`));
  if (fresh.length === 0) return;
  if (reported.size + fresh.length > alertsRememberedMax) reported.clear();
  for (const { code, name } of fresh) {
    reported.add(`${code} ${name}`);
    hub.log.warn('A file in an inbox was skipped', { connection, code });
  }
  await addEvents(
    hub.sql,
    fresh.map(({ code, name }) => ({
      event: 'file.passed-over',
      subjectKind: 'connection',
      subjectId: connection,
      detail: { code, name: name.replaceAll('\0', '\u2400') },
    })),
  );
}
