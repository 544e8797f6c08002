/**
 * Watches or fails what this process asks of the disk with fsync, for the embedded database.
 *
 * The disk is the outside: none that fails on demand is at hand where tests run without special rights.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

export function countSyncs(): { stop(): number } {
  let count = 0;
  const stop = replaceSync((sync, descriptor) => {
    count += 1;
    sync(descriptor);
  });
  return {
    stop() {
      stop();
      return count;
    },
  };
}

export function failSyncs(): { stop(): void } {
  const stop = replaceSync(() => {
    throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO', errno: -5, syscall: 'fsync' });
  });
  return { stop };
}

/** @returns how to put it back */
function replaceSync(by: (sync: (descriptor: number) => void, descriptor: number) => void): () => void {
  const { fsyncSync } = fs;
  fs.fsyncSync = (descriptor) => by(fsyncSync, descriptor);
  syncBuiltinESMExports();
  return () => {
    fs.fsyncSync = fsyncSync;
    syncBuiltinESMExports();
  };
}
