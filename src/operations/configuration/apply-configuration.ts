/**
 * Puts a planned version of the configuration live: exactly the files that were planned, from the store.
 */
import { z } from 'zod';
import type { Figures } from '../../configuration/impact/index.js';
import { readFolderVersion, loadStored, noteLive } from '../../configuration/versions/index.js';
import { defined } from '../../defined.js';
import { RefusedError } from '../../errors.js';
import {
  findApproval,
  type Approval,
  findLiveVersion,
  findVersions,
  type StoredVersion,
  findLastShadow,
} from '../../store/configuration/index.js';
import type { Sql } from '../../store/database/index.js';
import { wallTime } from '../../timing/index.js';
import { shortHash } from '../../wording/index.js';
import { operation, type OperationContext } from '../operation.js';
import { reason } from '../why.js';
import { findVersion, hashStart } from './find-version.js';

const input = z.strictObject({ hash: hashStart.optional(), why: reason });

const output = z.strictObject({
  hash: z.string(),
  before: z.string().nullable(),
  /** false: it was live already. */
  changed: z.boolean(),
  /** Whether a hub runs with it now; else its next start takes it. */
  running: z.boolean(),
  /** The figures of its shadow, which has ended; null when it was none. */
  shadow: z.strictObject({ documents: z.int(), changed: z.int() }).nullable(),
});
type Applied = z.infer<typeof output>;

export const applyConfiguration = operation(
  {
    summary: 'Puts a planned version of the configuration live, exactly as it was planned.',
    role: 'approver',
    owner: 'integration',
    http: { method: 'POST', path: '/configurations/apply' },
    acts: true,
    input: input,
    output: output,
  },
  async (context, { hash, why }): Promise<Applied> => {
    const { sql, home, actor, running } = context;
    const { planned, live } = await findApplicable(context, hash);
    if (planned.hash === live?.hash) {
      return { hash: planned.hash, before: planned.hash, changed: false, running, shadow: null };
    }
    await loadStored(sql, planned.hash, home);
    const shadow = await findShadowOf(sql, planned.hash);
    const before = await noteLive(sql, planned.hash, {
      actor,
      event: 'configuration.applied',
      ...defined({ why, plannedBy: planned.plannedBy }),
    });
    await context.reload();
    return { hash: planned.hash, before: before ?? null, changed: true, running, shadow };
  },
);

async function findShadowOf(sql: Sql, hash: string): Promise<Applied['shadow']> {
  const shadow = await findLastShadow(sql);
  if (shadow?.hash !== hash || shadow.ended !== undefined) return null;
  const { documents, changed } = shadow.figures as Figures;
  return { documents, changed };
}

export interface Applicable {
  planned: StoredVersion;
  live: StoredVersion | undefined;
}

/**
 * A planned version that whoever asks may make live, now or later.
 * @throws RefusedError CHANGES_TAKEN_AT_ONCE, PLAN_UNKNOWN, PLAN_OUTDATED, PLAN_OWN; APPROVED_OTHER when another waits for its time
 */
export async function findApplicable(
  context: OperationContext,
  hash: string | undefined,
): Promise<Applicable> {
  const { sql, actor } = context;
  const live = await findLiveVersion(sql);
  if (live?.take === 'at-once') throw takenAtOnce();
  const approval = await findApproval(sql);
  const planned = await findPlan(context, hash, approval);
  if (live === undefined && planned.take === 'at-once') throw takenAtOnce();
  if (planned.hash === live?.hash) return { planned, live };
  if (live?.fourEyes === true && planned.plannedBy === actor) {
    throw new RefusedError(
      'PLAN_OWN',
      `${actor} planned ${shortHash(planned.hash)}, so somebody else has to apply it (changes.fourEyes).`,
    );
  }
  // One that could not go live at its time never will by itself: it is in nobody's way.
  const isFree = approval === undefined || approval.hash === planned.hash || approval.refused !== undefined;
  if (isFree) return { planned, live };
  throw new RefusedError(
    'APPROVED_OTHER',
    `${shortHash(approval.hash)} goes live at ${wallTime(approval.effectiveAt, context.configuration().settings.timezone)} and would take ${shortHash(planned.hash)} back. Cancel it first.`,
  );
}

/** The plan of the folder as it is now; or by its hash what is approved or runs as a shadow, whatever the folder holds. */
async function findPlan(
  { sql, home }: OperationContext,
  start: string | undefined,
  approval: Approval | undefined,
): Promise<StoredVersion> {
  const { hash } = await readFolderVersion(home.root);
  const planned =
    start === undefined ? (await findVersions(sql, hash))[0] : await findVersion(sql, start, 'PLAN_UNKNOWN');
  if (planned?.plannedBy === undefined) {
    throw new RefusedError('PLAN_UNKNOWN', `${shortHash(planned?.hash ?? hash)} was not planned.`);
  }
  if (planned.hash === hash || planned.hash === approval?.hash) return planned;
  if ((await findShadowOf(sql, planned.hash)) !== null) return planned;
  throw new RefusedError(
    'PLAN_OUTDATED',
    `The folder changed after ${shortHash(planned.hash)} was planned: it is ${shortHash(hash)} now. Plan it again.`,
  );
}

export function takenAtOnce(): RefusedError {
  return new RefusedError(
    'CHANGES_TAKEN_AT_ONCE',
    'This hub takes what stands in the folder at once, so there is nothing to apply. With changes: { take: applied } in hub.yaml it waits.',
  );
}
