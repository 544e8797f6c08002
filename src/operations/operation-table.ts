/**
 * The table of operations: all that can be asked of a hub. An operation is added here and in its noun's room, nowhere else.
 */
import {
  applyConfiguration,
  approveConfiguration,
  cancelConfiguration,
  planConfiguration,
  reloadConfiguration,
  listVersions,
  rollBackConfiguration,
  showShadow,
  startShadow,
  stopShadow,
} from './configuration/index.js';
import { addToCrosswalk, exportCrosswalk, importIntoCrosswalk, showGaps } from './crosswalks/index.js';
import { cancelOutbound, listUnsentDocuments, listRefusedDocuments } from './documents/index.js';
import { listOverdueExpectations, settleOverdueExpectations } from './expectations/index.js';
import { showHub } from './hub/index.js';
import { previewRelease, startRelease } from './releases/index.js';
import type { Operation } from './operation.js';

export const operations = {
  'hub.show': showHub,
  'configuration.reload': reloadConfiguration,
  'configuration.plan': planConfiguration,
  'configuration.apply': applyConfiguration,
  'configuration.approve': approveConfiguration,
  'configuration.cancel': cancelConfiguration,
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
  'outbound.list': listUnsentDocuments,
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
