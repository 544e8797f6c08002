/**
 * ERP as a folder: one file per record, JSON or CSV.
 *
 * A file appears whole or not at all: it is written under a hidden temporary name, flushed, renamed, and the folder is
 * flushed. Its name holds the record's id and revision, so an ERP that has already taken the file away can tell a repeat.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError, RefusedError, UnavailableError, WaybillError } from '../../errors.js';
import {
  commonErpOptions,
  deliveryBody,
  kindWithoutVersion,
  type ErpAdapter,
  type ErpDelivery,
  type ErpEnvironment,
  type ErpPlugIn,
} from '../erp.js';
import { writeCsv } from './write-csv.js';

/** How much of the business key goes into a file name, in characters. */
export const businessKeyCharactersMax = 60;
/** Temporary files older than this were left by a crash and are removed when the adapter opens. */
export const temporaryAgeMsMax = 3_600_000;

const temporaryPrefix = '.waybill-';

const settings = z.strictObject({
  adapter: z.literal('files').describe('One file per record in a folder.'),
  path: z.string().min(1).describe('The folder, relative to hub.yaml. The hub makes it where it is missing.'),
  format: z
    .enum(['json', 'csv'])
    .default('json')
    .describe(
      'json: the whole record. csv: one row for each line of the record, always with the same columns.',
    ),
  ...commonErpOptions,
});

type FilesSettings = z.infer<typeof settings>;

/** The `files` adapter. */
export const files: ErpPlugIn<FilesSettings> = { settings, open: openFiles };

async function openFiles(
  name: string,
  options: FilesSettings,
  environment: ErpEnvironment,
): Promise<ErpAdapter> {
  const folder = resolve(environment.root, options.path);
  try {
    await mkdir(folder, { recursive: true });
    await removeOldTemporaries(folder);
  } catch (error) {
    throw new ConfigError('CONFIG_INVALID', 'The folder of an ERP cannot be used', {
      detail: { erp: name, path: options.path, reason: systemCode(error) },
      cause: error,
    });
  }
  return {
    async deliver(delivery, signal) {
      const bytes = Buffer.from(options.format === 'csv' ? writeCsv(delivery) : writeJson(delivery));
      const target = join(folder, fileNameOf(delivery, options.format));
      try {
        await putOnce({ folder, target, bytes, signal });
      } catch (error) {
        if (error instanceof WaybillError) throw error;
        throw unavailable(systemCode(error));
      }
      return {};
    },
    close: async () => undefined,
  };
}

function writeJson(delivery: ErpDelivery): string {
  return `${JSON.stringify(deliveryBody(delivery), undefined, 2)}\n`;
}

/** Only letters, digits, `.`, `_` and `-` of a business key reach the disk; the record's id keeps names apart. */
function fileNameOf(delivery: ErpDelivery, extension: string): string {
  const key = delivery.businessKey.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, businessKeyCharactersMax);
  const kind = kindWithoutVersion(delivery.kind);
  return `${kind}-${key}-${delivery.recordId}.${delivery.revision}.${extension}`;
}

interface Put {
  folder: string;
  target: string;
  bytes: Buffer;
  signal: AbortSignal;
}

async function putOnce({ folder, target, bytes, signal }: Put): Promise<void> {
  const present = await unlessAbsent(readFile(target));
  if (present !== undefined && !present.equals(bytes)) {
    throw new RefusedError('DELIVERY_REFUSED', 'Another file already has the name of this record', {
      detail: { reason: 'name-taken' },
    });
  }
  if (present === undefined) await writeAndRename({ folder, target, bytes, signal });
  // Also for a file that is already there: the attempt that wrote it may have died before this.
  await flushFolder(folder);
}

async function writeAndRename({ folder, target, bytes, signal }: Put): Promise<void> {
  const temporary = join(folder, `${temporaryPrefix}${randomUUID()}`);
  try {
    const file = await open(temporary, 'wx', 0o640);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    if (signal.aborted) throw unavailable('stopped');
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** What the system says, or undefined when the file is not there (any more). */
async function unlessAbsent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function removeOldTemporaries(folder: string): Promise<void> {
  const oldest = Date.now() - temporaryAgeMsMax;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(temporaryPrefix)) continue;
    const path = join(folder, name);
    const found = await unlessAbsent(stat(path));
    if (found !== undefined && found.mtimeMs < oldest) await rm(path, { force: true });
  }
}

function unavailable(reason: string): UnavailableError {
  return new UnavailableError('DELIVERY_UNAVAILABLE', 'The folder of the ERP cannot be written', {
    detail: { reason },
  });
}

/** ENOSPC, EACCES and the like. */
function systemCode(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code ?? 'unknown';
}
