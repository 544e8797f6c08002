/**
 * Decides which answers are due to people at a partner for a file, and the connection of each.
 */
import { inZone } from '../../../timing/index.js';
import { answersDue, type DueAnswer } from '../../../answers/index.js';
import type { HubSettings } from '../../../hub-file/index.js';
import type { Connection, PartnerBook } from '../../../partners/index.js';
import type { StoredFile, NewIssue } from '../../../store/received/index.js';
import type { TranslatedFile } from '../../../translation/index.js';

/** An answer, the file that it is about, and its way to the partner. */
export interface RoutedAnswer {
  readonly received: StoredFile;
  readonly due: DueAnswer;
  readonly connection: Connection;
}

/** The parts of the hub that deciding needs. */
export interface DecidingHub {
  readonly book: PartnerBook;
  readonly settings: Pick<HubSettings, 'organization' | 'timezone'>;
}

/** @returns the answers, and an issue for each that has no way to the partner */
export function decideAnswers(
  { stored, translation }: TranslatedFile,
  { book, settings }: DecidingHub,
): { answers: RoutedAnswer[]; issues: NewIssue[] } {
  const { id, name: fileName, createdAt } = stored;
  const head = {
    id,
    fileName,
    receivedAt: wallTime(createdAt, settings.timezone),
    from: settings.organization,
  };
  const answers: RoutedAnswer[] = [];
  const issues: NewIssue[] = [];
  for (const due of answersDue(head, translation)) {
    const connection = book.answerConnection(due.partner, due.settings, stored.connection);
    if (connection === undefined) issues.push(unroutable(due));
    else answers.push({ received: stored, due, connection });
  }
  return { answers, issues };
}

/** Such as "2026-04-08 02:05 (America/Chicago)". */
function wallTime(at: Date, timeZone: string): string {
  return `${inZone(at, timeZone).toFormat('yyyy-MM-dd HH:mm')} (${timeZone})`;
}

function unroutable({ subject }: DueAnswer): NewIssue {
  return {
    subjectKind: subject.kind,
    subjectId: subject.id,
    code: 'ANSWER_UNROUTABLE',
    severity: 'warning',
    words: 'An answer file is due, but no connection of the partner can send it.',
  };
}
