/**
 * How long the hub waits after a failure.
 */
import { expect } from 'chai';
import { UnavailableError } from '../../src/errors.js';
import { backOffMs } from '../../src/working/back-off.js';
import { nextPollMs, pollFailure } from '../../src/steps/receive/poll-failure.js';

describe('back-off', () => {
  const rule = { firstDelayMs: 2_000, maxDelayMs: 60_000 };

  it('doubles up to the longest delay, with at most half of it as jitter', () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 40].map((attempts) => backOffMs(rule, attempts, 0, 1));
    expect(longest).to.deep.equal([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    const shortest = [0, 1, 2].map((attempts) => backOffMs(rule, attempts, 0, 0));
    expect(shortest).to.deep.equal([1_000, 2_000, 4_000]);
  });

  it('waits at least as long as the other side asked for', () => {
    expect(backOffMs(rule, 0, 90_000, 1)).to.equal(90_000);
  });
});

describe('failed polls', () => {
  it('come back slowly, but never later than five minutes', () => {
    expect(nextPollMs(300_000, 1, 'CONNECTION_UNREACHABLE')).to.equal(10_000);
    expect(nextPollMs(300_000, 30, 'CONNECTION_UNREACHABLE')).to.equal(300_000);
  });

  it('do not lock us out after a refused sign-in', () => {
    expect(nextPollMs(5_000, 1, 'AUTHENTICATION_REFUSED')).to.equal(5_000);
    expect(nextPollMs(5_000, 3, 'AUTHENTICATION_REFUSED')).to.equal(300_000);
  });

  it('suspend the connection when the host key changed', () => {
    const error = new UnavailableError('HOST_KEY_CHANGED', 'changed');
    expect(pollFailure(error)).to.deep.equal({ errorCode: 'HOST_KEY_CHANGED', suspended: true });
    expect(nextPollMs(1_000, 1, 'HOST_KEY_CHANGED')).to.equal(300_000);
  });
});
