/**
 * Writes answers for people, inside translate's transaction: number, bytes and outbound files. Each cause has one file, so
 * reading a file again makes no second answer.
 */
import { v7 as uuidv7 } from 'uuid';
import { type DueAnswer, renderAnswerHtml, renderAnswerText } from '../../../answers/index.js';
import type { Sql } from '../../../store/database/index.js';
import { insertAnswers, takeNumbers } from '../../../store/sent/index.js';
import { addEvents } from '../../../store/working/index.js';
import { type DueWork, saveOutboundFiles } from '../../../working/index.js';
import type { RoutedAnswer } from '../decide/decide-answers.js';

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

interface WrittenAnswer extends RoutedAnswer {
  files: { id: string; form: Form }[];
}

export async function saveAnswers(sql: Sql, answers: readonly RoutedAnswer[]): Promise<DueWork> {
  const wanted: WrittenAnswer[] = answers.map((one) => ({
    ...one,
    files: formsOf[one.due.settings.files].map((form) => ({ id: uuidv7(), form })),
  }));
  const added = await insertAnswers(
    sql,
    wanted.flatMap(({ received, due, files }) =>
      files.map(({ id, form }) => ({
        cause: `answer:${due.subject.id}:${form}`,
        receivedFileId: received.id,
        fileId: id,
      })),
    ),
  );
  const fresh = wanted
    .map((one) => ({ ...one, files: one.files.filter(({ id }) => added.has(id)) }))
    .filter(({ files }) => files.length > 0);
  if (fresh.length === 0) return {};
  const numbers = await takeNumbers(
    sql,
    fresh.map(({ due }) => ({ key: { kind: 'answer', sender: '', receiver: due.partner.id } })),
  );
  return insertOutbound(
    sql,
    fresh.flatMap((one, index) => one.files.map((file) => outbound(one, file, numbers[index]!))),
  );
}

function outbound(
  { received, due, connection }: WrittenAnswer,
  file: WrittenAnswer['files'][number],
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

async function insertOutbound(sql: Sql, answers: readonly ReturnType<typeof outbound>[]): Promise<DueWork> {
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
