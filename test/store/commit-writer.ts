/**
 * Commits batches of three rows for ever and prints each number once its commit returned, to be killed.
 */
import { writeSync } from 'node:fs';
import { openDatabase } from '../../src/store/database/database.js';

const { pool } = await openDatabase({ dataDir: process.argv[2] ?? '' });
await pool.query('CREATE TABLE IF NOT EXISTS batches (batch integer, part integer, body text)');
const { rows } = await pool.query<{ next: number }>(
  'SELECT coalesce(max(batch), 0) + 1 AS next FROM batches',
);
const client = await pool.connect();
for (let batch = rows[0]?.next ?? 1; ; batch += 1) {
  await client.query('BEGIN');
  for (const part of [1, 2, 3])
    await client.query('INSERT INTO batches VALUES ($1, $2, $3)', [batch, part, 'x'.repeat(2_000)]);
  await client.query('COMMIT');
  writeSync(1, `${batch}\n`);
}
