/**
 * What became of a file as a whole. What waits for a person comes first, then what the partner has to send again.
 */
import type { ReceivedFileState } from '../vocabulary/index.js';
import type { TranslatedInterchange, TranslatedRecord, Translation } from './translation.js';

export interface Outcome {
  state: Exclude<ReceivedFileState, 'received'>;
  /** Code of what decided. */
  reason?: string;
}

export function outcomeOf(translation: Translation): Outcome {
  if (translation.format === 'unknown') return { state: 'quarantined', reason: translation.reason };
  if (translation.format === 'x12') return x12Outcome(translation.interchanges);
  const fault = translation.issues.find(
    ({ subjectKind, severity }) => subjectKind === 'file' && severity === 'error',
  );
  if (fault !== undefined)
    return { state: fault.action === 'hold' ? 'held' : 'rejected', reason: fault.code };
  return fileOutcome(translation.records);
}

function fileOutcome(records: readonly TranslatedRecord[]): Outcome {
  const some = (state: string) => records.some((record) => record.state === state);
  if (records.length > 0 && records.every((record) => record.state === 'rejected'))
    return { state: 'rejected' };
  if (some('held')) return { state: 'held', reason: 'RECORD_HELD' };
  return { state: some('rejected') ? 'partly-translated' : 'translated' };
}

function x12Outcome(interchanges: readonly TranslatedInterchange[]): Outcome {
  const first = (state: string) => interchanges.find((one) => one.state === state);
  const every = (state: string) => interchanges.every((one) => one.state === state);
  for (const state of ['quarantined', 'duplicate', 'rejected'] as const) {
    if (every(state)) return because(state, first(state));
  }
  const stopped = first('held') ?? first('quarantined');
  if (stopped !== undefined) return because('held', stopped);
  const hold = interchanges.flatMap((one) => one.issues).find((issue) => issue.action === 'hold');
  if (hold !== undefined) return { state: 'held', reason: hold.code };
  const duplicate = interchanges.some((one) => one.records.some((record) => record.possibleDuplicate));
  if (duplicate) return { state: 'held', reason: 'POSSIBLE_DUPLICATE' };
  const partly = interchanges.some((one) => one.state === 'rejected' || one.report.verdict !== 'accepted');
  const refused = interchanges.some((one) => one.records.some((record) => record.state === 'rejected'));
  return { state: partly || refused ? 'partly-translated' : 'translated' };
}

function because(state: Outcome['state'], interchange: TranslatedInterchange | undefined): Outcome {
  return { state, ...(interchange?.reason === undefined ? {} : { reason: interchange.reason }) };
}
