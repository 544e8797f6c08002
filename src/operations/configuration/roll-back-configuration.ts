/**
 * Puts a version of the configuration live again that was live before.
 *
 * Where changes are taken at once the folder decides what is live, so there the files are handed back to be written into it.
 */
import { z } from 'zod';
import { readFolderVersion, loadStored, noteLive } from '../../configuration/versions/index.js';
import { defined } from '../../defined.js';
import { RefusedError } from '../../errors.js';
import {
  findApproval,
  findLiveVersion,
  listAppliedVersions,
  loadVersion,
  saveVersion,
  type StoredVersion,
} from '../../store/configuration/index.js';
import { addEvents } from '../../store/working/index.js';
import { shortHash } from '../../wording/index.js';
import { operation, type OperationContext } from '../operation.js';
import { reason } from '../why.js';
import { findVersion, hashStart } from './find-version.js';

const input = z.strictObject({
  hash: hashStart.optional(),
  why: reason,
  /** Whoever asks writes the files into the folder. */
  write: z.boolean().default(false),
});

const output = z.strictObject({
  hash: z.string(),
  /** Hash of the version that was live; null when none was. */
  before: z.string().nullable(),
  /** The folder's content is kept under this hash. */
  folder: z.string(),
  running: z.boolean(),
  /** Hash of the version that was approved for a later time and is now cancelled; null when none was. */
  cancelled: z.string().nullable(),
  /** To be written into the folder, which then holds nothing else; base64. */
  files: z.array(z.strictObject({ path: z.string(), content: z.base64() })),
  /** Files of the folder that are not in the version. */
  remove: z.array(z.string()),
});

export type RolledBack = z.infer<typeof output>;

export const rollBackConfiguration = operation(
  {
    summary: 'Puts a version of the configuration live again that was live before.',
    role: 'approver',
    owner: 'integration',
    http: { method: 'POST', path: '/configurations/roll-back' },
    acts: true,
    input: input,
    output: output,
  },
  async (context, { hash: start, why, write }): Promise<RolledBack> => {
    const { sql, home, actor, running } = context;
    const live = await findLiveVersion(sql);
    const target = await findTarget(context, start);
    if (live?.take === 'at-once' && !write) {
      throw new RefusedError(
        'CHANGES_TAKEN_AT_ONCE',
        'This hub takes the folder at once, so the folder itself has to go back.',
      );
    }
    const { configuration } = await loadStored(sql, target.hash, home);
    const folder = await readFolderVersion(home.root);
    const approval = await findApproval(sql);
    if (write) await saveVersion(sql, folder, configuration.settings.changes);
    const event = 'configuration.rolled-back';
    if (live?.take === 'at-once') {
      const detail = { before: live.hash, why: why ?? null };
      const subject = { subjectKind: 'configuration', subjectId: target.hash } as const;
      await addEvents(sql, [{ event, ...subject, detail }], actor);
    } else {
      await noteLive(sql, target.hash, { actor, event, ...defined({ why }) });
      await context.reload();
    }
    const version = write ? await loadVersion(sql, target.hash) : { files: [] };
    const paths = new Set(version.files.map(({ path }) => path));
    return {
      hash: target.hash,
      before: live?.hash ?? null,
      folder: folder.hash,
      running,
      cancelled: approval === undefined || approval.hash === target.hash ? null : approval.hash,
      files: version.files.map(({ path, bytes }) => ({ path, content: bytes.toString('base64') })),
      remove: write ? folder.files.map(({ path }) => path).filter((path) => !paths.has(path)) : [],
    };
  },
);

/** The version that is named, or the one that was live before. */
async function findTarget({ sql }: OperationContext, start: string | undefined): Promise<StoredVersion> {
  const named = start === undefined ? undefined : await findVersion(sql, start, 'VERSION_UNKNOWN');
  const target = named ?? (await listAppliedVersions(sql, 2)).find(({ state }) => state !== 'live');
  if (target === undefined) throw new RefusedError('VERSION_UNKNOWN', 'No other version was ever live.');
  if (target.appliedAt !== undefined) return target;
  throw new RefusedError(
    'VERSION_UNKNOWN',
    `${shortHash(target.hash)} was never live; a planned version is applied.`,
  );
}

/** Versions listed. */
const versionsShownMax = 20;

const versionsOutput = z.array(
  z.strictObject({
    hash: z.string(),
    state: z.enum(['planned', 'live', 'retired']),
    take: z.enum(['at-once', 'applied']),
    fourEyes: z.boolean(),
    plannedBy: z.string().optional(),
    plannedAt: z.iso.datetime().optional(),
    appliedBy: z.string().optional(),
    appliedAt: z.iso.datetime().optional(),
    why: z.string().optional(),
  }),
);

/** The newest first. */
export const listVersions = operation(
  {
    summary: 'Lists the versions of the configuration that are or were live, the newest first.',
    role: 'viewer',
    owner: 'integration',
    http: { method: 'GET', path: '/configurations' },
    acts: false,
    input: z.strictObject({}),
    output: versionsOutput,
  },
  async ({ sql }) =>
    (await listAppliedVersions(sql, versionsShownMax)).map(({ plannedAt, appliedAt, ...version }) => ({
      ...version,
      plannedAt: plannedAt?.toISOString(),
      appliedAt: appliedAt?.toISOString(),
    })),
);
