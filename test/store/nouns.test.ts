/**
 * The store's functions on the embedded database: leases, lanes, control numbers, the archive, the audit chain.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { takeControlNumbers } from '../../src/store/sent/control-numbers.js';
import { addEvents, chainEvents, findBrokenLink } from '../../src/store/working/events.js';
import { beat, removeHub } from '../../src/store/working/hubs.js';
import { migrate } from '../../src/store/database/migrate.js';
import { packedOrigins } from '../../src/store/database/migrations/0008-packed-origins.js';
import { unpackOrigins } from '../../src/store/database/pack-origins.js';
import { loadBytes, saveBytes } from '../../src/store/received/raw-bytes.js';
import type { Sql } from '../../src/store/database/schema.js';
import {
  addWork,
  deadLetterWork,
  findDueWork,
  finishWork,
  leaseLane,
  leaseWork,
  postponeWork,
} from '../../src/store/working/work.js';
import { openFreshDatabase } from '../kit/fresh-database.js';

describe('store', () => {
  let sql: Sql;
  let close: () => Promise<void>;
  const hub = { hubId: randomUUID(), leaseMs: 30_000, hubSilentMs: 6_000 };
  const other = { hubId: randomUUID(), leaseMs: 30_000, hubSilentMs: 6_000 };

  before(async () => {
    ({ sql, close } = await openFreshDatabase());
    await beat(sql, hub.hubId);
    await beat(sql, other.hubId);
  });
  after(() => close());

  it('migrates twice without harm', () => migrate(sql));

  it('packs the origins of records that were kept as JSON', () =>
    sql.transaction().execute(async (trx) => {
      const origins = { 'lines.0.number': { offset: 3, length: 2, row: 2, column: 'no' } };
      await raw`CREATE TEMPORARY TABLE records (id uuid, revision integer, origins jsonb NOT NULL) ON COMMIT DROP`.execute(
        trx,
      );
      await raw`INSERT INTO records SELECT gen_random_uuid(), revision, ${JSON.stringify(origins)}::jsonb
        FROM generate_series(1, 45), generate_series(1, 2) AS revision`.execute(trx);
      await packedOrigins(trx);
      const rows = await trx.selectFrom('records').select('origins').execute();
      expect(rows).to.have.length(90);
      for (const row of rows) expect(unpackOrigins(row.origins)).to.deep.equal(origins);
    }));

  describe('work', () => {
    beforeEach(() => sql.deleteFrom('work').execute());

    it('is added once per step and subject', async () => {
      const subjectId = uuidv7();
      expect(await addWork(sql, 'deliver', [{ subjectId }])).to.have.length(1);
      expect(await addWork(sql, 'deliver', [{ subjectId }])).to.have.length(0);
    });

    it('is leased by one of two', async () => {
      const ids = await addWork(sql, 'deliver', [{ subjectId: uuidv7() }, { subjectId: uuidv7() }]);
      const [mine, theirs] = await Promise.all([
        leaseWork(sql, 'deliver', ids, hub),
        leaseWork(sql, 'deliver', ids, other),
      ]);
      expect(mine.length + theirs.length).to.equal(2);
    });

    it('is finished only by the holder of the newest lease', async () => {
      const ids = await addWork(sql, 'deliver', [{ subjectId: uuidv7() }]);
      const [old] = await leaseWork(sql, 'deliver', ids, hub);
      await sql
        .updateTable('work')
        .set({ lease_until: raw<Date>`now() - interval '1 s'` })
        .execute();
      const [fresh] = await leaseWork(sql, 'deliver', ids, other);
      expect(fresh?.epoch).to.equal(2);
      expect(await finishWork(sql, [old!])).to.equal(false);
      expect(await finishWork(sql, [fresh!])).to.equal(true);
    });

    it('is free again when its hub falls silent', async () => {
      const silent = { hubId: randomUUID(), leaseMs: 30_000, hubSilentMs: 6_000 };
      await beat(sql, silent.hubId);
      const ids = await addWork(sql, 'deliver', [{ subjectId: uuidv7() }]);
      expect(await leaseWork(sql, 'deliver', ids, silent)).to.have.length(1);
      expect(await leaseWork(sql, 'deliver', ids, hub)).to.have.length(0);
      await removeHub(sql, silent.hubId);
      expect(await leaseWork(sql, 'deliver', ids, hub)).to.have.length(1);
    });

    it('waits for its next attempt, and is rung once', async () => {
      const ids = await addWork(sql, 'deliver', [{ subjectId: uuidv7() }]);
      const [lease] = await leaseWork(sql, 'deliver', ids, hub);
      await postponeWork(sql, lease!, { delayMs: 60_000, errorCode: 'DELIVERY_UNAVAILABLE' });
      expect(await leaseWork(sql, 'deliver', ids, hub)).to.have.length(0);
      expect(await findDueWork(sql, { rungBeforeMs: 0, limit: 10, hubSilentMs: 6_000 })).to.have.length(0);
      await sql
        .updateTable('work')
        .set({ next_at: raw<Date>`now()` })
        .execute();
      expect(await findDueWork(sql, { rungBeforeMs: 60_000, limit: 10, hubSilentMs: 6_000 })).to.deep.equal([
        { id: ids[0], step: 'deliver' },
      ]);
      expect(await findDueWork(sql, { rungBeforeMs: 60_000, limit: 10, hubSilentMs: 6_000 })).to.have.length(
        0,
      );
      const [again] = await leaseWork(sql, 'deliver', ids, hub);
      expect(again?.attempts).to.equal(1);
    });

    it('keeps the order of a lane, and lets nobody overtake', async () => {
      const subjects = [uuidv7(), uuidv7(), uuidv7()];
      await addWork(
        sql,
        'translate',
        [...subjects].reverse().map((subjectId) => ({ subjectId, lane: 'acme' })),
      );
      const [first] = await leaseLane(sql, 'translate', 'acme', { ...hub, limit: 1 });
      expect(first?.subjectId).to.equal(subjects[0]);
      expect(await leaseLane(sql, 'translate', 'acme', { ...other, limit: 5 })).to.have.length(0);
      await postponeWork(sql, first!, { delayMs: 60_000, errorCode: 'X' });
      expect(await leaseLane(sql, 'translate', 'acme', { ...other, limit: 5 })).to.have.length(0);
      await sql
        .updateTable('work')
        .set({ next_at: raw<Date>`now()` })
        .execute();
      const [again] = await leaseLane(sql, 'translate', 'acme', { ...other, limit: 1 });
      await deadLetterWork(sql, again!, 'X');
      const rest = await leaseLane(sql, 'translate', 'acme', { ...hub, limit: 5 });
      expect(rest.map((lease) => lease.subjectId)).to.deep.equal(subjects.slice(1));
    });
  });

  describe('control numbers', () => {
    const key = { kind: 'interchange' as const, sender: 'ZZ:US', receiver: 'ZZ:THEM' };

    it('have no gap after a rollback', async () => {
      expect(await takeControlNumbers(sql, key, 2)).to.deep.equal([1, 2]);
      await sql
        .transaction()
        .execute(async (trx) => {
          await takeControlNumbers(trx, key, 3);
          throw new Error('rolled back');
        })
        .catch(() => undefined);
      expect(await takeControlNumbers(sql, key, 1)).to.deep.equal([3]);
    });

    it('begin again after 999999999', async () => {
      await sql.updateTable('control_numbers').set({ next: 999_999_999 }).execute();
      expect(await takeControlNumbers(sql, key, 2)).to.deep.equal([999_999_999, 1]);
    });
  });

  describe('raw bytes', () => {
    async function collect(sha256: string): Promise<Buffer> {
      const parts: Uint8Array[] = [];
      for await (const part of loadBytes(sql, sha256)) parts.push(part);
      return Buffer.concat(parts);
    }
    async function keep(bytes: Buffer, pieceBytes: number): Promise<string> {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const content = {
        sha256,
        byteCount: bytes.length,
        async *read() {
          for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
        },
      };
      await saveBytes(sql, [content]);
      return sha256;
    }

    for (const size of [0, 1, 262_143, 262_144, 262_145, 6_000_000]) {
      it(`come back as they were: ${size} bytes`, async () => {
        const bytes = randomBytes(size);
        expect((await collect(await keep(bytes, 70_001))).equals(bytes)).to.equal(true);
      });
    }

    it('are refused when a bit has changed in the archive', async () => {
      const sha256 = await keep(Buffer.from('ISA*00*'), 3);
      await sql
        .updateTable('raw_chunks')
        .set({ data: raw<Uint8Array>`set_byte(data, 1, get_byte(data, 1) # 1)` })
        .where('sha256', '=', sha256)
        .execute();
      const outcome = await collect(sha256).catch((error: unknown) => error);
      expect(outcome).to.have.property('code', 'ARCHIVE_DAMAGED');
    });
  });

  describe('events', () => {
    it('form a chain that shows a changed, a removed and an inserted row', async () => {
      await addEvents(
        sql,
        Array.from({ length: 5 }, (_, index) => ({
          event: 'file.received',
          subjectKind: 'file',
          subjectId: String(index),
          detail: { connection: 'acme', byteCount: index, sha256: '', original: null },
        })),
      );
      expect(await chainEvents(sql, 3)).to.equal(3);
      expect(await chainEvents(sql)).to.equal(2);
      expect(await findBrokenLink(sql)).to.equal(undefined);
      const tamper = async (change: (trx: Sql) => Promise<unknown>) => {
        let found: string | undefined;
        await sql
          .transaction()
          .execute(async (trx) => {
            await change(trx);
            found = await findBrokenLink(trx);
            throw new Error('rolled back');
          })
          .catch(() => undefined);
        return found;
      };
      expect(
        await tamper((trx) =>
          trx.updateTable('events').set({ actor: 'x' }).where('subject_id', '=', '2').execute(),
        ),
      ).to.equal('3');
      expect(await tamper((trx) => trx.deleteFrom('event_chain').where('seq', '=', '4').execute())).to.equal(
        '4',
      );
      expect(
        await tamper((trx) =>
          trx
            .updateTable('event_chain')
            .set({ hash: 'f'.repeat(64) })
            .where('seq', '=', '1')
            .execute(),
        ),
      ).to.equal('1');
    });
  });
});
