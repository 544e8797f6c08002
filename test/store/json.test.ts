/**
 * JSON of records is the same in turns as at once, and holds no NUL.
 */
import { expect } from 'chai';
import { toJson, toJsonInTurns } from '../../src/store/database/json.js';

describe('JSON of a record', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, line) => ({ number: `${line}`, lots: [{ lot: 'a"b\u2028' }] }));

  it('is the same in turns as at once', async () => {
    for (const count of [0, 1, 256, 257, 512, 1_000]) {
      const record = {
        record: 'invoice@1',
        none: undefined,
        lines: lines(count),
        'a"': [undefined, 1],
        empty: {},
      };
      expect(await toJsonInTurns(record)).to.equal(toJson(record));
    }
  });

  it('has the symbol of NUL in its place, also in a long list', async () => {
    const record = { number: 'a\0b', lines: [...lines(300), { number: '\0' }] };
    const read = JSON.parse(await toJsonInTurns(record)) as typeof record;
    expect([read.number, read.lines[300]]).to.deep.equal(['a\u2400b', { number: '\u2400' }]);
  });
});
