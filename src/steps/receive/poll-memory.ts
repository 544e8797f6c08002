/**
 * What a hub remembers of a connection between polls: how long each file has been as it is, and which alerts it told.
 *
 * It is worth nothing to another hub and may be lost: then files wait a little longer and an alert is told again.
 */
import type { Queues } from '../../queues/index.js';
import { addEvents } from '../../store/working/index.js';
import { createReadiness, type Readiness, type ReadyRule } from '../../transports/index.js';
import type { Hub } from '../../working/index.js';
import type { IssueCode } from '../../vocabulary/index.js';

/** Alerts remembered per connection; when there are more, some are told again. */
const alertsRememberedMax = 10_000;

export interface PollMemory {
  readiness: Readiness;
  /** Tells each alert once, as an event and a log line. */
  tellAlerts(alerts: readonly { code: IssueCode; name: string }[]): Promise<void>;
}

/** By the hub's queues: they stay when a change of the configuration gives another hub value. */
const memories = new WeakMap<Queues, Map<string, PollMemory & { rule: string }>>();

/** The memory of this hub for a connection; begun anew when its rule changes. */
export function watchFor(hub: Hub, connection: string, rule: ReadyRule): PollMemory {
  const ofHub = memories.get(hub.queues) ?? new Map<string, PollMemory & { rule: string }>();
  memories.set(hub.queues, ofHub);
  const known = ofHub.get(connection);
  const written = JSON.stringify(rule);
  if (known?.rule === written) return known;
  const told = new Set<string>();
  const memory = {
    rule: written,
    readiness: createReadiness(rule),
    tellAlerts: (alerts: readonly { code: IssueCode; name: string }[]) => tell(hub, connection, told, alerts),
  };
  ofHub.set(connection, memory);
  return memory;
}

async function tell(
  hub: Hub,
  connection: string,
  told: Set<string>,
  alerts: readonly { code: IssueCode; name: string }[],
): Promise<void> {
  const fresh = alerts.filter(({ code, name }) => !told.has(`${code} ${name}`));
  if (fresh.length === 0) return;
  if (told.size + fresh.length > alertsRememberedMax) told.clear();
  for (const { code, name } of fresh) {
    told.add(`${code} ${name}`);
    hub.log.warn('A file in an inbox was passed over', { connection, code });
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
