/**
 * People who may look into the hub with a browser: their passwords (hashed), their sessions, and the first-run secret.
 *
 * Secrets and tokens reach this module hashed only; what is stored cannot be used to sign in.
 */
import { sql as raw } from 'kysely';
import type { Sql } from '../database/index.js';
import { addEvents } from '../working/index.js';

export interface NewOperator {
  name: string;
  passwordHash: string;
}

/** Whether anybody can sign in. */
export async function anyOperator(sql: Sql): Promise<boolean> {
  const row = await sql.selectFrom('operators').select('name').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Remembers a first-run secret. Each hub process that starts without an operator adds its own. */
export async function saveSetupSecret(sql: Sql, secretSha256: string): Promise<void> {
  await sql.insertInto('setup_secrets').values({ secret_sha256: secretSha256 }).execute();
}

/**
 * Makes the first operator and uses up every first-run secret.
 * @returns false when the secret is not one of ours, or was used before
 */
export async function createFirstOperator(
  sql: Sql,
  secretSha256: string,
  operator: NewOperator,
): Promise<boolean> {
  return sql.transaction().execute(async (trx) => {
    // Taken before looking, so that of two set-ups at once with two secrets only one finds its secret.
    await raw`LOCK TABLE setup_secrets IN EXCLUSIVE MODE`.execute(trx);
    const known = await trx
      .selectFrom('setup_secrets')
      .select('secret_sha256')
      .where('secret_sha256', '=', secretSha256)
      .executeTakeFirst();
    if (known === undefined || (await anyOperator(trx))) return false;
    await trx.deleteFrom('setup_secrets').execute();
    await trx
      .insertInto('operators')
      .values({ name: operator.name, password_hash: operator.passwordHash })
      .execute();
    await addEvents(trx, [{ event: 'operator.created', ...about(operator.name) }], operator.name);
    return true;
  });
}

/** The stored hash of an operator's password. */
export async function findPasswordHash(sql: Sql, name: string): Promise<string | undefined> {
  const row = await sql
    .selectFrom('operators')
    .select('password_hash')
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.password_hash;
}

/** Opens a session that ends after `lifetimeMs` by the database's clock; sessions that have ended are removed. */
export async function saveSession(
  sql: Sql,
  session: { tokenSha256: string; operator: string; lifetimeMs: number },
): Promise<void> {
  await sql.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('operator_sessions')
      .where('expires_at', '<=', raw<Date>`now()`)
      .execute();
    await trx
      .insertInto('operator_sessions')
      .values({
        token_sha256: session.tokenSha256,
        operator: session.operator,
        expires_at: raw<Date>`now() + ${session.lifetimeMs} * interval '1 millisecond'`,
      })
      .execute();
    await addEvents(trx, [{ event: 'operator.signed-in', ...about(session.operator) }], session.operator);
  });
}

/** The operator whose session this is, while it lasts. */
export async function findSession(sql: Sql, tokenSha256: string): Promise<string | undefined> {
  const row = await sql
    .selectFrom('operator_sessions')
    .select('operator')
    .where('token_sha256', '=', tokenSha256)
    .where('expires_at', '>', raw<Date>`now()`)
    .executeTakeFirst();
  return row?.operator;
}

/** Ends a session; an unknown one is no error. */
export async function removeSession(sql: Sql, tokenSha256: string): Promise<void> {
  await sql.transaction().execute(async (trx) => {
    const ended = await trx
      .deleteFrom('operator_sessions')
      .where('token_sha256', '=', tokenSha256)
      .returning('operator')
      .executeTakeFirst();
    if (ended === undefined) return;
    await addEvents(trx, [{ event: 'operator.signed-out', ...about(ended.operator) }], ended.operator);
  });
}

function about(operator: string) {
  return { subjectKind: 'operator', subjectId: operator } as const;
}
