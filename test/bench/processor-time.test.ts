/**
 * Processor time as the bench reads it from outside.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { busySeconds, secondsOf } from '../../bench/hub/processor-time.js';

describe('processor time read from outside', () => {
  before(function () {
    if (!existsSync('/proc/self/stat')) this.skip();
  });

  it('is that of a process and of its children, also when they have ended', async () => {
    const [ownBefore, busyBefore] = [secondsOf([process.pid])!, busySeconds()!];
    // A fifth of a second of a processor, however long that takes.
    const work = 'while (process.cpuUsage().user < 200_000);';
    await once(spawn(process.execPath, ['-e', work], { stdio: 'ignore' }), 'exit');
    expect(secondsOf([process.pid])! - ownBefore).to.be.at.least(0.18);
    expect(busySeconds()! - busyBefore).to.be.at.least(0.15);
  });

  it('is none of a process that is not there', () => {
    expect(secondsOf([2 ** 30])).to.equal(0);
    expect(secondsOf([])).to.equal(0);
  });
});
