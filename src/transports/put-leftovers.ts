/**
 * Removes what killed hubs left of their puts: temporary files of ours that are older than an hour.
 *
 * Only its age tells a left file from one in use. It is counted by the other side's clock alone, which may be hours off ours.
 * A writer that stood still for so long loses its file, and with it fails and tries again.
 */
import { isPutTemporaryName } from './file-names.js';
import { putOnce, type PutFolder } from './put-once.js';
import type { Transport } from './transport.js';

/** From this age on, a temporary file counts as left behind. */
const temporaryAgeMsMax = 60 * 60 * 1000;

/** Files looked at in one go: each is a question to the other side, where the folder's owner chooses the names. */
const looksMax = 100;

/** A put that also removes the leftovers in its folder, once, when it has put a first file. */
export function createPut(folder: PutFolder): Transport['put'] {
  let nowThereMs: number | undefined;
  let looked = false;
  const timed: PutFolder = {
    ...folder,
    write: async (temporary, bytes) => {
      await folder.write(temporary, bytes);
      nowThereMs ??= (await folder.find(temporary))?.mtimeMs;
    },
  };
  return async (name, bytes, size) => {
    const outcome = await putOnce(timed, name, bytes, size);
    if (nowThereMs !== undefined && !looked) {
      looked = true;
      // Best effort, and after the put: some servers let nobody list or remove, and that must not keep a file from them.
      await removeLeftovers(folder, nowThereMs).catch(() => undefined);
    }
    return outcome;
  };
}

async function removeLeftovers(folder: PutFolder, nowThereMs: number): Promise<void> {
  const names = (await folder.names()).filter(isPutTemporaryName).slice(0, looksMax);
  for (const name of names) {
    const found = await folder.find(name);
    if (found?.kind === 'file' && nowThereMs - found.mtimeMs > temporaryAgeMsMax) await folder.discard(name);
  }
}
