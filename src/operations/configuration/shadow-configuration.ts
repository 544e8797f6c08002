/**
 * Starts, ends and shows a shadow: a planned version that runs beside the live one on every file that arrives, without effect.
 */
import { z } from 'zod';
import { emptyShadowFigures, type ShadowFigures } from '../../configuration/shadow/index.js';
import { loadStored } from '../../configuration/versions/index.js';
import { defined } from '../../defined.js';
import { RefusedError } from '../../errors.js';
import {
  findLiveVersion,
  lockVersions,
  countShadowFiles,
  endShadow,
  findLastShadow,
  insertShadow,
  listShadowDifferences,
  type Shadow,
} from '../../store/configuration/index.js';
import type { Sql } from '../../store/database/index.js';
import { addEvents } from '../../store/working/index.js';
import { wallTime } from '../../timing/index.js';
import { shortHash } from '../../wording/index.js';
import { nearest } from '../../yaml/index.js';
import { operation, type OperationContext } from '../operation.js';
import { reason } from '../why.js';
import { takenAtOnce } from './apply-configuration.js';
import { approved, findApproved } from './approve-configuration.js';
import { changedDocument, shadowFigures } from './impact-output.js';
import { findVersion, hashStart } from './find-version.js';

const startInput = z.strictObject({
  hash: hashStart,
  /** Only files of this partner. */
  partner: z.string().trim().min(1).max(200).optional(),
  why: reason,
});

const startOutput = z.strictObject({
  hash: z.string(),
  live: z.string(),
  partner: z.string().nullable(),
  /** false: it ran already. */
  changed: z.boolean(),
  running: z.boolean(),
});

export const startShadow = operation(
  {
    summary: 'Starts a planned version as a shadow beside the live one, without effect.',
    role: 'integrator',
    owner: 'integration',
    http: { method: 'POST', path: '/shadows' },
    acts: true,
    input: startInput,
    output: startOutput,
  },
  async (context, input) => {
    const { sql, home, actor, running } = context;
    const { partner, why } = input;
    const live = await findLiveVersion(sql);
    if (live === undefined || live.take === 'at-once') throw takenAtOnce();
    const { hash, plannedBy } = await findVersion(sql, input.hash, 'PLAN_UNKNOWN');
    if (plannedBy === undefined) {
      throw new RefusedError('PLAN_UNKNOWN', `${shortHash(hash)} was not planned.`);
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
          `${shortHash(last.hash)} runs as a shadow${last.partner === undefined ? '' : ` for ${last.partner}`}. End it first.`,
        );
      }
      const figures = emptyShadowFigures();
      await insertShadow(trx, {
        hash,
        startedBy: actor,
        figures,
        ...chosen,
        ...defined({ why }),
      });
      const detail = { live: live.hash, partner: partner ?? null, why: why ?? null };
      const subject = { subjectKind: 'configuration', subjectId: hash } as const;
      await addEvents(trx, [{ event: 'shadow.started', ...subject, detail }], actor);
      return true;
    });
    return { hash, live: live.hash, partner: partner ?? null, changed, running };
  },
);

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

export const stopShadow = operation(
  {
    summary: 'Ends the shadow.',
    role: 'integrator',
    owner: 'integration',
    http: { method: 'POST', path: '/shadows/stop' },
    acts: true,
    input: z.strictObject({ why: reason }),
    output: z.strictObject({ hash: z.string(), documents: z.int(), changed: z.int() }),
  },
  async ({ sql, actor }, { why }) =>
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

const report = z.strictObject({
  hash: z.string(),
  /** Hash of the live version, with which it is compared. */
  live: z.string().nullable(),
  partner: z.string().nullable(),
  startedBy: z.string(),
  /** On the hospital's clock. */
  started: z.string(),
  why: z.string().nullable(),
  /** null while it runs. */
  ended: z.strictObject({ how: z.enum(['live', 'stopped']), by: z.string(), at: z.string() }).nullable(),
  figures: shadowFigures,
  /** Files that arrived and are not compared yet, or were not when it ended. */
  waiting: z.int(),
  /** Why it cannot be opened at the moment. */
  fault: z.strictObject({ code: z.string(), place: z.string() }).nullable(),
  /** Documents that differ, the newest first. */
  shown: z.array(changedDocument),
});

export type ShadowReport = z.infer<typeof report>;

/** @returns null where no version ever ran as a shadow */
export const showShadow = operation(
  {
    summary: 'Shows the shadow: its figures, and the documents that differ.',
    role: 'viewer',
    owner: 'integration',
    http: { method: 'GET', path: '/shadows/current' },
    acts: false,
    content: true,
    input: z.strictObject({ limit: z.int().min(0).max(1_000) }),
    output: report.nullable(),
  },
  async (context, { limit }): Promise<ShadowReport | null> => {
    const { sql } = context;
    const shadow = await findLastShadow(sql);
    if (shadow === undefined) return null;
    const { hash, partner = null, startedBy, why = null, fault = null, ended } = shadow;
    const wall = (at: Date) => wallTime(at, context.configuration().settings.timezone);
    return {
      hash,
      partner,
      startedBy,
      started: wall(shadow.startedAt),
      why,
      fault,
      live: (await findLiveVersion(sql))?.hash ?? null,
      ended: ended === undefined ? null : { ...ended, at: wall(ended.at) },
      figures: shadow.figures as ShadowFigures,
      waiting: await countShadowFiles(sql, shadow.id),
      shown: (await listShadowDifferences(sql, shadow.id, limit)) as ShadowReport['shown'],
    };
  },
);

/** What may become live: numbers only. */
export const upcomingFields = {
  approved: approved.optional(),
  shadow: z
    .strictObject({
      hash: z.string(),
      partner: z.string().optional(),
      documents: z.int(),
      changed: z.int(),
      fault: z.strictObject({ code: z.string(), place: z.string() }).optional(),
    })
    .optional(),
};
const upcoming = z.strictObject(upcomingFields);
export type Upcoming = z.infer<typeof upcoming>;

export async function findUpcoming(sql: Sql, timezone: string): Promise<Upcoming> {
  const waiting = await findApproved(sql, timezone);
  const shadow = await findLastShadow(sql);
  return {
    ...defined({ approved: waiting }),
    ...(shadow === undefined || shadow.ended !== undefined ? {} : { shadow: inShort(shadow) }),
  };
}

function inShort({ hash, partner, fault, figures }: Shadow): NonNullable<Upcoming['shadow']> {
  const { documents, changed } = figures as ShadowFigures;
  return {
    hash,
    documents,
    changed,
    ...defined({ partner, fault }),
  };
}
