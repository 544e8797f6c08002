/**
 * What the store may expect of its database. The embedded one and a PostgreSQL server run this file unchanged.
 */
import { expect } from 'chai';
import { sql, type Kysely } from 'kysely';
import type { Database } from '../../src/store/database/database.js';

interface Tables {
  things: { id: number; name: string | null };
}

export function describeDatabasePromises(open: () => Promise<Database>): void {
  let database: Database;
  let db: Kysely<Tables>;

  before(async function () {
    this.timeout(60_000);
    database = await open();
    db = database.kysely as unknown as Kysely<Tables>;
    await sql`CREATE TABLE things (id integer PRIMARY KEY, name text UNIQUE)`.execute(db);
  });

  beforeEach(() => sql`TRUNCATE things`.execute(db));

  after(async function () {
    this.timeout(30_000);
    await database.close();
    expect(await database.healthy()).to.equal(false);
  });

  const names = async () =>
    (await db.selectFrom('things').select('name').orderBy('id').execute()).map((r) => r.name);

  it('gives every type in the same form', async () => {
    const { rows } = await sql`
      SELECT 9007199254740993::bigint AS big, 1.10::numeric(12, 4) AS exact, DATE '2024-02-29' AS day,
        TIMESTAMPTZ '2024-02-29 23:30:00.123-05' AS moment, '{"a":[1,{"b":null}]}'::jsonb AS json,
        decode('00ff5c78', 'hex') AS bytes, ARRAY['a', NULL, 'c"d']::text[] AS words, ARRAY[1, 2]::bigint[] AS bigs,
        true AS yes, NULL AS nothing, 0.1::float8 AS float, 7::integer AS number,
        '018f3f1e-0000-7000-8000-000000000000'::uuid AS id
    `.execute(db);
    expect(rows).to.deep.equal([
      {
        big: '9007199254740993',
        exact: '1.1000',
        day: '2024-02-29',
        moment: new Date('2024-03-01T04:30:00.123Z'),
        json: { a: [1, { b: null }] },
        bytes: Buffer.from([0, 255, 0x5c, 0x78]),
        words: ['a', null, 'c"d'],
        bigs: ['1', '2'],
        yes: true,
        nothing: null,
        float: 0.1,
        number: 7,
        id: '018f3f1e-0000-7000-8000-000000000000',
      },
    ]);
  });

  it('takes every type as a parameter', async () => {
    const moment = new Date('2024-02-29T04:30:00.123Z');
    const bytes = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256));
    const json = { quote: `O'Hara "x" \\ \u{1f600}` };
    const { rows } = await sql`
      SELECT ${moment}::timestamptz AS moment, ${bytes}::bytea AS bytes, ${JSON.stringify(json)}::jsonb AS json,
        ${['a', 'b,"c']}::text[] AS words, ${'123456789012345678901234567890.5'}::numeric AS exact,
        ${null}::text AS nothing, ${false}::boolean AS no, ${new Uint8Array([1, 2])}::bytea AS array
    `.execute(db);
    expect(rows).to.deep.equal([
      {
        moment,
        bytes,
        json,
        words: ['a', 'b,"c'],
        exact: '123456789012345678901234567890.5',
        nothing: null,
        no: false,
        array: Buffer.from([1, 2]),
      },
    ]);
  });

  it('carries megabytes both ways', async function () {
    this.timeout(60_000);
    const bytes = Buffer.alloc(20_000_000, 'waybill');
    const { rows } = await sql<{ bytes: Buffer }>`SELECT ${bytes}::bytea AS bytes`.execute(db);
    expect(rows[0]?.bytes.equals(bytes)).to.equal(true);
  });

  it('counts the rows it changed', async () => {
    const inserted = await db
      .insertInto('things')
      .values([
        { id: 1, name: 'a' },
        { id: 2, name: 'b' },
      ])
      .executeTakeFirst();
    expect(inserted.numInsertedOrUpdatedRows).to.equal(2n);
    const updated = await db.updateTable('things').set({ name: null }).executeTakeFirst();
    expect(updated.numUpdatedRows).to.equal(2n);
  });

  it('names what was violated', async () => {
    await db.insertInto('things').values({ id: 1, name: 'a' }).execute();
    const error = await db
      .insertInto('things')
      .values({ id: 2, name: 'a' })
      .execute()
      .catch((caught: unknown) => caught);
    expect(error).to.include({ code: '23505', constraint: 'things_name_key', severity: 'ERROR' });
  });

  it('undoes a transaction that fails, and goes on', async () => {
    const error = await db
      .transaction()
      .execute(async (trx) => {
        await trx.insertInto('things').values({ id: 1, name: 'a' }).execute();
        await sql`SELECT 1/0`.execute(trx);
      })
      .catch((caught: unknown) => caught);
    expect(error).to.include({ code: '22012' });
    expect(await names()).to.deep.equal([]);
  });

  it('keeps what happens inside a transaction inside it', async () => {
    let seenOutside: Promise<(string | null)[]> | undefined;
    await db.transaction().execute(async (trx) => {
      await trx.insertInto('things').values({ id: 1, name: 'a' }).execute();
      seenOutside = names();
      await trx.insertInto('things').values({ id: 2, name: 'b' }).execute();
    });
    // The embedded database makes the outsider wait; a server answers it with what was there before.
    expect(await seenOutside).to.satisfy((seen: unknown[]) => seen.length === 0 || seen.length === 2);
    expect(await names()).to.deep.equal(['a', 'b']);
  });

  it('runs many transactions at once, each whole', async () => {
    const run = async (id: number) => {
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('things')
          .values({ id: id * 2, name: `first ${id}` })
          .execute();
        await trx
          .insertInto('things')
          .values({ id: id * 2 + 1, name: `second ${id}` })
          .execute();
        if (id % 3 === 0) throw new Error('changed my mind');
      });
    };
    const results = await Promise.allSettled(Array.from({ length: 60 }, (_, id) => run(id)));
    expect(results.filter((result) => result.status === 'rejected')).to.have.lengthOf(20);
    expect(await names()).to.have.lengthOf(80);
  });

  it('undoes the transaction of a client that is thrown away', async () => {
    const client = await database.pool.connect();
    await client.query('BEGIN');
    await client.query("INSERT INTO things VALUES (1, 'a')");
    client.release(true);
    await db.insertInto('things').values({ id: 1, name: 'b' }).execute();
    expect(await names()).to.deep.equal(['b']);
  });

  it('tells listeners when the transaction commits, and only then', async () => {
    const listener = await database.pool.connect();
    const heard: string[] = [];
    let arrived = () => {};
    const both = new Promise<void>((go) => (arrived = go));
    listener.on('notification', ({ channel, payload }) => {
      heard.push(`${channel} ${payload ?? ''}`);
      if (heard.length === 2) arrived();
    });
    await listener.query('-- a comment in front, as BullMQ writes it\nLISTEN bells');
    const ring = (trx: Kysely<Tables>, word: string) => sql`SELECT pg_notify('bells', ${word})`.execute(trx);
    await db.transaction().execute((trx) => ring(trx, 'one'));
    await db
      .transaction()
      .execute(async (trx) => {
        await ring(trx, 'never');
        throw new Error('changed my mind');
      })
      .catch(() => {});
    await sql`SELECT pg_notify('other', 'unheard')`.execute(db);
    await ring(db, 'two');
    await both;
    expect(heard).to.deep.equal(['bells one', 'bells two']);
    listener.release(true);
  });

  it('answers more at once than it has connections', async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, index) => sql<{ n: number }>`SELECT ${index}::int AS n`.execute(db)),
    );
    expect(answers.map(({ rows }) => rows[0]?.n)).to.deep.equal(Array.from({ length: 300 }, (_, n) => n));
  });

  it('lets timers tick while it is busy', async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    for (let index = 0; index < 200; index += 1) await sql`SELECT ${index}::int`.execute(db);
    clearInterval(timer);
    expect(ticks).to.be.greaterThan(0);
  });

  it('knows that it answers', async () => {
    expect(await database.healthy()).to.equal(true);
  });
}
