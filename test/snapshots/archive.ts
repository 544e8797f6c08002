/**
 * Folders and texts as they lie in git: a tar, compressed with Brotli over a window that is larger than a database, because
 * most of one is there three times.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/** More than a snapshot ever has. */
const bytesMax = 1024 * 1024 * 1024;
/** 128 MiB: two copies of a database lie in one window. */
const windowBits = 27;

export function pack(bytes: Uint8Array, file: string): void {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LARGE_WINDOW]: 1,
    [constants.BROTLI_PARAM_LGWIN]: windowBits,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  writeFileSync(file, brotliCompressSync(bytes, { params }));
}

export function unpack(file: string): Buffer {
  const params = { [constants.BROTLI_DECODER_PARAM_LARGE_WINDOW]: 1 };
  return brotliDecompressSync(readFileSync(file), { params, maxOutputLength: bytesMax });
}

/** @param names files and folders in the folder */
export function packFolder(folder: string, names: readonly string[], file: string): void {
  // No names of users: whoever unpacks it owns it.
  const owner = ['--owner=0', '--group=0', '--numeric-owner'];
  const args = ['--create', '--sort=name', '--format=ustar', ...owner, '--directory', folder, ...names];
  pack(execFileSync('tar', args, { maxBuffer: bytesMax }), file);
}

/** @param names what of it is laid out; all when left out */
export function unpackFolder(file: string, folder: string, names: readonly string[] = []): void {
  const args = ['--extract', '--no-same-owner', '--directory', folder, ...names];
  execFileSync('tar', args, { input: unpack(file) });
}
