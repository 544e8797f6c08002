/**
 * What a command asks of the hub: a name, the form of what is asked, and a function that does it.
 *
 * The same function runs inside the running hub, asked over the control channel, and inside the command itself when no hub
 * runs. So an operation keeps nothing in memory, and what it answers is plain JSON.
 */
import type { ZodType } from 'zod';
import type { Configuration } from '../configuration/index.js';
import type { Home } from '../configuration/versions/index.js';
import type { Log } from '../log.js';
import type { Sql } from '../store/database/index.js';
import type { WorkStep } from '../vocabulary/index.js';

/** What operations get, once for each call. */
export interface OperationContext {
  sql: Sql;
  /**
   * What is live now; ask again after each await that matters.
   * @throws ConfigurationError when no hub runs and the files have problems
   */
  configuration(): Configuration;
  home: Home;
  /**
   * Takes a changed configuration at once, where changes are taken at once; what was applied, otherwise.
   * @throws ConfigurationError when it has problems; what was live stays
   */
  reload(): Promise<void>;
  /** Wakes a step for work that became due. Where no hub runs nothing happens: its next start finds the work. */
  ring(step: WorkStep, ids: readonly string[]): Promise<void>;
  /** Who asked, for events: such as `local:anna`. */
  actor: string;
  /** Whether a hub runs; without one what is changed here is taken at its start. */
  running: boolean;
  /** Aborted when whoever asked has gone, or the hub stops. */
  signal: AbortSignal;
  log: Log;
}

export interface Operation<Input, Output> {
  /** Strict: what it does not know is refused. */
  input: ZodType<Input>;
  /** @returns plain JSON @throws WaybillError, whose sentence is shown to whoever asked */
  run(context: OperationContext, input: Input): Promise<Output>;
}

/** Keeps the types of one entry of the table. */
export function operation<Input, Output>(
  input: ZodType<Input>,
  run: (context: OperationContext, input: Input) => Promise<Output>,
): Operation<Input, Output> {
  return { input, run };
}
