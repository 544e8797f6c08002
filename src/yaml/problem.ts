/**
 * A fault in a configuration file: what is wrong, where, and what to do about it.
 *
 * A value, never thrown, so that one check can show all faults of all files. Codes stand in problem-codes.ts of the vocabulary.
 */
import type { ProblemCode } from '../vocabulary/index.js';
export interface Problem {
  /** Stable, e.g. KEY_UNKNOWN. */
  code: ProblemCode;
  severity: 'error' | 'warning';
  message: string;
  /** As shown to people: relative to the configuration folder, with forward slashes. */
  file: string;
  /** Line and column count from 1; columns and length count UTF-16 units, as editors do. */
  line: number;
  col: number;
  length: number;
  /** Keys down to the place, joined by dots: `connections.acme-sftp.hostKey`; '' for the file itself. */
  path: string;
  /** What to do, without the leading "help:". */
  help?: string;
  /** The whole line at fault. */
  sourceLine?: string;
}

/** Keys and list positions from the top of a file down to a value. */
export type YamlPath = readonly (string | number)[];

/** Errors keep a configuration from being used; warnings do not. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}
