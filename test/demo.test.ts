/**
 * The demo is a promise of the README: it runs on a fresh machine, and each of its files ends as its table says.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect } from 'chai';

const root = resolve(import.meta.dirname, '..');

describe('the demo', function () {
  this.timeout(150_000);

  it('ends well, with every file where it should be', () => {
    const demo = spawnSync(process.execPath, ['--import', 'tsx', 'demo/demo.ts'], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1' },
      timeout: 140_000,
    });
    expect(demo.status, demo.stdout + demo.stderr).to.equal(0);
    expect(demo.stderr).to.equal('');
    expect(demo.stdout).to.contain('All as it should be').and.contain('ST*997*0001');
  });
});
