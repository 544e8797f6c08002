/**
 * Brings the database to the newest schema, once, however many hubs start together.
 *
 * A migration runs in one transaction under an advisory lock: a hub killed half-way leaves nothing behind.
 */
import { Migrator, sql, type Kysely, type Migration } from 'kysely';
import { ConfigError } from '../../errors.js';
import { hubTables } from './migrations/0001-hub.js';
import { answerTables } from './migrations/0002-answers.js';
import { configurationTables } from './migrations/0003-configurations.js';
import { releaseTables } from './migrations/0004-release.js';
import { numberRanges } from './migrations/0005-number-ranges.js';
import { outboundDocuments } from './migrations/0006-outbound-documents.js';
import { approvalTables } from './migrations/0007-approvals.js';
import { packedOrigins } from './migrations/0008-packed-origins.js';
import type { HubSchema } from './schema.js';

const migrations: Record<string, Migration> = {
  '0001-hub': fromStatements(hubTables),
  '0002-answers': fromStatements(answerTables),
  '0003-configurations': fromStatements(configurationTables),
  '0004-release': fromStatements(releaseTables),
  '0005-number-ranges': fromStatements(numberRanges),
  '0006-outbound-documents': fromStatements(outboundDocuments),
  '0007-approvals': fromStatements(approvalTables),
  '0008-packed-origins': { up: packedOrigins },
};

function fromStatements(statements: readonly string[]): Migration {
  return {
    async up(database: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(database);
    },
  };
}

/** @throws ConfigError MIGRATION_FAILED with the migration's name */
export async function migrate(database: Kysely<HubSchema>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'none';
  throw new ConfigError(
    'MIGRATION_FAILED',
    'The database could not be brought to the schema of this version.',
    {
      detail: { migration: failed },
      cause: error,
    },
  );
}
