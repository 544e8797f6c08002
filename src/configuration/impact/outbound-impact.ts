/**
 * What a change would have done to documents that go out: each is planned from its stored record with the configuration that
 * is live and with the planned one, both for the moment it was made. Nothing is saved, and no control number is taken.
 *
 * Only documents are composed whose way differs. The hub's own work comes first: this rests as long as it works.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { planDocument, sensitiveInSource, findRoute, type ForwardedRecord } from '../../composition/index.js';
import { defined } from '../../defined.js';
import { UnavailableError } from '../../errors.js';
import type { Sql } from '../../store/database/index.js';
import { findOutboundDocuments, listOutboundDocuments, type ListedDocument } from '../../store/sent/index.js';
import { wallClockAt } from '../../timing/index.js';
import type { Configuration } from '../configuration.js';
import { partnerMarks } from '../versions/index.js';
import { comparePlans } from './compare-outbound.js';
import type { ImpactOptions } from './impact.js';
import { addOutbound, emptyOutboundImpact, type OutboundImpact } from './outbound-figures.js';

/** Documents loaded at once. */
const documentsPerPage = 20;

interface Side {
  configuration: Configuration;
  /** All that decides how a partner gets documents, by its id. */
  marks: ReadonlyMap<string, string>;
}

/** @throws UnavailableError CONTROL_UNREACHABLE when nobody waits for it any more, or the hub stops */
export async function findOutboundImpact(sql: Sql, options: ImpactOptions): Promise<OutboundImpact> {
  const { days, documentsMax, signal } = options;
  const impact = emptyOutboundImpact();
  const [before, after] = [sideOf(options.before), sideOf(options.after)];
  if (allOf(before) === allOf(after)) return impact;
  let beforeId: string | undefined;
  for (;;) {
    const began = performance.now();
    const page = await listOutboundDocuments(sql, {
      days,
      limit: documentsPerPage,
      ...defined({ beforeId }),
    });
    const documents = await findOutboundDocuments(
      sql,
      page.map(({ id }) => id),
    );
    await pause(performance.now() - began);
    for (const listed of page) {
      if (signal.aborted) throw new UnavailableError('CONTROL_UNREACHABLE', 'The hub stops.');
      const record = documents.get(listed.id);
      if (record === undefined || wayOf(record, before) === wayOf(record, after)) continue;
      if (impact.documents >= documentsMax) {
        impact.capped = { documentsMax, since: listed.createdAt.toISOString() };
        return impact;
      }
      await compareDocument({ listed, record }, options, impact);
    }
    if (page.length < documentsPerPage) return impact;
    beforeId = page.at(-1)!.id;
  }
}

function sideOf(configuration: Configuration): Side {
  return { configuration, marks: partnerMarks(configuration.book) };
}

function allOf({ configuration: { outbound }, marks }: Side): string {
  const all = [...marks, ...[...outbound].map(([name, { hash }]) => [name, hash])];
  return all
    .map((one) => JSON.stringify(one))
    .sort()
    .join();
}

/** By whom, by what and as what it would go out, or why not: where that is the same, so is the document. */
function wayOf(record: ForwardedRecord, { configuration, marks }: Side): string {
  const route = findRoute(record, configuration);
  if ('code' in route) return JSON.stringify(route);
  const { partner, agreement, mapping } = route;
  return JSON.stringify([marks.get(partner.id), agreement.id, mapping.hash]);
}

async function compareDocument(
  { listed, record }: { listed: ListedDocument; record: ForwardedRecord },
  options: ImpactOptions,
  impact: OutboundImpact,
): Promise<void> {
  const began = performance.now();
  const at = wallClockAt(listed.createdAt, options.before.settings.timezone);
  const before = planDocument(record, options.before, at);
  const after = planDocument(record, options.after, at);
  const sensitive = [options.before, options.after].flatMap((side) => sensitiveInSource(record, side));
  addOutbound(impact, {
    from: record.from.partner,
    kind: record.kind,
    businessKey: listed.businessKey,
    before,
    after,
    differences: comparePlans(before, after, { body: record.body, sensitive }),
  });
  await pause(performance.now() - began);
}
