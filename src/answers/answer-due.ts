/**
 * Which answers for people a received file is owed under what was agreed with its sender. They are composed here, when
 * it is known what becomes of each document, and written in the transaction that says so.
 */
import type { AnswerSettings } from '../hub-file/index.js';
import type { Partner } from '../partners/index.js';
import type { Issue, IssueSubject } from '../vocabulary/index.js';
import {
  partId,
  firstAnswered,
  isAnswered,
  refusals,
  rejectedSets,
  setPlace,
  type FileTranslation,
  type TranslatedInterchange,
  type TranslatedRecord,
  type Translation,
} from '../translation/index.js';
import { composeFileAnswer } from './answer-file.js';
import { composeX12Answer } from './answer-x12.js';
import type { Answer, AnswerHead } from './answer.js';

export interface DueAnswer {
  /** The interchange, or the file where there is none. */
  subject: { kind: Extract<IssueSubject, 'interchange' | 'file'>; id: string };
  partner: Partner;
  settings: AnswerSettings;
  answer: Answer;
}

/** The received file, and who answers. */
export interface AnsweredFile extends Omit<AnswerHead, 'to'> {
  id: string;
}

export function answersDue(file: AnsweredFile, translation: Translation): DueAnswer[] {
  if (translation.format === 'unknown') return [];
  if (translation.format !== 'x12') return fileAnswer(file, translation);
  return translation.interchanges.flatMap((interchange) => x12Answer(file, interchange));
}

function x12Answer(file: AnsweredFile, interchange: TranslatedInterchange): DueAnswer[] {
  const { id, partner, report, agreements, descriptions } = interchange;
  if (partner === undefined || !isAnswered(interchange)) return [];
  const refused = refusedSets(interchange);
  const settingsOf = (place: string) => {
    const agreed = agreements.get(partId(id, ...place.split('/').map(Number)));
    return agreed?.answer ?? partner.settings.values.answer;
  };
  const tells = (place: string) => settingsOf(place).files !== 'none';
  const faulty = [...rejectedSets(report).keys(), ...refused.keys()];
  const settings =
    firstAnswered(faulty.map((place) => ({ answer: settingsOf(place) }))) ??
    firstAnswered([...agreements.values(), { answer: partner.settings.values.answer }]);
  const source = { report, descriptions, refused, reasons: reasonsOf(interchange), tells };
  const answer = composeX12Answer({ ...file, to: partner.name }, source);
  if (answer === undefined || settings === undefined) return [];
  return [{ subject: { kind: 'interchange', id }, partner, settings, answer }];
}

/** Why the hub refused what is no fault of the syntax: a number that was used before. */
function reasonsOf({ state, reason, issues }: TranslatedInterchange): Issue[] {
  if (state !== 'rejected' || reason === undefined) return [];
  return issues.filter(({ subjectKind, code }) => subjectKind === 'interchange' && code === reason);
}

function refusedSets({ id, report, records }: TranslatedInterchange): Map<string, Issue[]> {
  const bySet = new Map(records.filter(isRefused).map((record) => [record.transactionSetId, record]));
  if (bySet.size === 0) return new Map();
  const places = report.groups.flatMap((group) =>
    group.sets.flatMap((set): [string, Issue[]][] => {
      const record = bySet.get(partId(id, group.ordinal, set.ordinal));
      return record === undefined ? [] : [[setPlace(group, set), refusals(record)]];
    }),
  );
  return new Map(places);
}

function fileAnswer(file: AnsweredFile, translation: FileTranslation): DueAnswer[] {
  const { partner, agreement, records, issues } = translation;
  if (agreement.answer.files === 'none') return [];
  const ofFile = issues.filter(({ subjectKind }) => subjectKind === 'file');
  const answer = composeFileAnswer(
    { ...file, to: partner.name },
    {
      faults: ofFile.filter(({ action }) => action === 'reject'),
      documents: records.length,
      refused: records.filter(isRefused).map((record) => ({
        name: record.businessKey === '' ? String(record.ordinal) : record.businessKey,
        faults: refusals(record),
      })),
    },
  );
  if (answer === undefined) return [];
  return [{ subject: { kind: 'file', id: file.id }, partner, settings: agreement.answer, answer }];
}

function isRefused({ state }: Pick<TranslatedRecord, 'state'>): boolean {
  return state === 'rejected';
}
