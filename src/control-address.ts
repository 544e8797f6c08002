/**
 * Where the control channel of a hub is: a socket that only the owner of the data directory can open.
 *
 * The folder around the socket is closed to others before the socket is made, so there is no moment in which it is open. A
 * path too long for a socket is replaced by one in the temporary folder; a file beside says which it is.
 */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Bytes in the path of a socket; macOS has 104 with the end, Linux 108. */
export const socketPathBytesMax = 103;

/** Who asks, as events show it. */
export const callerForm = /^[^\p{C}]{1,64}$/u;

const temporary = () => join(tmpdir(), 'waybill-control-');

/** Makes room for the socket of a hub. @returns its path @throws what the file system throws */
export async function placeSocket(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'control');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  await removeSocket(dataDir, await findSocket(dataDir));
  const own = join(folder, 'hub.sock');
  const fits = Buffer.byteLength(own) <= socketPathBytesMax;
  const path = fits ? own : join(await mkdtemp(temporary()), 'hub.sock');
  await writeFile(join(folder, 'address'), `${path}\n`, { mode: 0o600 });
  return path;
}

/** @returns the path of the socket; undefined where no hub has run yet @throws EACCES where it is somebody else's */
export async function findSocket(dataDir: string): Promise<string | undefined> {
  try {
    return (await readFile(join(dataDir, 'control/address'), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes a socket that nobody answers at, with the temporary folder that was made for it. */
export async function removeSocket(dataDir: string, path: string | undefined): Promise<void> {
  if (path === undefined) return;
  await rm(path, { force: true });
  const own = path === join(dataDir, 'control/hub.sock');
  if (!own && path.startsWith(temporary())) await rm(dirname(path), { recursive: true, force: true });
}
