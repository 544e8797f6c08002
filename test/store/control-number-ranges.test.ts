import { expect } from 'chai';
import { findTakenNumbers, takeControlNumbers } from '../../src/store/sent/control-numbers.js';
import type { Sql } from '../../src/store/database/schema.js';
import { openFreshDatabase } from '../kit/fresh-database.js';

describe('ranges of control numbers', () => {
  let sql: Sql;
  let close: () => Promise<void>;
  let sender = 0;
  /** A pair that no other test has. */
  const newKey = () => ({ kind: 'interchange' as const, sender: `ZZ:${(sender += 1)}`, receiver: 'ZZ:ACME' });
  const range = { first: 501, last: 510 };

  before(async () => {
    ({ sql, close } = await openFreshDatabase());
  });
  after(() => close());

  it('begin at the first number and come back to it after the last', async () => {
    const key = newKey();
    expect(await takeControlNumbers(sql, key, 8, range)).to.deep.equal([
      501, 502, 503, 504, 505, 506, 507, 508,
    ]);
    expect(await takeControlNumbers(sql, key, 4, range)).to.deep.equal([509, 510, 501, 502]);
    expect(await takeControlNumbers(sql, key, 1, range)).to.deep.equal([503]);
  });

  it('come back to the first number where a take ends at the last', async () => {
    const key = newKey();
    expect((await takeControlNumbers(sql, key, 10, range)).at(-1)).to.equal(510);
    expect(await takeControlNumbers(sql, key, 1, range)).to.deep.equal([501]);
  });

  it('go on where another range leaves them inside, and begin at its first number where not', async () => {
    const key = newKey();
    await takeControlNumbers(sql, key, 5);
    expect(await takeControlNumbers(sql, key, 1, range)).to.deep.equal([501]);
    expect(await takeControlNumbers(sql, key, 1, { first: 100, last: 999 })).to.deep.equal([502]);
    expect(await takeControlNumbers(sql, key, 1, { first: 1, last: 400 })).to.deep.equal([1]);
  });

  it('repeat within one take rather than leave the range', async () => {
    const three = { first: 7, last: 9 };
    expect(await takeControlNumbers(sql, newKey(), 5, three)).to.deep.equal([7, 8, 9, 7, 8]);
  });

  it('have no gaps and no repeats when many take at once, and some change their mind', async () => {
    const key = newKey();
    const wide = { first: 990_001, last: 999_999 };
    const take = (count: number, fails: boolean) =>
      sql.transaction().execute(async (trx) => {
        const numbers = await takeControlNumbers(trx, key, count, wide);
        if (fails) throw new Error('rolled back');
        return numbers;
      });
    const takes = Array.from({ length: 60 }, (_, index) => take((index % 3) + 1, index % 5 === 4));
    const kept = (await Promise.allSettled(takes)).flatMap((one) =>
      one.status === 'fulfilled' ? one.value : [],
    );
    const sorted = kept.sort((one, other) => one - other);
    expect(sorted).to.deep.equal(Array.from({ length: kept.length }, (_, index) => 990_001 + index));
  });

  it('are known as taken after they have come back to the first', async () => {
    const key = newKey();
    const taken = async () => (await findTakenNumbers(sql, [key, key])).get(JSON.stringify(key));
    expect(await taken()).to.equal(undefined);
    await takeControlNumbers(sql, key, 3, range);
    expect(await taken()).to.deep.equal({ lowest: 501, highest: 503 });
    await takeControlNumbers(sql, key, 9, range);
    expect(await taken()).to.deep.equal({ lowest: 501, highest: 510 });
    await takeControlNumbers(sql, key, 1, { first: 20, last: 30 });
    expect(await taken()).to.deep.equal({ lowest: 20, highest: 510 });
  });
});
