/**
 * Decides about a file that is translated again, by its plan and by the facts of the database. Like all deciding, it asks
 * nothing, saves nothing and changes none of its input.
 */
import { defined } from '../../defined.js';
import type { StoredFile, NewIssue, OpenIssue, Revision } from '../../store/received/index.js';
import type { HubEvent } from '../../store/working/index.js';
import {
  outcomeOf,
  type Outcome,
  recordIssues,
  interchangesOf,
  recordsOf,
  type TranslatedFile,
  type TranslatedRecord,
  type Translation,
} from '../../translation/index.js';
import { compareIssues, type ReplacedIssues } from '../../working/index.js';
import {
  type Facts,
  type Decided,
  decideNext,
  decideAnswers,
  type DecidingHub,
  type RoutedAnswer,
  decideDuplicate,
  decideRecords,
  type DecidedRevision,
  KnownSoFar,
} from '../translate/index.js';
import type { HeldBefore, ReleasePlan } from './plan-release.js';

export interface ReleaseFacts extends Facts {
  /** Issues of the plan's subjects that counted until now. */
  readonly open: readonly OpenIssue[];
}

export interface DecidedRelease {
  readonly stored: StoredFile;
  /** Parts that were not processed before, as if they arrived now. */
  readonly fresh?: Decided;
  /** Held records that are released, and records that are made for the first time. */
  readonly revisions: readonly DecidedRevision[];
  /** Revisions that stay held, as they are mapped now. */
  readonly updated: readonly DecidedRevision[];
  /** Revisions that no longer count. */
  readonly superseded: readonly Revision[];
  readonly agreed: readonly { transactionSetId: string; agreement: string }[];
  readonly events: readonly HubEvent[];
  readonly replaced: ReplacedIssues;
  readonly answers: readonly RoutedAnswer[];
  /** Issues, besides those that replace others. */
  readonly issues: readonly NewIssue[];
  /** Absent if the file does not change. */
  readonly outcome?: Outcome;
}

export interface ReleaseHub extends DecidingHub {
  configurationHash?: string;
}

export function decideRelease(
  { stored, translation }: TranslatedFile,
  plan: ReleasePlan,
  facts: ReleaseFacts,
  hub: ReleaseHub,
): DecidedRelease {
  const known = new KnownSoFar(facts);
  const fresh = plan.fresh && decideNext([{ stored, translation: plan.fresh }], known, hub);
  const held = decideHeld(stored.id, plan, known);
  const made = decideRecords(stored.id, plan.unmapped, known);
  const released = held.records.filter(({ record }) => record.state === 'accepted');
  const found = [...held.records.map(({ record }) => record), ...made.records];
  const issues = [...found.flatMap(recordIssues), ...held.issues, ...made.issues, ...plan.lacking];
  const { answers, issues: unroutable } = decideAnswers(
    refusedIn({ stored, translation }, made.records),
    hub,
  );
  const outcome = outcomeAfter(plan, fresh, found);
  const isAsBefore = stored.state === outcome.state && stored.reason === (outcome.reason ?? null);
  return {
    stored,
    ...defined({ fresh }),
    revisions: [
      ...released.map(({ record, before }) => revisionOf(stored, record, before.revision + 1)),
      ...made.revisions,
    ],
    updated: held.records
      .filter(({ record, before }) => record.state === 'held' && record.mapping.hash !== before.mappingHash)
      .map(({ record, before }) => revisionOf(stored, record, before.revision)),
    superseded: released.map(({ record: { id }, before: { revision } }) => ({ id, revision })),
    agreed: made.records.flatMap(({ transactionSetId, agreement }) =>
      transactionSetId === null ? [] : [{ transactionSetId, agreement: agreement.id }],
    ),
    events: releasedEvents(released, { stored, open: facts.open, hub }),
    replaced: compareIssues(subjectsOf(plan), facts.open, issues),
    answers,
    issues: unroutable,
    ...(isAsBefore ? {} : { outcome }),
  };
}

/** The subjects whose issues may change. */
export function subjectsOf({ held, unmapped, lacking }: ReleasePlan): string[] {
  return [
    ...held.map(({ record }) => record.id),
    ...unmapped.flatMap(({ id, transactionSetId }) =>
      transactionSetId === null ? [id] : [id, transactionSetId],
    ),
    ...lacking.map(({ subjectId }) => subjectId),
  ];
}

function decideHeld(
  fileId: string,
  { held }: ReleasePlan,
  known: KnownSoFar,
): { records: HeldBefore[]; issues: NewIssue[] } {
  const decided = held.map(({ record, before }) => ({
    ...decideDuplicate({ fileId, record }, known),
    before,
  }));
  return { records: decided, issues: decided.flatMap(({ issues }) => issues) };
}

function revisionOf({ id: fileId }: StoredFile, record: TranslatedRecord, revision: number): DecidedRevision {
  return { fileId, record, revision };
}

/** A document that is mapped for the first time may be rejected; the supplier is informed as if it had just arrived. */
function refusedIn(
  { stored, translation }: TranslatedFile,
  made: readonly TranslatedRecord[],
): TranslatedFile {
  const refused = new Set(made.filter(({ state }) => state === 'rejected').map(({ id }) => id));
  const interchanges = interchangesOf(translation)
    .map((one) => ({ ...one, records: one.records.filter(({ id }) => refused.has(id)) }))
    .filter(({ records }) => records.length > 0);
  return { stored, translation: { format: 'x12', interchanges, issues: [] } };
}

function releasedEvents(
  released: readonly HeldBefore[],
  { stored, open, hub }: { stored: StoredFile; open: readonly OpenIssue[]; hub: ReleaseHub },
): HubEvent[] {
  const causes = new Map<string, Set<string>>();
  for (const { subject_id, code, action } of open) {
    if (action === 'warn') continue;
    causes.set(subject_id, (causes.get(subject_id) ?? new Set()).add(code));
  }
  return released.map(({ record, before }) => ({
    event: 'document.released',
    subjectKind: 'record',
    subjectId: record.id,
    correlationId: stored.correlationId,
    detail: {
      revision: before.revision + 1,
      cause: [...(causes.get(record.id) ?? [])].join(' '),
      mappingVersion: record.mapping.version,
      configuration: hub.configurationHash ?? null,
    },
  }));
}

/** The new state of the file as a whole. @param found records that were decided about now */
function outcomeAfter(
  { whole, lostRecords, lostSets }: ReleasePlan,
  fresh: Decided | undefined,
  found: readonly TranslatedRecord[],
): Outcome {
  const translation = withDecided(whole, fresh?.files[0]?.translation, found);
  const outcome = outcomeOf(translation);
  if (outcome.state === 'held' || outcome.state === 'quarantined') return outcome;
  const held = recordsOf(translation).filter(({ state }) => state === 'held');
  if (held.length === 0 && lostRecords + lostSets === 0) return outcome;
  const issues = held.flatMap(recordIssues);
  const hold =
    issues.find(({ action }) => action === 'hold') ?? issues.find(({ action }) => action === 'reject');
  return { state: 'held', reason: hold?.code ?? 'RECORD_HELD' };
}

/** The file with interchanges and records as they are decided now. */
function withDecided(
  whole: Translation,
  fresh: Translation | undefined,
  found: readonly TranslatedRecord[],
): Translation {
  if (whole.format === 'unknown') return whole;
  const records = new Map(found.map((record) => [record.id, record]));
  const now = (all: readonly TranslatedRecord[]) => all.map((one) => records.get(one.id) ?? one);
  if (whole.format !== 'x12') return fresh ?? { ...whole, records: now(whole.records) };
  const decided = new Map(fresh === undefined ? [] : interchangesOf(fresh).map((one) => [one.id, one]));
  const interchanges = whole.interchanges.map(
    (one) => decided.get(one.id) ?? { ...one, records: now(one.records) },
  );
  return { ...whole, interchanges };
}
