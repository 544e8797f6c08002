/**
 * A kept version as a configuration: its files are laid out in a folder of their own for as long as they are read.
 *
 * Folders and secrets that its files name are those of the hub, relative to the true configuration folder.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ReadCrosswalk } from '../../crosswalks/index.js';
import type { Version } from '../../store/configuration/index.js';
import { loadConfiguration, type LoadedConfiguration } from '../configuration.js';

/** Where a configuration lives, whatever version of it. */
export interface Home {
  /** The folder that holds hub.yaml. */
  root: string;
  environment: NodeJS.ProcessEnv;
  /** Keeps what is in use from being read again with each change. */
  readCrosswalk?: ReadCrosswalk;
}

/** Reads and checks the files of a version as if they stood in the configuration folder. */
export async function readConfigurationOf(version: Version, home: Home): Promise<LoadedConfiguration> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-configuration-'));
  try {
    for (const { path, bytes } of version.files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    return loadConfiguration(folder, home.environment, {
      home: home.root,
      readCrosswalk: home.readCrosswalk,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
