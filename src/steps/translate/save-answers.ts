/**
 * Writes answers for people, inside translate's transaction: number, bytes and outbound files. A cause has one file, so
 * that reading a file again answers nothing twice.
 */
import { v7 as uuidv7 } from 'uuid';
import { type DueAnswer, renderAnswerHtml, renderAnswerText } from '../../answers/index.js';
import type { Connection, PartnerBook } from '../../partners/index.js';
import type { Sql } from '../../store/database/index.js';
import type { StoredFile, NewIssue } from '../../store/received/index.js';
import { insertAnswers, takeNumbers } from '../../store/sent/index.js';
import { addEvents } from '../../store/working/index.js';
import { saveOutboundFiles } from '../../working/index.js';

const forms = {
  text: { suffix: '.txt', render: renderAnswerText },
  html: { suffix: '.html', render: renderAnswerHtml },
} as const;

type Form = keyof typeof forms;

const formsOf: Readonly<Record<DueAnswer['settings']['files'], readonly Form[]>> = {
  none: [],
  text: ['text'],
  html: ['html'],
  both: ['text', 'html'],
};

/** An answer and the file it is about. */
interface AnswerToFile {
  received: StoredFile;
  due: DueAnswer;
}

interface RoutedAnswer extends AnswerToFile {
  connection: Connection;
  files: { id: string; form: Form }[];
}

/** Adds an issue where an answer has no way to the partner. @returns the `send` work that became due */
export async function saveAnswers(
  sql: Sql,
  answers: readonly AnswerToFile[],
  { book, issues }: { book: PartnerBook; issues: NewIssue[] },
): Promise<string[]> {
  const routed = answers.flatMap((one) => route(one, book, issues));
  const added = await insertAnswers(
    sql,
    routed.flatMap(({ received, due, files }) =>
      files.map(({ id, form }) => ({
        cause: `answer:${due.subject.id}:${form}`,
        receivedFileId: received.id,
        fileId: id,
      })),
    ),
  );
  const fresh = routed
    .map((one) => ({ ...one, files: one.files.filter(({ id }) => added.has(id)) }))
    .filter(({ files }) => files.length > 0);
  if (fresh.length === 0) return [];
  const numbers = await takeNumbers(
    sql,
    fresh.map(({ due }) => ({ key: { kind: 'answer', sender: '', receiver: due.partner.id } })),
  );
  return insertOutbound(
    sql,
    fresh.flatMap((one, index) => one.files.map((file) => outbound(one, file, numbers[index]!))),
  );
}

function route(one: AnswerToFile, book: PartnerBook, issues: NewIssue[]): RoutedAnswer[] {
  const { due, received } = one;
  const connection = book.answerConnection(due.partner, due.settings, received.connection);
  if (connection !== undefined) {
    const files = formsOf[due.settings.files].map((form) => ({ id: uuidv7(), form }));
    return [{ ...one, connection, files }];
  }
  issues.push({
    subjectKind: due.subject.kind,
    subjectId: due.subject.id,
    code: 'ANSWER_UNROUTABLE',
    severity: 'warning',
    words: 'An answer file is due, but no connection of the partner can send it.',
  });
  return [];
}

function outbound(
  { received, due, connection }: RoutedAnswer,
  file: RoutedAnswer['files'][number],
  number: number,
) {
  const { suffix, render } = forms[file.form];
  const base = due.settings.name
    .replaceAll('{document}', 'answer')
    .replaceAll('{control}', String(number).padStart(9, '0'));
  return {
    subject: due.subject,
    file: {
      id: file.id,
      connection: connection.name,
      partner: due.partner.id,
      name: `${base}${suffix}`,
      correlationId: received.correlationId,
      bytes: Buffer.from(render(due.answer), 'utf8'),
    },
  };
}

async function insertOutbound(sql: Sql, answers: readonly ReturnType<typeof outbound>[]): Promise<string[]> {
  await addEvents(
    sql,
    answers.map(({ file, subject }) => ({
      event: 'answer.written',
      subjectKind: 'file',
      subjectId: file.id,
      correlationId: file.correlationId,
      detail: subject.kind === 'file' ? { file: subject.id } : { interchange: subject.id },
    })),
  );
  return saveOutboundFiles(
    sql,
    answers.map(({ file }) => file),
  );
}
