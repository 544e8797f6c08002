/**
 * The highest resident memory of this program so far, in bytes.
 *
 * The usage that the kernel keeps of a process counts its parent's, too, until it began a program of its own: a child of
 * a large test runner would be as large as that.
 */
import { existsSync, readFileSync } from 'node:fs';

export function peakBytes(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const told = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
  return 1024 * (told === undefined ? process.resourceUsage().maxRSS : Number(told));
}
