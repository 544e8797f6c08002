/**
 * Saves outbound files: their bytes, their rows and the work to send them, in the transaction that saves their content.
 */
import { createHash } from 'node:crypto';
import type { Sql } from '../store/database/index.js';
import { insertOutboundFiles, saveBytes } from '../store/received/index.js';
import { addWork } from '../store/working/index.js';
import type { DueWork } from './due-work.js';

export interface FileToSend {
  id: string;
  connection: string;
  partner: string;
  name: string;
  correlationId: string;
  bytes: Uint8Array;
}

export async function saveOutboundFiles(sql: Sql, files: readonly FileToSend[]): Promise<DueWork> {
  const rows = files.map(({ bytes, ...file }) => ({
    ...file,
    direction: 'out' as const,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    byteCount: bytes.length,
    state: 'waiting' as const,
  }));
  await saveBytes(
    sql,
    rows.map(({ sha256, byteCount }, index) => ({
      sha256,
      byteCount,
      read: () => whole(files[index]!.bytes),
    })),
  );
  await insertOutboundFiles(sql, rows);
  const send = await addWork(
    sql,
    'send',
    rows.map(({ id }) => ({ subjectId: id })),
  );
  return { send };
}

async function* whole(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
