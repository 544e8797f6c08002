/**
 * The conditions of a run, without which its figures say nothing: machine, load, commits, and how long it took.
 */
import { cpus, loadavg } from 'node:os';

export interface Conditions {
  began: Date;
  load: string;
}

export function noteStart(): Conditions {
  return { began: new Date(), load: loadNow() };
}

/** Lines of a Markdown list, at the end of the run. */
export function conditionLines({ began, load }: Conditions): string[] {
  const { model } = cpus()[0] ?? { model: 'unknown processor' };
  const minutes = ((Date.now() - began.getTime()) / 60_000).toFixed(1);
  return [
    `- Node ${process.version}, ${cpus().length} x ${model.trim()}, ${process.platform}`,
    `- began ${began.toISOString().slice(0, 16)}Z, took ${minutes} minutes`,
    `- load average ${load} at the start, ${loadNow()} at the end, our own included`,
  ];
}

/** Of 1, 5 and 15 minutes; Windows has none. */
function loadNow(): string {
  return loadavg()
    .map((value) => value.toFixed(1))
    .join(', ');
}
