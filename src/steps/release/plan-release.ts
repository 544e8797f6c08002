/**
 * What may become of a file that is translated again, by what was saved of it before. Only what waited goes on: nothing that
 * was delivered, rejected or answered is touched, whatever its document would be translated to now.
 */
import type { SavedFile, SavedRecord, NewIssue } from '../../store/received/index.js';
import {
  outcomeOf,
  type Outcome,
  recordIssues,
  recordsOf,
  type TranslatedInterchange,
  type TranslatedRecord,
  type Translation,
} from '../../translation/index.js';

/** A held record as it is translated now: accepted or still held, never rejected. */
export interface HeldBefore {
  record: TranslatedRecord;
  before: SavedRecord;
}

export interface ReleasePlan {
  /** Interchanges, or a whole file, of which nothing was made: to be saved as if they arrived now. */
  fresh?: Translation;
  held: HeldBefore[];
  /** Records of sets that had no agreement or no mapping. */
  unmapped: TranslatedRecord[];
  /** What such sets still lack. */
  lacking: NewIssue[];
  /** Held records whose document is not found again, such as one that stricter validation would now reject. */
  lostRecords: number;
  /** What becomes of the file; to be asked when the records have their states. */
  outcome(): Outcome;
}

export function planRelease(translation: Translation, saved: SavedFile): ReleasePlan {
  if (translation.format === 'x12') return planX12(translation, saved);
  const records = recordsOf(translation);
  if (saved.records.size === 0) return planUnread(translation);
  // Ids hang on the place in the file: another grouping of its rows would give one document's id to another.
  const same = records.length === saved.records.size && records.every(({ id }) => saved.records.has(id));
  const held = same ? heldBefore(records, saved) : [];
  const kept = { ...translation, issues: [], records: same ? records : [] } as Translation;
  const lostRecords = countLost(saved, held);
  return { ...nothing, held, lostRecords, outcome: () => outcomeWith(kept, { lostRecords }) };
}

const nothing: Pick<ReleasePlan, 'held' | 'unmapped' | 'lacking' | 'lostRecords'> = {
  held: [],
  unmapped: [],
  lacking: [],
  lostRecords: 0,
};

/** A file that nothing was read in: it still waits, or all of it is new. */
function planUnread(translation: Translation): ReleasePlan {
  const { state } = outcomeOf(translation);
  const waits = state === 'quarantined' || (state === 'held' && recordsOf(translation).length === 0);
  if (waits) return { ...nothing, lacking: translation.issues, outcome: () => outcomeOf(translation) };
  return { ...nothing, fresh: translation, outcome: () => outcomeOf(translation) };
}

function planX12(translation: Translation & { format: 'x12' }, saved: SavedFile): ReleasePlan {
  const plan = {
    ...nothing,
    held: [] as HeldBefore[],
    unmapped: [] as TranslatedRecord[],
    lacking: [] as NewIssue[],
  };
  const fresh: TranslatedInterchange[] = [];
  const interchanges = translation.interchanges.map((interchange) => {
    const before = saved.interchanges.get(interchange.id);
    if (before === undefined) return interchange;
    const isKnownNow = interchange.state !== 'quarantined';
    if (before.state === 'quarantined' && before.reason === 'PARTNER_UNKNOWN' && isKnownNow) {
      fresh.push(interchange);
      return interchange;
    }
    const { state, verdict } = before;
    const decided: TranslatedInterchange = {
      ...interchange,
      ...{ state, records: [], issues: [], received: [] },
      ...(before.reason === null ? {} : { reason: before.reason }),
      report: { ...interchange.report, verdict: verdict as typeof interchange.report.verdict },
    };
    delete decided.acknowledgment;
    if (state !== 'accepted') return decided;
    const held = heldBefore(interchange.records, saved);
    const unmapped = interchange.records.filter(
      ({ id, transactionSetId }) => !saved.records.has(id) && saved.unmapped.has(transactionSetId ?? ''),
    );
    const lacking = interchange.issues.filter(
      ({ subjectKind, subjectId, action }) =>
        subjectKind === 'transaction-set' && action === 'hold' && saved.unmapped.has(subjectId),
    );
    plan.held.push(...held);
    plan.unmapped.push(...unmapped);
    plan.lacking.push(...lacking);
    decided.records = [...held.map(({ record }) => record), ...unmapped, ...settled(interchange, saved)];
    decided.issues = lacking;
    return decided;
  });
  const lostRecords = countLost(saved, plan.held);
  const lostSets = saved.unmapped.size - plan.unmapped.length - plan.lacking.length;
  return {
    ...plan,
    ...(fresh.length === 0 ? {} : { fresh: { format: 'x12', interchanges: fresh, issues: [] } }),
    lostRecords,
    outcome: () =>
      outcomeWith({ ...translation, interchanges, issues: [] }, { lostRecords: lostRecords + lostSets }),
  };
}

/** Records that are decided: they are as they were saved, whatever they would be now. */
function settled({ records }: TranslatedInterchange, saved: SavedFile): TranslatedRecord[] {
  return records.flatMap((record) => {
    const before = saved.records.get(record.id);
    return before === undefined || before.state === 'held'
      ? []
      : [{ ...record, state: before.state, issues: [] }];
  });
}

/** Sets the states of records in place, so that the outcome of the file sees them. */
function heldBefore(records: readonly TranslatedRecord[], saved: SavedFile): HeldBefore[] {
  return records.flatMap((record) => {
    const before = saved.records.get(record.id);
    if (before === undefined) return [];
    if (before.state !== 'held' || before.isPossibleDuplicate) {
      record.state = before.state;
      return [];
    }
    // Refusing to the supplier what was held is for a person, not for a change of the configuration.
    if (record.state === 'rejected') record.state = 'held';
    return [{ record, before }];
  });
}

function countLost(saved: SavedFile, held: readonly HeldBefore[]): number {
  const waiting = [...saved.records.values()].filter(
    ({ state, isPossibleDuplicate }) => state === 'held' && !isPossibleDuplicate,
  );
  return waiting.length - held.length;
}

function outcomeWith(translation: Translation, { lostRecords }: { lostRecords: number }): Outcome {
  const heldIssues = recordsOf(translation)
    .filter(({ state }) => state === 'held')
    .flatMap(recordIssues);
  const hold =
    heldIssues.find(({ action }) => action === 'hold') ??
    heldIssues.find(({ action }) => action === 'reject');
  const outcome = outcomeOf(translation);
  if (outcome.state === 'held' || outcome.state === 'quarantined') return outcome;
  const isDecided = recordsOf(translation).every(({ state }) => state !== 'held') && lostRecords === 0;
  if (isDecided) return outcome;
  return { state: 'held', reason: hold?.code ?? 'RECORD_HELD' };
}
