/**
 * What is written in the configuration folder beside what is live: what differs, and what it would have done to the documents
 * of the last days. The folder's version is kept under its hash, so that exactly it can be applied.
 */
import { z } from 'zod';
import { findImpact, findOutboundImpact } from '../../configuration/impact/index.js';
import { ConfigurationError, type Configuration } from '../../configuration/index.js';
import {
  findDifferences,
  findSameVersions,
  loadFolder,
  loadStored,
  partsToRestart,
} from '../../configuration/versions/index.js';
import { findLiveVersion, loadVersion, notePlan, saveVersion } from '../../store/configuration/index.js';
import { addEvents } from '../../store/working/index.js';
import { operation, type OperationContext } from '../operation.js';
import { impactOutput } from './impact-output.js';
import { findUpcoming, upcomingFields } from './shadow-configuration.js';

const output = z.strictObject({
  /** Names the plan. */
  hash: z.string(),
  /** Hash of the live version; null where nothing ever was live. */
  live: z.string().nullable(),
  /** How changes reach the hub. */
  take: z.enum(['at-once', 'applied']),
  /** Whether the folder holds anything that is not live. */
  pending: z.boolean(),
  files: z.array(
    z.strictObject({
      path: z.string(),
      change: z.enum(['added', 'changed', 'removed']),
      /** One for each difference, such as `agreement invoices: acknowledge 997 -> 999`. */
      words: z.array(z.string()),
    }),
  ),
  warnings: z.array(z.string()),
  /** Parts of hub.yaml that a running hub takes at its next start only. */
  restart: z.array(z.string()),
  /** On received documents, and on documents that go out. */
  impact: impactOutput.nullable(),
  ...upcomingFields,
});

export type Plan = z.infer<typeof output>;

const input = z.strictObject({
  /** Documents of so many days are read again. */
  impactDays: z.int().min(1).max(3_660).optional(),
});

export const planConfiguration = operation(
  {
    summary:
      'Plans the configuration folder: shows what differs from the live version, and its impact on past documents.',
    role: 'integrator',
    owner: 'integration',
    http: { method: 'POST', path: '/configurations/plans' },
    acts: true,
    content: true,
    input: input,
    output: output,
  },
  async (context, { impactDays }): Promise<Plan> => {
    const { sql, home, actor } = context;
    const live = await findLiveVersion(sql);
    const before = live && (await loadVersion(sql, live.hash));
    const folder = await loadFolder(home);
    const { hash, configuration } = folder;
    const pending = hash !== live?.hash;
    if (pending) {
      await saveVersion(sql, folder, configuration.settings.changes);
      await notePlan(sql, hash, actor);
      await addEvents(
        sql,
        [{ event: 'configuration.planned', subjectKind: 'configuration', subjectId: hash }],
        actor,
      );
    }
    const liveConfiguration = live && (await liveOf(context, live.hash));
    const impact =
      pending && impactDays !== undefined && liveConfiguration !== undefined
        ? await impactOf(context, liveConfiguration, configuration, impactDays)
        : null;
    return {
      hash,
      live: live?.hash ?? null,
      take: live?.take ?? configuration.settings.changes.take,
      pending,
      files: findDifferences(before, folder),
      warnings: findSameVersions(before, folder),
      restart: liveConfiguration ? partsToRestart(configuration.settings, liveConfiguration.settings) : [],
      impact,
      ...(await findUpcoming(sql, configuration.settings.timezone)),
    };
  },
);

async function impactOf(
  { sql, signal }: OperationContext,
  before: Configuration,
  after: Configuration,
  days: number,
): Promise<NonNullable<Plan['impact']>> {
  const documentsMax = after.settings.limits.planDocumentsMax;
  const options = { before, after, days, documentsMax, signal };
  return { ...(await findImpact(sql, options)), outbound: await findOutboundImpact(sql, options) };
}

/** @returns undefined when this version of Waybill finds problems in it, which the change may be about to mend */
async function liveOf({ sql, home }: OperationContext, hash: string): Promise<Configuration | undefined> {
  try {
    return (await loadStored(sql, hash, home)).configuration;
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}
