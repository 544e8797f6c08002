/**
 * Watches an inbox folder so that a poll need not be waited for.
 *
 * A hint, never the truth: the kernel drops events when too many come at once, and tells nobody.
 */
import { basename, resolve } from 'node:path';
import { watch } from 'chokidar';
import { isTemporaryName } from './file-names.js';

export interface Watch {
  close(): Promise<void>;
}

/** Calls back for each file that appears or changes; hidden and temporary ones, and so our own, do not count. */
export function watchFolder(path: string, onHint: () => void, { root }: { root: string }): Watch {
  const folder = resolve(root, path);
  const watcher = watch(folder, {
    depth: 0,
    ignoreInitial: true,
    ignorePermissionErrors: true,
    ignored: (found) => found !== folder && isTemporaryName(basename(found)),
  });
  watcher.on('add', onHint);
  watcher.on('change', onHint);
  // A watcher that fails, for want of inotify watches or because the folder went away, only leaves us to the polls.
  watcher.on('error', () => undefined);
  return { close: () => watcher.close() };
}
