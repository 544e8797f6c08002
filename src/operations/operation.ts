/**
 * The form of an operation: a request to the hub, with its input, its output, its role and its function.
 *
 * The same function runs inside the running hub, asked over the control channel, and inside the command itself when no hub
 * runs. So an operation keeps nothing in memory, and its output is plain JSON.
 */
import type { ZodType } from 'zod';
import type { Configuration } from '../configuration/index.js';
import type { Home } from '../configuration/versions/index.js';
import type { Log } from '../log.js';
import type { Sql } from '../store/database/index.js';
import type { WorkStep } from '../vocabulary/index.js';

/** The values that each call of an operation gets. */
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

/** Roles are sets: an operator is a viewer who also acts; an integrator is a viewer who also works on the configuration. */
export type Role = 'viewer' | 'operator' | 'integrator' | 'approver' | 'admin';

/** Who in a hospital answers for what an operation does. */
export type Owner = 'platform' | 'integration' | 'operations';

/** The route of an operation: data, until the HTTP API carries it. `{name}` in a path is a field of the input. */
export interface Route {
  method: 'GET' | 'POST';
  path: string;
}

export interface OperationForm<Input, Output> {
  /** One sentence: the operation, from the caller's view. */
  summary: string;
  /** The least role that may call it. */
  role: Role;
  owner: Owner;
  http: Route;
  /** Strict: unknown fields are refused. */
  input: ZodType<Input>;
  /** Strict: plain JSON, and only the declared fields. */
  output: ZodType<Output>;
  /** Whether it changes anything. */
  acts: boolean;
  /** Whether its output holds document content, which not every viewer may see. */
  content?: true;
}

export interface Operation<Input, Output> extends OperationForm<Input, Output> {
  /** @throws WaybillError, whose sentence the caller sees; it names no command and no option */
  run(context: OperationContext, input: Input): Promise<Output>;
}

/** Keeps the types of one entry of the table. */
export function operation<Input, Output>(
  form: OperationForm<Input, Output>,
  run: (context: OperationContext, input: Input) => Promise<Output>,
): Operation<Input, Output> {
  return { ...form, run };
}
