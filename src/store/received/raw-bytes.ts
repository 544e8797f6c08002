/**
 * The archive of every file's exact bytes: content-addressed, in compressed chunks, never changed.
 *
 * Reading checks the hash again, so a damaged archive is noticed before its bytes are used.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { RefusedError } from '../../errors.js';
import type { Sql } from '../database/index.js';

const compress = promisify(deflateRaw);
const expand = promisify(inflateRaw);

/** Bytes of a file in one chunk, before compression. */
const chunkBytes = 262_144;
/** Chunks written by one statement. */
const chunksPerInsert = 16;

async function* rechunk(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    held.push(piece);
    size += piece.length;
    if (size < chunkBytes) continue;
    const joined = Buffer.concat(held);
    let at = 0;
    for (; at + chunkBytes <= joined.length; at += chunkBytes) yield joined.subarray(at, at + chunkBytes);
    held = [joined.subarray(at)];
    size = joined.length - at;
  }
  if (size > 0) yield Buffer.concat(held);
}

/** A file's bytes to be kept. */
export interface Content {
  /** In hex. */
  sha256: string;
  byteCount: number;
  /** Called only when these bytes are not kept yet. */
  read(): AsyncIterable<Uint8Array>;
}

/** Keeps the bytes of files, each content once. Runs inside the transaction that inserts the files. */
export async function saveBytes(sql: Sql, contents: readonly Content[]): Promise<void> {
  const bySha256 = new Map(contents.map((content) => [content.sha256, content]));
  if (bySha256.size === 0) return;
  const added = await sql
    .insertInto('raw_blobs')
    .values([...bySha256.values()].map(({ sha256, byteCount }) => ({ sha256, byte_count: byteCount })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('sha256')
    .execute();
  let rows: { sha256: string; seq: number; data: Uint8Array }[] = [];
  const flush = async () => {
    if (rows.length > 0) await sql.insertInto('raw_chunks').values(rows).execute();
    rows = [];
  };
  for (const { sha256 } of added) {
    let seq = 0;
    for await (const chunk of rechunk(bySha256.get(sha256)!.read())) {
      rows.push({ sha256, seq, data: await compress(chunk, { level: 3 }) });
      seq += 1;
      if (rows.length === chunksPerInsert) await flush();
    }
  }
  await flush();
}

/**
 * The bytes of a file, chunk by chunk.
 * @throws RefusedError ARCHIVE_DAMAGED after the last chunk when they are not the bytes that were kept
 */
export async function* loadBytes(sql: Sql, sha256: string): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256');
  for (let seq = 0; ; seq += chunksPerInsert) {
    const rows = await sql
      .selectFrom('raw_chunks')
      .select('data')
      .where('sha256', '=', sha256)
      .where('seq', '>=', seq)
      .where('seq', '<', seq + chunksPerInsert)
      .orderBy('seq')
      .execute();
    for (const row of rows) {
      const chunk = await expand(row.data).catch((cause: unknown) => {
        throw damaged(sha256, cause);
      });
      hash.update(chunk);
      yield chunk;
    }
    if (rows.length < chunksPerInsert) break;
  }
  if (hash.digest('hex') !== sha256) throw damaged(sha256);
}

function damaged(sha256: string, cause?: unknown): RefusedError {
  return new RefusedError(
    'ARCHIVE_DAMAGED',
    'The kept bytes of a file are not the bytes that were received.',
    {
      detail: { sha256 },
      cause,
    },
  );
}
