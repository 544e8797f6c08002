/**
 * The start of a hash, as people read it.
 */

/** The first 12 characters of a hash. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
