/**
 * Starts, ends and shows a shadow: a planned version that runs beside the live one on every file that arrives, without effect.
 */
import { z } from 'zod';
import type { ChangedDocument } from '../configuration/impact/index.js';
import { emptyShadowFigures, type ShadowFigures } from '../configuration/shadow/index.js';
import { loadStored } from '../configuration/versions/index.js';
import { RefusedError } from '../errors.js';
import {
  findLiveVersion,
  lockVersions,
  countShadowFiles,
  endShadow,
  findLastShadow,
  insertShadow,
  listShadowDifferences,
  type Shadow,
} from '../store/configuration/index.js';
import type { Sql } from '../store/database/index.js';
import { addEvents } from '../store/working/index.js';
import { wallTime } from '../timing/index.js';
import type { ShadowEnd } from '../vocabulary/index.js';
import { nearest } from '../yaml/index.js';
import { reason, shortHash, takenAtOnce } from './apply-configuration.js';
import { findApproved, type Approved } from './approve-configuration.js';
import { findVersion, hashStart } from './find-version.js';
import { operation, type OperationContext } from './operation.js';

const startInput = z.strictObject({
  hash: hashStart,
  /** Only files of this partner. */
  partner: z.string().trim().min(1).max(200).optional(),
  why: reason,
});

export interface ShadowStarted {
  hash: string;
  live: string;
  partner: string | null;
  /** false: it ran already. */
  changed: boolean;
  running: boolean;
}

export const startShadow = operation(startInput, async (context, input): Promise<ShadowStarted> => {
  const { sql, home, actor, running } = context;
  const { partner, why } = input;
  const live = await findLiveVersion(sql);
  if (live === undefined || live.take === 'at-once') throw takenAtOnce();
  const { hash, plannedBy } = await findVersion(sql, input.hash, 'PLAN_UNKNOWN');
  if (plannedBy === undefined) {
    throw new RefusedError('PLAN_UNKNOWN', `${shortHash(hash)} was not planned. Run: waybill plan`);
  }
  if (hash === live.hash) {
    throw new RefusedError(
      'PLAN_UNKNOWN',
      `${shortHash(hash)} is what is live; there is nothing to compare.`,
    );
  }
  const { configuration } = await loadStored(sql, hash, home);
  if (partner !== undefined) checkPartner(context, configuration.book.partners, partner);
  const chosen = partner === undefined ? {} : { partner };
  const changed = await sql.transaction().execute(async (trx) => {
    await lockVersions(trx);
    const last = await findLastShadow(trx);
    if (last !== undefined && last.ended === undefined) {
      if (last.hash === hash && last.partner === partner) return false;
      throw new RefusedError(
        'SHADOW_RUNNING',
        `${shortHash(last.hash)} runs as a shadow${last.partner === undefined ? '' : ` for ${last.partner}`}. End it first: waybill shadow --stop`,
      );
    }
    const figures = emptyShadowFigures();
    await insertShadow(trx, {
      hash,
      startedBy: actor,
      figures,
      ...chosen,
      ...(why === undefined ? {} : { why }),
    });
    const detail = { live: live.hash, partner: partner ?? null, why: why ?? null };
    const subject = { subjectKind: 'configuration', subjectId: hash } as const;
    await addEvents(trx, [{ event: 'shadow.started', ...subject, detail }], actor);
    return true;
  });
  return { hash, live: live.hash, partner: partner ?? null, changed, running };
});

function checkPartner(
  { configuration }: OperationContext,
  planned: readonly { id: string }[],
  partner: string,
): void {
  const known = [...configuration().book.partners, ...planned].map(({ id }) => id);
  if (known.includes(partner)) return;
  const near = nearest(partner, known);
  throw new RefusedError(
    'REQUEST_INVALID',
    `There is no partner ${partner}${near === undefined ? '' : `; did you mean ${near}?`}`,
  );
}

export const stopShadow = operation(z.strictObject({ why: reason }), async ({ sql, actor }, { why }) =>
  sql.transaction().execute(async (trx) => {
    await lockVersions(trx);
    const shadow = await findLastShadow(trx);
    if (shadow === undefined || !(await endShadow(trx, { how: 'stopped', by: actor }))) {
      throw new RefusedError('SHADOW_NONE', 'No version runs as a shadow.');
    }
    const { documents, changed } = shadow.figures as ShadowFigures;
    const subject = { subjectKind: 'configuration', subjectId: shadow.hash } as const;
    const detail = { documents, changed, why: why ?? null };
    await addEvents(trx, [{ event: 'shadow.stopped', ...subject, detail }], actor);
    return { hash: shadow.hash, documents, changed };
  }),
);

export interface ShadowReport {
  hash: string;
  /** Hash of what is live now, with which it is compared. */
  live: string | null;
  partner: string | null;
  startedBy: string;
  /** On the hospital's clock. */
  started: string;
  why: string | null;
  /** null while it runs. */
  ended: { how: ShadowEnd; by: string; at: string } | null;
  figures: ShadowFigures;
  /** Files that came and are not compared yet, or were not when it ended. */
  waiting: number;
  /** Why it cannot be opened at the moment. */
  fault: { code: string; place: string } | null;
  /** Documents that differ, the newest first. */
  shown: ChangedDocument[];
}

/** Document content, for the person who asks. @returns null where no version ever was in shadow */
export const showShadow = operation(
  z.strictObject({ limit: z.int().min(0).max(1_000) }),
  async (context, { limit }): Promise<ShadowReport | null> => {
    const { sql } = context;
    const shadow = await findLastShadow(sql);
    if (shadow === undefined) return null;
    const { hash, partner = null, startedBy, why = null, fault = null, ended } = shadow;
    const wall = (at: Date) => wallTime(at, context.configuration().config.timezone);
    return {
      ...{ hash, partner, startedBy, started: wall(shadow.startedAt), why, fault },
      live: (await findLiveVersion(sql))?.hash ?? null,
      ended: ended === undefined ? null : { ...ended, at: wall(ended.at) },
      figures: shadow.figures as ShadowFigures,
      waiting: await countShadowFiles(sql, shadow.id),
      shown: (await listShadowDifferences(sql, shadow.id, limit)) as ChangedDocument[],
    };
  },
);

/** What may become live, for the status; numbers only. */
export interface Upcoming {
  approved?: Approved;
  shadow?: { hash: string; partner?: string; documents: number; changed: number; fault?: Shadow['fault'] };
}

export async function findUpcoming(sql: Sql, timezone: string): Promise<Upcoming> {
  const approved = await findApproved(sql, timezone);
  const shadow = await findLastShadow(sql);
  return {
    ...(approved === undefined ? {} : { approved }),
    ...(shadow === undefined || shadow.ended !== undefined ? {} : { shadow: inShort(shadow) }),
  };
}

function inShort({ hash, partner, fault, figures }: Shadow): NonNullable<Upcoming['shadow']> {
  const { documents, changed } = figures as ShadowFigures;
  return {
    ...{ hash, documents, changed },
    ...(partner === undefined ? {} : { partner }),
    ...(fault === undefined ? {} : { fault }),
  };
}
