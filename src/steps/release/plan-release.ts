/**
 * Plans what may change in a file that is translated again, by what was saved of it before. Only what waits is released.
 * Records that were delivered, rejected or acknowledged stay, whatever their documents would be translated to now.
 */
import type { SavedFile, SavedRecord, NewIssue } from '../../store/received/index.js';
import {
  outcomeOf,
  recordsOf,
  type TranslatedInterchange,
  type TranslatedRecord,
  type Translation,
} from '../../translation/index.js';

/** A held record as it is translated now: accepted or still held, never rejected. */
export interface HeldBefore {
  readonly record: TranslatedRecord;
  readonly before: SavedRecord;
}

export interface ReleasePlan {
  /** Interchanges, or a whole file, that were not processed before: they are saved as if they arrived now. */
  readonly fresh?: Translation;
  readonly held: readonly HeldBefore[];
  /** Records of sets that had no agreement or no mapping. */
  readonly unmapped: readonly TranslatedRecord[];
  /** Issues: what such sets still lack. */
  readonly lacking: readonly NewIssue[];
  /** Held records whose document is not found again, such as one that stricter validation would now reject. */
  readonly lostRecords: number;
  /** Sets that waited for an agreement or a mapping, and are not found again. */
  readonly lostSets: number;
  /** The whole file: decided parts as they were saved, the rest as it is translated now. */
  readonly whole: Translation;
}

export function planRelease(translation: Translation, saved: SavedFile): ReleasePlan {
  if (translation.format === 'x12') return planX12(translation, saved);
  if (saved.records.size === 0) return planUnread(translation);
  if (translation.format === 'unknown') {
    return { ...nothing, lostRecords: countLost(saved, []), whole: translation };
  }
  const found = translation.records;
  // Ids depend on the place in the file: another grouping of its rows would give one document the id of another.
  const same = found.length === saved.records.size && found.every(({ id }) => saved.records.has(id));
  const records = same ? found.map((record) => asSaved(record, saved.records.get(record.id)!)) : [];
  const held = heldBefore(records, saved);
  const whole = { ...translation, issues: [], records };
  return { ...nothing, held, lostRecords: countLost(saved, held), whole };
}

const nothing: Omit<ReleasePlan, 'whole'> = {
  held: [],
  unmapped: [],
  lacking: [],
  lostRecords: 0,
  lostSets: 0,
};

/** A file in which nothing was read before: it still waits, or all of it is new. */
function planUnread(translation: Translation): ReleasePlan {
  const { state } = outcomeOf(translation);
  const waits = state === 'quarantined' || (state === 'held' && recordsOf(translation).length === 0);
  if (waits) return { ...nothing, lacking: translation.issues, whole: translation };
  return { ...nothing, fresh: translation, whole: translation };
}

/** The plan for one interchange and its parts. */
interface InterchangePlan extends Pick<ReleasePlan, 'held' | 'unmapped' | 'lacking'> {
  readonly interchange: TranslatedInterchange;
  readonly isFresh?: true;
}

function planX12(translation: Translation & { format: 'x12' }, saved: SavedFile): ReleasePlan {
  const parts = translation.interchanges.map((one) => planInterchange(one, saved));
  const fresh = parts.filter(({ isFresh }) => isFresh).map(({ interchange }) => interchange);
  const held = parts.flatMap((part) => part.held);
  const unmapped = parts.flatMap((part) => part.unmapped);
  const lacking = parts.flatMap((part) => part.lacking);
  const interchanges = parts.map(({ interchange }) => interchange);
  return {
    held,
    unmapped,
    lacking,
    ...(fresh.length === 0 ? {} : { fresh: { format: 'x12', interchanges: fresh, issues: [] } }),
    lostRecords: countLost(saved, held),
    lostSets: saved.unmapped.size - unmapped.length - lacking.length,
    whole: { ...translation, interchanges, issues: [] },
  };
}

function planInterchange(found: TranslatedInterchange, saved: SavedFile): InterchangePlan {
  const before = saved.interchanges.get(found.id);
  if (before === undefined) return { ...nothing, interchange: found };
  const { state, reason, verdict } = before;
  if (state === 'quarantined' && reason === 'PARTNER_UNKNOWN' && found.state !== 'quarantined') {
    return { ...nothing, interchange: found, isFresh: true };
  }
  const { acknowledgment: _, ...rest } = found;
  const decided: TranslatedInterchange = {
    ...rest,
    state,
    records: [],
    issues: [],
    received: [],
    ...(reason === null ? {} : { reason }),
    report: { ...found.report, verdict: verdict as typeof found.report.verdict },
  };
  if (state !== 'accepted') return { ...nothing, interchange: decided };
  const records = found.records.flatMap((record) => {
    const one = saved.records.get(record.id);
    return one === undefined ? [] : [asSaved(record, one)];
  });
  const unmapped = found.records.filter(
    ({ id, transactionSetId }) => !saved.records.has(id) && saved.unmapped.has(transactionSetId ?? ''),
  );
  const lacking = found.issues.filter(
    ({ subjectKind, subjectId, action }) =>
      subjectKind === 'transaction-set' && action === 'hold' && saved.unmapped.has(subjectId),
  );
  const interchange = { ...decided, records: [...records, ...unmapped], issues: lacking };
  return { interchange, held: heldBefore(records, saved), unmapped, lacking };
}

/** A decided record stays as it was saved, whatever it would be now. A waiting one is as it is translated now. */
function asSaved(record: TranslatedRecord, { state, isPossibleDuplicate }: SavedRecord): TranslatedRecord {
  if (state !== 'held') return { ...record, state, issues: [] };
  if (isPossibleDuplicate) return { ...record, state, issues: [], possibleDuplicate: true };
  // Only a person may reject what was held; a change of the configuration may not.
  return record.state === 'rejected' ? { ...record, state: 'held' } : record;
}

function heldBefore(records: readonly TranslatedRecord[], saved: SavedFile): HeldBefore[] {
  return records.flatMap((record) => {
    const before = saved.records.get(record.id);
    if (before?.state !== 'held' || before.isPossibleDuplicate) return [];
    return [{ record, before }];
  });
}

function countLost(saved: SavedFile, held: readonly HeldBefore[]): number {
  const waiting = [...saved.records.values()].filter(
    ({ state, isPossibleDuplicate }) => state === 'held' && !isPossibleDuplicate,
  );
  return waiting.length - held.length;
}
