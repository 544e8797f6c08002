/**
 * Tells a database that is away, which passes by itself, from a fault of ours.
 */

/** SQLSTATE classes and codes of a server that stops, starts, or cannot be reached. */
const passingStates = /^(08|53|57P0|40001|40P01|25P03)/;
const passingSystemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);
/** pg reports a lost connection in words only. */
const passingWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (passingSystemCodes.has(code) && 'syscall' in error) return true;
  return ('severity' in error && passingStates.test(code)) || passingWords.test(error.message);
}
