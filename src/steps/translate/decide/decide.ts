/**
 * Decides about translated files, by the facts of the database. It asks nothing, saves nothing and changes none of its input:
 * if the save of a group fails, each file is decided about again as if nothing had happened.
 */
import type { PartnerBook } from '../../../partners/index.js';
import type { StoredFile, SeenNumber, NewIssue } from '../../../store/received/index.js';
import type { NewAcknowledgment } from '../../../store/sent/index.js';
import {
  outcomeOf,
  type Outcome,
  type TranslatedFile,
  type TranslatedInterchange,
  type Translation,
} from '../../../translation/index.js';
import {
  matchAcknowledgments,
  type HeardOfDocuments,
  hearOfDocuments,
  type Said,
} from '../../reconcile/index.js';
import type { Facts } from '../ask-facts.js';
import { decideAnswers, type DecidingHub, type RoutedAnswer } from './decide-answers.js';
import { decideNumber } from './decide-number.js';
import { decideRecords, type DecidedRevision } from './decide-records.js';
import { KnownSoFar } from './known-so-far.js';

/** The content of a file, or of a part of one. */
interface Found {
  readonly seen: readonly SeenNumber[];
  /** What received acknowledgments say about our documents. */
  readonly said: readonly Said[];
  readonly revisions: readonly DecidedRevision[];
  readonly acknowledgments: readonly NewAcknowledgment[];
  readonly issues: readonly NewIssue[];
}

export interface DecidedFile extends TranslatedFile, Found {
  /** With the new states of its interchanges and records. */
  readonly translation: Translation;
  readonly outcome: Outcome;
  readonly answers: readonly RoutedAnswer[];
}

export interface Decided {
  readonly files: readonly DecidedFile[];
  readonly heard: HeardOfDocuments;
}

/** @param files in the order in which they came; each is decided about as if the earlier ones were saved */
export function decide(files: readonly TranslatedFile[], facts: Facts, hub: DecidingHub): Decided {
  return decideNext(files, new KnownSoFar(facts), hub);
}

/** Adds to `known`. */
export function decideNext(files: readonly TranslatedFile[], known: KnownSoFar, hub: DecidingHub): Decided {
  const decided = files.map((file) => decideFile(file, known, hub));
  return { files: decided, heard: hearOfDocuments(decided.flatMap(({ said }) => said)) };
}

function decideFile(
  { stored, translation: given }: TranslatedFile,
  known: KnownSoFar,
  hub: DecidingHub,
): DecidedFile {
  const { translation, ...found } = decideTranslation({ stored, translation: given }, known, hub);
  const { answers, issues } = decideAnswers({ stored, translation }, hub);
  const outcome = outcomeOf(translation);
  return { ...found, stored, translation, outcome, answers, issues: [...found.issues, ...issues] };
}

function decideTranslation(
  { stored, translation }: TranslatedFile,
  known: KnownSoFar,
  { book }: DecidingHub,
): Found & { translation: Translation } {
  if (translation.format === 'x12') {
    const parts = translation.interchanges.map((one) => decideInterchange(stored, one, { known, book }));
    const interchanges = parts.map(({ interchange }) => interchange);
    return { translation: { ...translation, interchanges }, ...together(translation.issues, parts) };
  }
  const found = together(translation.issues, []);
  if (translation.format === 'unknown') return { translation, ...found };
  const { records, revisions, issues } = decideRecords(stored.id, translation.records, known);
  return {
    ...found,
    translation: { ...translation, records },
    revisions,
    issues: [...issues, ...translation.issues],
  };
}

function together(issues: readonly NewIssue[], parts: readonly Found[]): Found {
  return {
    seen: parts.flatMap(({ seen }) => seen),
    said: parts.flatMap(({ said }) => said),
    revisions: parts.flatMap(({ revisions }) => revisions),
    acknowledgments: parts.flatMap(({ acknowledgments }) => acknowledgments),
    issues: [...issues, ...parts.flatMap((part) => part.issues)],
  };
}

function decideInterchange(
  stored: StoredFile,
  given: TranslatedInterchange,
  { known, book }: { known: KnownSoFar; book: PartnerBook },
): Found & { interchange: TranslatedInterchange } {
  const { interchange: numbered, seen, issues } = decideNumber(given, known);
  const matched = matchAcknowledgments(numbered, known.facts.sent);
  const made = decideRecords(stored.id, numbered.records, known);
  const interchange = { ...numbered, records: made.records };
  const owed = decideAcknowledgment(interchange, stored, book);
  return {
    interchange,
    seen,
    said: matched.said,
    revisions: made.revisions,
    acknowledgments: owed.acknowledgments,
    issues: [...issues, ...matched.issues, ...made.issues, ...owed.issues, ...interchange.issues],
  };
}

/** The acknowledgment of an interchange, if one is due, or an issue if it has no way to the partner. */
function decideAcknowledgment(
  { id: interchangeId, acknowledgment: plan, partner }: TranslatedInterchange,
  stored: StoredFile,
  book: PartnerBook,
): Pick<Found, 'acknowledgments' | 'issues'> {
  if (plan === undefined || partner === undefined) return { acknowledgments: [], issues: [] };
  const connection = book.acknowledgmentConnection(partner, stored.connection);
  if (connection !== undefined) {
    const owed = { interchangeId, connection: connection.name, plan, verdict: plan.verdict };
    return { acknowledgments: [owed], issues: [] };
  }
  const issue: NewIssue = {
    subjectKind: 'interchange',
    subjectId: interchangeId,
    code: 'ACKNOWLEDGMENT_UNROUTABLE',
    severity: 'error',
    words: 'An acknowledgment is due, but no connection of the partner can send.',
  };
  return { acknowledgments: [], issues: [issue] };
}
