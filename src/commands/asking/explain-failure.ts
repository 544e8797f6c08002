/**
 * Why a command could not go on, for people: what they can act on in words, anything else as the bug that it is.
 */
import { ConfigurationError } from '../../configuration/index.js';
import { RefusedError, WaybillError } from '../../errors.js';
import type { ErrorCode } from '../../vocabulary/index.js';
import { renderProblem } from '../../yaml/index.js';

/** The command that helps on, where one is sure. */
const nextCommands: Partial<Record<ErrorCode, string>> = {
  PLAN_UNKNOWN: 'waybill plan',
  PLAN_OUTDATED: 'waybill plan',
  APPROVED_OTHER: 'waybill apply --cancel',
  SHADOW_RUNNING: 'waybill shadow --stop',
};

/** @returns the exit code: 1 problems in files, or what was asked is refused; 3 not able to run. A bug is thrown again. */
export function explainFailure(error: unknown, remark = writeError): number {
  if (error instanceof ConfigurationError) {
    for (const problem of error.problems) remark(`${renderProblem(problem, process.stderr.isTTY)}\n\n`);
    return 1;
  }
  if (error instanceof WaybillError) {
    const detail = Object.entries(error.detail).map(([name, value]) => `  ${name}: ${value}`);
    remark(`${[`error[${error.code}]: ${error.message}`, ...detail].join('\n')}\n`);
    const next = nextCommands[error.code];
    if (next !== undefined) remark(`  next: ${next}\n`);
    remark(`  help: docs/errors.md says what to do about ${error.code}\n`);
    return error instanceof RefusedError ? 1 : 3;
  }
  throw error;
}

function writeError(text: string): void {
  process.stderr.write(text);
}
