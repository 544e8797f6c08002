/**
 * Watches an inbox folder so that a poll need not be waited for.
 *
 * A hint, never the truth: the kernel drops events when too many come at once, and tells nobody. A crowded folder is not
 * watched at all, because chokidar reads it whole at every change; then only the polls look.
 */
import { readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import { isTemporaryName } from '../file-names.js';

export interface Watch {
  close(): Promise<void>;
}

export interface WatchOptions {
  /** Relative paths start here. */
  root: string;
  /** A folder with more entries is crowded. */
  entriesWatchedMax?: number;
  /** How often a watched folder is checked for a crowd, and a crowded one for calm. */
  checkPauseMs?: number;
}

/** Calls back for each file that appears or changes; hidden and temporary ones, and so our own, do not count. */
export function watchFolder(path: string, onHint: () => void, options: WatchOptions): Watch {
  const { root, entriesWatchedMax = 500, checkPauseMs = 1_000 } = options;
  const folder = resolve(root, path);
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let running: Promise<void>;

  const check = async (): Promise<void> => {
    // A folder that is not there yet is watched: chokidar sees it come.
    const count = await readdir(folder).then(
      (names) => names.length,
      () => 0,
    );
    if (closed) return;
    if (count <= entriesWatchedMax) {
      watcher ??= open(folder, onHint);
    } else if (watcher !== undefined) {
      await watcher.close();
      watcher = undefined;
    }
    if (closed) return;
    timer = setTimeout(() => {
      running = check();
    }, checkPauseMs).unref();
  };
  running = check();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
      await watcher?.close();
    },
  };
}

function open(folder: string, onHint: () => void): FSWatcher {
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
  return watcher;
}
