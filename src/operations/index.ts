/**
 * The table of operations: all that the command line can ask of a hub. An operation is added here and nowhere else.
 */
import type { z } from 'zod';
import { RefusedError } from '../errors.js';
import { applyConfiguration } from './apply-configuration.js';
import { approveConfiguration, callOffConfiguration } from './approve-configuration.js';
import { cancelOutbound } from './cancel-outbound.js';
import { listOpenDocuments } from './open-documents.js';
import { listRefusedDocuments } from './refused-documents.js';
import { listOverdueExpectations, settleOverdueExpectations } from './overdue-expectations.js';
import { planConfiguration } from './plan-configuration.js';
import { listVersions, rollBackConfiguration } from './roll-back-configuration.js';
import { reloadConfiguration } from './reload-configuration.js';
import { addToCrosswalk, exportCrosswalk, importIntoCrosswalk } from './crosswalk-rows.js';
import { previewRelease, startRelease } from './release-waiting.js';
import { showShadow, startShadow, stopShadow } from './shadow-configuration.js';
import { showGaps } from './show-gaps.js';
import { showHub } from './show-hub.js';
import type { Operation, OperationContext } from './operation.js';

export type { Operation, OperationContext } from './operation.js';

export const operations = {
  'hub.show': showHub,
  'configuration.reload': reloadConfiguration,
  'configuration.plan': planConfiguration,
  'configuration.apply': applyConfiguration,
  'configuration.approve': approveConfiguration,
  'configuration.call-off': callOffConfiguration,
  'configuration.roll-back': rollBackConfiguration,
  'configuration.versions': listVersions,
  'shadow.start': startShadow,
  'shadow.stop': stopShadow,
  'shadow.show': showShadow,
  'crosswalk.gaps': showGaps,
  'crosswalk.add': addToCrosswalk,
  'crosswalk.import': importIntoCrosswalk,
  'crosswalk.export': exportCrosswalk,
  'expectations.overdue': listOverdueExpectations,
  'expectations.settle': settleOverdueExpectations,
  'outbound.cancel': cancelOutbound,
  'outbound.list': listOpenDocuments,
  'outbound.refused': listRefusedDocuments,
  'release.preview': previewRelease,
  'release.start': startRelease,
} as const;

export type OperationName = keyof typeof operations;
export type OperationInput<Name extends OperationName> =
  (typeof operations)[Name] extends Operation<infer Input, unknown> ? Input : never;
export type OperationOutput<Name extends OperationName> = Awaited<
  ReturnType<(typeof operations)[Name]['run']>
>;

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
  return found.run(context, read.data);
}

/** Such as `hash: must be ...`, one for each fault. */
function wordsOf(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');
}
