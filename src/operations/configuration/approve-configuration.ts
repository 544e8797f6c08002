/**
 * Approves a planned version for a later time, and cancels that again. What goes live then is exactly what was planned.
 */
import { z } from 'zod';
import { loadStored } from '../../configuration/versions/index.js';
import { defined } from '../../defined.js';
import { RefusedError } from '../../errors.js';
import {
  findApproval,
  removeApproval,
  saveApproval,
  findLiveVersion,
  lockVersions,
} from '../../store/configuration/index.js';
import { databaseNow, type Sql } from '../../store/database/index.js';
import { addEvents } from '../../store/working/index.js';
import { effectiveDaysMax, readEffectiveTime, wallTime } from '../../timing/index.js';
import { shortHash } from '../../wording/index.js';
import { operation, type OperationContext } from '../operation.js';
import { reason } from '../why.js';
import { findApplicable } from './apply-configuration.js';
import { hashStart } from './find-version.js';

const approveInput = z.strictObject({
  hash: hashStart.optional(),
  /** As written: 2026-12-01T06:00 on the hospital's clock, or with an offset. */
  effective: z.string().max(40),
  why: reason,
});

/** A version that goes live later. */
export const approved = z.strictObject({
  hash: z.string(),
  /** UTC. */
  effectiveAt: z.iso.datetime(),
  /** The same moment on the hospital's clock. */
  effective: z.string(),
  timezone: z.string(),
  approvedBy: z.string(),
  why: z.string().optional(),
  /** Its time had come, and it could not go live. */
  refused: z.strictObject({ code: z.string(), place: z.string() }).optional(),
});

export type Approved = z.infer<typeof approved>;

export const approveConfiguration = operation(
  {
    summary: 'Approves a planned version, which then goes live at a later time.',
    role: 'approver',
    owner: 'integration',
    http: { method: 'POST', path: '/configurations/approve' },
    acts: true,
    input: approveInput,
    output: approved,
  },
  async (context, { hash, effective, why }): Promise<Approved> => {
    const { sql, home, actor } = context;
    const { planned, live } = await findApplicable(context, hash);
    if (live === undefined || planned.hash === live.hash) {
      throw unusable(`${shortHash(planned.hash)} is what is live, or becomes it at the next start.`);
    }
    if (planned.take === 'at-once') {
      throw unusable(
        'From this version on changes are taken at once, whatever the folder holds by then. Apply it without a time.',
      );
    }
    const effectiveAt = await readTime(context, effective);
    await loadStored(sql, planned.hash, home);
    const approval = {
      hash: planned.hash,
      effectiveAt,
      approvedBy: actor,
      ...defined({ why }),
    };
    await sql.transaction().execute(async (trx) => {
      await lockVersions(trx);
      if ((await findLiveVersion(trx))?.hash !== live.hash)
        throw unusable('Another version has just become live. Look again.');
      await saveApproval(trx, approval);
      const detail = {
        before: live.hash,
        why: why ?? null,
        plannedBy: planned.plannedBy ?? null,
        effectiveAt: effectiveAt.toISOString(),
      };
      const subject = { subjectKind: 'configuration', subjectId: planned.hash } as const;
      await addEvents(trx, [{ event: 'configuration.approved', ...subject, detail }], actor);
    });
    return approvedOf(approval, context.configuration().settings.timezone);
  },
);

function unusable(sentence: string): RefusedError {
  return new RefusedError('EFFECTIVE_TIME_UNUSABLE', sentence);
}

/** @throws RefusedError EFFECTIVE_TIME_UNUSABLE for a time that is none, past, or too far away */
async function readTime({ sql, configuration }: OperationContext, text: string): Promise<Date> {
  const { timezone } = configuration().settings;
  const read = readEffectiveTime(text, timezone);
  if ('fault' in read) throw unusable(read.fault);
  const now = await databaseNow(sql);
  const aheadMs = read.at.getTime() - now.getTime();
  if (aheadMs <= 0) {
    throw unusable(
      `${wallTime(read.at, timezone)} is past: it is ${wallTime(now, timezone)} by the database's clock. To have it live now, apply it without a time.`,
    );
  }
  if (aheadMs <= effectiveDaysMax * 86_400_000) return read.at;
  throw unusable(`${text} is more than ${effectiveDaysMax} days away.`);
}

function approvedOf(
  {
    effectiveAt,
    ...approval
  }: { effectiveAt: Date } & Pick<Approved, 'hash' | 'approvedBy' | 'why' | 'refused'>,
  timezone: string,
): Approved {
  const { hash, approvedBy, why, refused } = approval;
  return {
    hash,
    effectiveAt: effectiveAt.toISOString(),
    effective: wallTime(effectiveAt, timezone),
    timezone,
    approvedBy,
    ...defined({ why, refused }),
  };
}

/** The version that is approved for later, or could not go live when its time had come. */
export async function findApproved(sql: Sql, timezone: string): Promise<Approved | undefined> {
  const approval = await findApproval(sql);
  return approval && approvedOf(approval, timezone);
}

/** A second person is not needed to go back. */
export const cancelConfiguration = operation(
  {
    summary: 'Cancels the version that was approved for a later time.',
    role: 'approver',
    owner: 'integration',
    http: { method: 'POST', path: '/configurations/cancel' },
    acts: true,
    input: z.strictObject({ hash: hashStart.optional(), why: reason }),
    output: z.strictObject({ hash: z.string() }),
  },
  async ({ sql, actor }, { hash: start, why }) =>
    sql.transaction().execute(async (trx) => {
      await lockVersions(trx);
      const hash = await removeApproval(trx);
      if (hash === undefined || !hash.startsWith(start ?? '')) {
        const which = start === undefined ? 'No version is' : `${shortHash(start)} is not`;
        throw new RefusedError('NOTHING_APPROVED', `${which} approved for a later time.`);
      }
      const subject = { subjectKind: 'configuration', subjectId: hash } as const;
      await addEvents(
        trx,
        [{ event: 'configuration.called-off', ...subject, detail: { why: why ?? null } }],
        actor,
      );
      return { hash };
    }),
);
