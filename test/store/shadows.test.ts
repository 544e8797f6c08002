/**
 * Shadows beside transactions of the hub's own work, on a real PostgreSQL server: the embedded database knows no two at once.
 */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { saveVersion } from '../../src/store/configuration/configurations.js';
import { openDatabase, type Database } from '../../src/store/database/database.js';
import { insertFiles } from '../../src/store/received/files.js';
import { migrate } from '../../src/store/database/migrate.js';
import { saveBytes } from '../../src/store/received/raw-bytes.js';
import type { Sql } from '../../src/store/database/schema.js';
import {
  addShadowFiles,
  countShadowFiles,
  endShadow,
  findLastShadow,
  insertShadow,
  takeShadowFile,
} from '../../src/store/configuration/shadows.js';
import { hasPostgres, startPostgres, type Postgres } from '../kit/postgres.js';

describe('a shadow beside the hub’s own work', function () {
  this.timeout(60_000);
  let postgres: Postgres;
  let database: Database;
  let sql: Sql;
  const fileId = randomUUID();
  const shadow = { hash: 'a'.repeat(64), startedBy: 'local:anna', figures: {} };

  before(async function () {
    if (!hasPostgres()) return this.skip();
    postgres = await startPostgres();
    database = await openDatabase({ dataDir: '/nowhere', databaseUrl: await postgres.freshDatabase() });
    sql = database.kysely;
    await migrate(sql);
    await saveVersion(sql, { hash: shadow.hash, files: [] }, { take: 'applied', fourEyes: false });
    const bytes = { sha256: 'b'.repeat(64), byteCount: 0 };
    await saveBytes(sql, [{ ...bytes, async *read() {} }]);
    const file = {
      id: fileId,
      name: 'a.x12',
      direction: 'in',
      connection: 'acme-folder',
      partner: 'acme',
    } as const;
    await insertFiles(sql, [{ ...file, ...bytes, state: 'received', correlationId: fileId }]);
  });
  after(async () => {
    await database?.close();
    await postgres?.close();
  });
  beforeEach(async () => {
    await sql.deleteFrom('shadows').execute();
    await insertShadow(sql, shadow);
  });

  const startAnother = async (trx: Sql) => {
    await endShadow(trx, { how: 'stopped', by: 'local:anna' });
    await insertShadow(trx, shadow);
  };
  const begin = async () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    let begun: (trx: Sql) => void = () => undefined;
    const trx = new Promise<Sql>((resolve) => (begun = resolve));
    const done = sql.transaction().execute(async (one) => {
      begun(one);
      await ended;
    });
    const commit = async () => {
      end();
      await done;
    };
    return { trx: await trx, commit };
  };
  /** Until a transaction waits for a lock of another. */
  const somebodyWaits = async () => {
    for (;;) {
      const { rows } = await raw`SELECT 1 FROM pg_locks WHERE NOT granted`.execute(sql);
      if (rows.length > 0) return;
    }
  };

  it('that is forgotten while a file is saved for it waits for the file', async () => {
    const saving = await begin();
    await addShadowFiles(saving.trx, [fileId]);
    const starting = sql.transaction().execute(startAnother);
    await somebodyWaits();
    await saving.commit();
    await starting;
    expect(await countShadowFiles(sql, (await findLastShadow(sql))!.id)).to.equal(0);
  });

  it('that is forgotten while a file is about to be saved for it lets it pass', async () => {
    const starting = await begin();
    await startAnother(starting.trx);
    const saving = sql.transaction().execute((trx) => addShadowFiles(trx, [fileId]));
    await somebodyWaits();
    await starting.commit();
    await saving;
  });

  it('makes no file wait that is saved while findings are', async () => {
    await addShadowFiles(sql, [fileId]);
    const { id: shadowId } = (await findLastShadow(sql))!;
    const finding = await begin();
    expect(await takeShadowFile(finding.trx, { shadowId, fileId })).to.deep.equal({ figures: {} });
    await finding.trx.updateTable('shadows').set({ figures: '{"files":1}' }).execute();
    const another = randomUUID();
    await raw`INSERT INTO files (id, direction, connection, name, sha256, byte_count, state, correlation_id)
      SELECT ${another}::uuid, direction, connection, name, sha256, byte_count, state, id FROM files`.execute(
      sql,
    );
    await sql.transaction().execute(async (trx) => {
      await raw`SET LOCAL lock_timeout = 1000`.execute(trx);
      await addShadowFiles(trx, [another]);
    });
    await finding.commit();
    expect(await countShadowFiles(sql, shadowId)).to.equal(1);
  });
});
