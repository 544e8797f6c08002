import { expect } from 'chai';
import { createAttemptLimit } from '../../src/api/sign-in/attempt-limit.js';

describe('the limit on attempts', () => {
  const limits = { freeFailures: 2, firstWaitMs: 100, waitMsMax: 300, forgetAfterMs: 10_000 };
  let now: number;
  const open = () => createAttemptLimit(limits, () => now);
  beforeEach(() => {
    now = 5_000;
  });

  it('lets the free attempts through, then doubles the wait up to its limit', () => {
    const limit = open();
    expect([limit.begin('a'), limit.begin('a')]).to.deep.equal([0, 0]);
    const waits = Array.from({ length: 4 }, () => {
      const wait = limit.begin('a');
      now += wait;
      expect(limit.begin('a')).to.equal(0);
      return wait;
    });
    expect(waits).to.deep.equal([100, 200, 300, 300]);
  });

  it('does not lengthen the wait for attempts made while waiting', () => {
    const limit = open();
    limit.begin('a');
    limit.begin('a');
    for (let attempt = 0; attempt < 100; attempt += 1) expect(limit.begin('a')).to.equal(100);
  });

  it('counts each key by itself, and from the start after a success or a long pause', () => {
    const limit = open();
    limit.begin('a');
    limit.begin('a');
    expect(limit.begin('b')).to.equal(0);
    limit.succeed('a');
    expect(limit.begin('a')).to.equal(0);
    expect(limit.begin('a')).to.equal(0);
    now += 10_001;
    expect(limit.begin('a')).to.equal(0);
    expect(limit.begin('a')).to.equal(0);
  });

  it('forgets the longest unused key when there are too many', () => {
    const limit = open();
    limit.begin('first');
    limit.begin('first');
    for (let key = 0; key < 10_000; key += 1) limit.begin(`key ${key}`);
    expect(limit.begin('first')).to.equal(0);
  });
});
