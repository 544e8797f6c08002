/**
 * A version of the configuration by the start of its hash, as people type it.
 */
import { z } from 'zod';
import { RefusedError } from '../../errors.js';
import { findVersions, type StoredVersion } from '../../store/configuration/index.js';
import type { Sql } from '../../store/database/index.js';
import type { ErrorCode } from '../../vocabulary/index.js';

/** The start of a hash. */
export const hashStart = z
  .string()
  .regex(/^[0-9a-f]{7,64}$/, 'must be the first 7 characters of a hash, or more of it');

/** @throws RefusedError with this code when none begins so, or more than one */
export async function findVersion(sql: Sql, start: string, code: ErrorCode): Promise<StoredVersion> {
  const [found, other] = await findVersions(sql, start);
  if (found === undefined)
    throw new RefusedError(code, `No version of the configuration begins with ${start}.`);
  if (other === undefined) return found;
  throw new RefusedError(code, `More than one version begins with ${start}; give more of its hash.`);
}
