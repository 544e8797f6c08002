/**
 * Everything that the fuzzer ever found, read again; and that it would find something.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { instrument } from './instrument.js';
import { Mutator, withTotals } from './mutate.js';
import { checkBytes } from './target.js';

const folder = fileURLToPath(new URL('../fixtures/fuzz/', import.meta.url));
const finds = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.bin')) : [];

describe('what the fuzzer found', () => {
  for (const name of finds)
    it(`${name} breaks no promise any more`, () => checkBytes(readFileSync(`${folder}${name}`)));
});

describe('the fuzzer', () => {
  const sound = readFileSync(new URL('../fixtures/x12/ok_3st.edi', import.meta.url));

  it('changes inputs the same way for the same seed', () => {
    const inputs = [1, 1, 2].map((seed) => {
      let state = seed;
      const mutator = new Mutator((most) => (state = (state * 48_271) % 2_147_483_647) % (most + 1));
      return Array.from({ length: 20 }, () =>
        Buffer.from(mutator.mutate(sound, sound)).toString('hex'),
      ).join();
    });
    expect(inputs[0]).to.equal(inputs[1]);
    expect(inputs[0]).to.not.equal(inputs[2]);
  });

  it('makes totals fit, and leaves them where they do', () => {
    const joined = sound.toString().replaceAll('\n', '');
    for (const text of [joined, joined.replace(/SE\*\d+/, 'SE*99'), joined.replace('GE*3*101', 'GE*7*1')])
      expect(withTotals(Buffer.from(text)).toString()).to.equal(joined);
  });

  it('counts every branch, and changes nothing of what the code does', () => {
    const code = `
      export function walk(a) {
        let out = 0;
        for (const one of a) if (one > 2) out += one; else out--;
        switch (a.length) { case 1: out += 10; break; default: out += 20; }
        return a[0] ? (a[1] && a[2]) ?? out : out;
      }`;
    const { text, count } = instrument(code, 5);
    expect(count).to.equal(10);
    const run = (source: string, counters: number[]) =>
      new Function('__fuzzCounters', 'globalThis', source.replace('export', 'return'))(counters, {
        __fuzzCounters: counters,
      }) as (a: number[]) => unknown;
    const counters = new Array<number>(20).fill(0);
    for (const input of [[1], [3, 4, 5], [0, 1], []])
      expect(run(text, counters)(input)).to.deep.equal(run(code, [])(input));
    expect(counters.slice(5, 15).every((times) => times > 0)).to.equal(true);
    expect(counters.slice(0, 5).some((times) => times > 0)).to.equal(false);
  });
});
