/**
 * Which sets of an interchange an answer for people describes, and whether one was agreed. Translation keeps a description
 * of just these sets, before any answer is composed.
 */
import type { AnswerSettings } from '../hub-file/index.js';
import type { GroupReport, InterchangeReport, SetReport } from '../x12/index.js';
import type { TranslatedInterchange, TranslatedRecord } from './translation.js';

/** Parts of an answer: documents, and what is said of the interchange as a whole. */
export const answerPartsMax = 100;

/** A set by its place in the interchange, such as "1/2". */
export function setPlace(group: { ordinal: number }, set: { ordinal: number }): string {
  return `${group.ordinal}/${set.ordinal}`;
}

/** Groups that are answered at all: never those that are acknowledgments themselves. */
export function answeredGroups(report: InterchangeReport): GroupReport[] {
  return report.groups.filter(({ header }) => header.functionalId !== 'FA');
}

/** The rejected sets that an answer can describe, by place. */
export function rejectedSets(report: InterchangeReport): Map<string, SetReport> {
  const found = answeredGroups(report).flatMap((group) =>
    group.sets
      .filter(({ verdict }) => verdict === 'rejected')
      .map((set) => [setPlace(group, set), set] as const),
  );
  return new Map(found.slice(0, answerPartsMax));
}

/** Segments whose line an answer tells. */
export function segmentsOf(issues: readonly { segment?: number | undefined }[]): number[] {
  return issues.flatMap(({ segment }) => (segment === undefined ? [] : [segment - 1, segment]));
}

/** Whether people at the sender are to hear what is rejected in an interchange, by what is agreed about any of it. */
export function isAnswered({ partner, state, agreements }: TranslatedInterchange): boolean {
  if (partner === undefined || (state !== 'accepted' && state !== 'rejected')) return false;
  return firstAnswered([...agreements.values(), { answer: partner.settings.values.answer }]) !== undefined;
}

/** @returns the settings of the first agreement with which answer files were agreed */
export function firstAnswered(agreed: Iterable<{ answer: AnswerSettings }>): AnswerSettings | undefined {
  for (const { answer } of agreed) if (answer.files !== 'none') return answer;
  return undefined;
}

/** What a mapping refuses in a record; what it would only hold is not told. */
export function refusals({ issues }: Pick<TranslatedRecord, 'issues'>): TranslatedRecord['issues'] {
  return issues.filter(({ action }) => action === 'reject');
}
