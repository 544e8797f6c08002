import { expect } from 'chai';
import { createPut } from '../../src/transports/put-leftovers.js';
import type { PutFolder } from '../../src/transports/put-once.js';
import { bytesOf } from '../conformance/transport.js';

const hour = 3_600_000;

/** A folder of another side, whose clock stands at `clockMs`; no file is read. */
function folderOf(clockMs: number, ages: Record<string, number>) {
  const times = new Map(Object.entries(ages).map(([name, ageMs]) => [name, clockMs - ageMs]));
  const folder: PutFolder = {
    async find(name) {
      const mtimeMs = times.get(name);
      return mtimeMs === undefined ? undefined : { kind: 'file', size: 0, mtimeMs };
    },
    names: async () => [...times.keys()],
    read: () => bytesOf(),
    async write(name, bytes) {
      for await (const _ of bytes);
      times.set(name, clockMs);
    },
    async move(from, to) {
      times.delete(from);
      times.set(to, clockMs);
      return true;
    },
    async discard(name) {
      times.delete(name);
    },
  };
  return { folder, names: () => [...times.keys()] };
}

describe('the leftovers of puts', () => {
  for (const offMs of [-26 * hour, 0, 26 * hour]) {
    it(`are told from files in use where the clock is ${offMs / hour} hours off`, async () => {
      const ages = { '.left.edi.0123abcd.part': hour + 1, '.in-use.edi.0123abcd.part': hour - 1 };
      const { folder, names } = folderOf(Date.now() + offMs, ages);
      await createPut(folder)('997.edi', bytesOf('x'), 1);
      expect(names()).to.deep.equal(['.in-use.edi.0123abcd.part', '997.edi']);
    });
  }

  it('are removed a hundred at a time, over as many transports as it takes', async () => {
    const left = Array.from({ length: 150 }, (_, number) => `.${number}.edi.0123abcd.part`);
    const { folder, names } = folderOf(0, Object.fromEntries(left.map((name) => [name, 2 * hour])));
    await createPut(folder)('1.edi', bytesOf('x'), 1);
    expect(names()).to.deep.equal([...left.slice(100), '1.edi']);
    await createPut(folder)('2.edi', bytesOf('x'), 1);
    expect(names()).to.deep.equal(['1.edi', '2.edi']);
  });
});
