/**
 * Crash points that are armed: the process kills itself with SIGKILL when it comes to the named one for the n-th time.
 *
 * Chosen by the package condition `crash-points`, which only the fault tests set. The file that WAYBILL_CRASH names holds
 * `name:n`, or nothing, and may change while the process runs. JavaScript, because Node has to read it as it is.
 */
import { readFileSync } from 'node:fs';

let armed = '';
let hits = 0;

export function crashPoint(name) {
  const wanted = readFileSync(process.env['WAYBILL_CRASH'], 'utf8');
  if (wanted !== armed) {
    armed = wanted;
    hits = 0;
  }
  const [, armedName, armedHit] = /^(.+):(\d+)$/.exec(armed) ?? [];
  if (name !== armedName) return;
  hits += 1;
  if (hits === Number(armedHit)) process.kill(process.pid, 'SIGKILL');
}
