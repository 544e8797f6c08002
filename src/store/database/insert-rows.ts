/**
 * Inserts many rows in statements of bounded size: a statement holds at most 65,535 parameters, and the embedded database
 * is slow above about a thousand rows.
 */
import type { Insertable } from 'kysely';
import type { HubSchema, Sql } from './schema.js';

const rowsPerInsert = 500;

export async function insertRows<Table extends keyof HubSchema>(
  sql: Sql,
  table: Table,
  rows: readonly Insertable<HubSchema[Table]>[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsPerInsert) {
    await sql
      .insertInto(table)
      .values(rows.slice(at, at + rowsPerInsert))
      .execute();
  }
}
