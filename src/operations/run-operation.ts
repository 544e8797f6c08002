/**
 * Runs an operation by its name: checks the input, runs it, checks the output.
 */
import type { z } from 'zod';
import { RefusedError } from '../errors.js';
import { operations, type OperationName } from './operation-table.js';
import type { Operation, OperationContext } from './operation.js';

/**
 * Runs an operation by its name.
 * @throws RefusedError REQUEST_INVALID for a name or an input that there is not, and what the operation throws
 */
export async function runOperation(
  context: OperationContext,
  name: string,
  input: unknown,
): Promise<unknown> {
  if (!Object.hasOwn(operations, name)) {
    throw new RefusedError(
      'REQUEST_INVALID',
      `There is no operation ${JSON.stringify(name.slice(0, 60))}. Is the running hub of another version?`,
    );
  }
  const found = operations[name as OperationName] as unknown as Operation<unknown, unknown>;
  const read = found.input.safeParse(input);
  if (!read.success) throw new RefusedError('REQUEST_INVALID', wordsOf(read.error));
  const output = found.output.safeParse(await found.run(context, read.data));
  if (output.success) return output.data;
  // Paths of the declared form only: values may be document content.
  const paths = output.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`);
  throw new Error(`The operation ${name} returned what it does not declare: ${paths.join(', ')}`);
}

/** Such as `hash: must be ...`, one for each fault. */
function wordsOf(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');
}
