/**
 * A stored file as translate reads it. Both passes of a small file share one copy in memory; a large one is read from the
 * archive each time.
 */
import { defined } from '../defined.js';
import type { PartnerBook } from '../partners/index.js';
import type { Sql } from '../store/database/index.js';
import { type StoredFile, loadBytes } from '../store/received/index.js';
import type { FileToTranslate } from '../translation/index.js';

/** Files up to this size are read from the archive once and kept for both passes. */
const memoryBytesMax = 8_388_608;

export async function fileToTranslate(
  { sql, book }: { sql: Sql; book: PartnerBook },
  stored: StoredFile,
): Promise<FileToTranslate> {
  const connection = book.connection(stored.connection);
  const file: FileToTranslate = {
    id: stored.id,
    name: stored.name,
    sha256: stored.sha256,
    byteCount: stored.byteCount,
    read: () => loadBytes(sql, stored.sha256),
    ...defined({ connection }),
  };
  if (stored.byteCount > memoryBytesMax) return file;
  const parts: Uint8Array[] = [];
  for await (const part of file.read()) parts.push(part);
  const whole = Buffer.concat(parts);
  return {
    ...file,
    async *read() {
      yield whole;
    },
  };
}
