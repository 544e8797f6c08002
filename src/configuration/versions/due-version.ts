/**
 * Puts the version that was approved for a time live when that time has come, by the database's clock.
 *
 * It is tried once: a version that could not be opened at its time must not go live hours later, at a moment nobody chose.
 */
import { defined } from '../../defined.js';
import { RefusedError } from '../../errors.js';
import type { Log } from '../../log.js';
import {
  findApproval,
  refuseApproval,
  type Approval,
  findLiveVersion,
} from '../../store/configuration/index.js';
import type { Sql } from '../../store/database/index.js';
import { addEvents } from '../../store/working/index.js';
import { ConfigurationError, type Configuration } from '../configuration.js';
import type { Home } from './load-version.js';
import { loadStored, noteLive } from './start-version.js';

export interface DueOptions {
  sql: Sql;
  home: Home;
  log: Log;
}

/** What is wrong, as operators are told: no content of files. */
interface Fault {
  code: string;
  place: string;
}

export async function takeDueVersion({ sql, home, log }: DueOptions): Promise<void> {
  const approval = await findApproval(sql);
  if (approval === undefined || !approval.isDue || approval.refused !== undefined) return;
  const fault = await findFault(sql, home, approval.hash);
  if (fault !== undefined) {
    await refuse({ sql, log }, approval, fault);
    return;
  }
  const { hash, approvedBy: actor, why } = approval;
  const { effectiveAt } = approval;
  await noteLive(sql, hash, {
    actor,
    event: 'configuration.applied',
    effectiveAt,
    ...defined({ why }),
  });
}

async function findFault(sql: Sql, home: Home, hash: string): Promise<Fault | undefined> {
  try {
    const { configuration } = await loadStored(sql, hash, home);
    const lacking = await lackingSecrets(configuration);
    if (lacking.size === 0) return undefined;
    const live = await findLiveVersion(sql);
    // What is live may lack one too, for a connection that is not used yet: that is no fault of the change.
    const known = live && (await lackingSecrets((await loadStored(sql, live.hash, home)).configuration));
    const [secret] = [...lacking].filter((name) => known?.has(name) !== true);
    return secret === undefined ? undefined : { code: 'SECRET_UNUSABLE', place: `secret:${secret}` };
  } catch (error) {
    return faultOf(error);
  }
}

/** @throws the error itself where it is none that a version could be blamed for */
export function faultOf(error: unknown): Fault {
  if (error instanceof ConfigurationError) {
    const first = error.problems.find(({ severity }) => severity === 'error');
    return { code: first?.code ?? error.code, place: first ? `${first.file}:${first.line}` : '' };
  }
  if (error instanceof RefusedError) return { code: error.code, place: '' };
  throw error;
}

/** Names of secrets that connections name and that are not there, or not to be read. */
async function lackingSecrets({ book, settings }: Configuration): Promise<Set<string>> {
  const lacking = new Set<string>();
  for (const name of new Set(book.connections.flatMap(({ options }) => secretsIn(options)))) {
    const value = await settings.secrets.find(name).catch(() => undefined);
    if (value === undefined) lacking.add(name);
  }
  return lacking;
}

function secretsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('secret:') ? [value.slice('secret:'.length)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(secretsIn) : [];
}

async function refuse(
  { sql, log }: Pick<DueOptions, 'sql' | 'log'>,
  { hash, effectiveAt }: Approval,
  fault: Fault,
): Promise<void> {
  const isNews = await sql.transaction().execute(async (trx) => {
    if (!(await refuseApproval(trx, hash, fault))) return false;
    const { code, place } = fault;
    const detail = { problems: 1, code, place, effectiveAt: effectiveAt.toISOString() };
    const subject = { subjectKind: 'configuration', subjectId: hash } as const;
    await addEvents(trx, [{ event: 'configuration.refused', ...subject, detail }]);
    return true;
  });
  if (isNews) log.warn('An approved configuration has a problem and does not go live', fault);
}
