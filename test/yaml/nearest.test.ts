import { expect } from 'chai';
import { nearest } from '../../src/yaml/nearest.js';

describe('nearest', () => {
  const cases: [string, string[], string | undefined][] = [
    ['hostKeys', ['host', 'hostKey', 'port'], 'hostKey'],
    ['acme-801', ['acme-810', 'ohio-csv'], 'acme-810'],
    ['HOSTKEY', ['hostKey'], 'hostKey'],
    ['folder', ['sftp', 'http'], undefined],
    ['x', [], undefined],
    ['', ['a'], 'a'],
    ['on', ['in', 'out'], 'in'],
    ['warning', ['debug', 'warn'], 'warn'],
    ['to', ['token'], undefined],
    ['nnoe', ['997', 'none'], 'none'],
  ];
  for (const [word, words, expected] of cases) {
    it(`finds ${expected ?? 'nothing'} for "${word}" among ${words.join(', ') || 'no words'}`, () => {
      expect(nearest(word, words)).to.equal(expected);
    });
  }

  it('takes the first of equally near words', () => {
    expect(nearest('ab', ['ac', 'ad'])).to.equal('ac');
  });

  it('does not compare words of absurd length', () => {
    expect(nearest('x'.repeat(100_000), ['x'.repeat(99_999)])).to.equal(undefined);
  });
});
