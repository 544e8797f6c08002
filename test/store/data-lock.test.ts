/** Two processes on one data directory would lose rows in silence. */
import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../../src/errors.js';
import { lockDataDirectory } from '../../src/store/database/data-lock.js';

const holder = fileURLToPath(new URL('lock-holder.ts', import.meta.url));

for (const [how, flock] of [
  ['held by the kernel', 'flock'],
  ['held by process id and start time', 'there-is-no-such-command'],
] as const)
  describe(`the lock of a data directory, ${how}`, () => {
    let directory: string;
    const children: ChildProcess[] = [];
    const lock = () => lockDataDirectory(directory, flock);

    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'waybill-lock-'));
    });

    afterEach(() => {
      for (const child of children.splice(0)) child.kill('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    });

    async function holdInChild(): Promise<ChildProcess> {
      const child = spawn(process.execPath, ['--import', 'tsx', holder, directory, flock], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      await once(child.stdout, 'data');
      return child;
    }

    it('refuses a second process and names the first', async () => {
      const child = await holdInChild();
      expect(lock)
        .to.throw(ConfigError, new RegExp(`Process ${child.pid} holds the data directory`))
        .with.property('code', 'DATA_DIRECTORY_LOCKED');
    });

    it('is free after the holder was killed', async () => {
      const child = await holdInChild();
      child.kill('SIGKILL');
      await once(child, 'exit');
      lock().release();
    });

    it('refuses a second hub in the same process until the first lets go', () => {
      const first = lock();
      expect(lock).to.throw(ConfigError).with.property('detail').that.includes({ pid: process.pid });
      first.release();
      first.release();
      lock().release();
    });

    it('is not kept by a process that only has the id of the old holder', () => {
      const old = { pid: process.ppid, startedAt: 'another time' };
      writeFileSync(join(directory, 'lock'), JSON.stringify(old));
      lock().release();
    });

    it('is not kept by a file that nobody can read', () => {
      writeFileSync(join(directory, 'lock'), '{"pid": 1');
      const held = lock();
      expect(JSON.parse(readFileSync(join(directory, 'lock'), 'utf8'))).to.include({ pid: process.pid });
      held.release();
    });
  });
