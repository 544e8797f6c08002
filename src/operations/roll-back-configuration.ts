/**
 * Puts a version of the configuration live again that was live before.
 *
 * Where changes are taken at once the folder decides what is live, so there the files are handed back to be written into it.
 */
import { z } from 'zod';
import { readFolderVersion, loadStored, noteLive } from '../configuration/versions/index.js';
import { RefusedError } from '../errors.js';
import {
  findApproval,
  findLiveVersion,
  listAppliedVersions,
  loadVersion,
  saveVersion,
  type StoredVersion,
} from '../store/configuration/index.js';
import { addEvents } from '../store/working/index.js';
import { reason, shortHash } from './apply-configuration.js';
import { findVersion, hashStart } from './find-version.js';
import { operation, type OperationContext } from './operation.js';

const input = z.strictObject({
  hash: hashStart.optional(),
  why: reason,
  /** Whoever asks writes the files into the folder. */
  write: z.boolean().default(false),
});

export interface RolledBack {
  hash: string;
  /** Hash of what was live; null when nothing was. */
  before: string | null;
  /** What the folder held, kept under this hash. */
  folder: string;
  running: boolean;
  /** Hash of what was approved for a later time and is called off; null when nothing was. */
  calledOff: string | null;
  /** To be written into the folder, which then holds nothing else; base64. */
  files: { path: string; content: string }[];
  /** Files of the folder that are not in the version. */
  remove: string[];
}

export const rollBackConfiguration = operation(
  input,
  async (context, { hash: start, why, write }): Promise<RolledBack> => {
    const { sql, home, actor, running } = context;
    const live = await findLiveVersion(sql);
    const target = await findTarget(context, start);
    if (live?.take === 'at-once' && !write) {
      throw new RefusedError(
        'CHANGES_TAKEN_AT_ONCE',
        'This hub takes what stands in the folder at once, so the folder has to go back. With --write its files are replaced.',
      );
    }
    const { configuration } = await loadStored(sql, target.hash, home);
    const folder = await readFolderVersion(home.root);
    const approval = await findApproval(sql);
    if (write) await saveVersion(sql, folder, configuration.config.changes);
    const event = 'configuration.rolled-back';
    if (live?.take === 'at-once') {
      const detail = { before: live.hash, why: why ?? null };
      const subject = { subjectKind: 'configuration', subjectId: target.hash } as const;
      await addEvents(sql, [{ event, ...subject, detail }], actor);
    } else {
      await noteLive(sql, target.hash, { actor, event, ...(why === undefined ? {} : { why }) });
      await context.reload();
    }
    const version = write ? await loadVersion(sql, target.hash) : { files: [] };
    const paths = new Set(version.files.map(({ path }) => path));
    return {
      hash: target.hash,
      before: live?.hash ?? null,
      folder: folder.hash,
      running,
      calledOff: approval === undefined || approval.hash === target.hash ? null : approval.hash,
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

/** Versions that are or were live, the newest first. */
export const listVersions = operation(z.strictObject({}), async ({ sql }) =>
  (await listAppliedVersions(sql, versionsShownMax)).map(({ plannedAt, appliedAt, ...version }) => ({
    ...version,
    ...(plannedAt === undefined ? {} : { plannedAt: plannedAt.toISOString() }),
    ...(appliedAt === undefined ? {} : { appliedAt: appliedAt.toISOString() }),
  })),
);
