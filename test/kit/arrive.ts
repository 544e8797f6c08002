/**
 * Files of Acme's that arrive and are saved, without a hub around them: for tests of what saving makes of them.
 */
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Configuration } from '../../src/configuration/configuration.js';
import { saveTranslations } from '../../src/steps/translate/save/save-translation.js';
import type { Sql } from '../../src/store/database/schema.js';
import { findFiles, insertFiles } from '../../src/store/received/files.js';
import { saveBytes } from '../../src/store/received/raw-bytes.js';
import { translateFile } from '../../src/translation/translate-file.js';
import type { TranslatedFile } from '../../src/translation/translation.js';

/** A file that is stored and translated, not saved. @param options the partner whose connection it comes on */
export async function readIn(
  sql: Sql,
  { book, mappings, settings }: Configuration,
  text: string,
  { name = 'a.x12', from = 'acme' } = {},
): Promise<TranslatedFile> {
  const connection = book.connection(`${from}-folder`)!;
  const file = {
    ...{ id: uuidv7(), name, byteCount: Buffer.byteLength(text), connection },
    sha256: createHash('sha256').update(text).digest('hex'),
    async *read() {
      yield Buffer.from(text);
    },
  };
  await saveBytes(sql, [file]);
  const { id, byteCount, sha256 } = file;
  await insertFiles(sql, [
    {
      ...{ id, name, byteCount, sha256, correlationId: id },
      ...{ direction: 'in', connection: connection.name, partner: from, state: 'received' },
    },
  ]);
  const stored = (await findFiles(sql, [id])).get(id)!;
  const context = { book, mappings, limits: settings.limits, today: '2026-04-15' };
  return { stored, translation: await translateFile(file, context) };
}

/** @param options the partner whose connection it comes on @returns the file's state, and the issues that it added but for gaps between control numbers */
export async function arrive(
  sql: Sql,
  configuration: Configuration,
  text: string,
  options: { name?: string; from?: string } = {},
) {
  const file = await readIn(sql, configuration, text, options);
  const { last } = await sql
    .selectFrom('issues')
    .select((query) => query.fn.max('id').as('last'))
    .executeTakeFirstOrThrow();
  await sql.transaction().execute((trx) => saveTranslations(trx, [file], configuration));
  const issues = await sql
    .selectFrom('issues')
    .selectAll()
    .where('id', '>', last ?? '0')
    .where('code', '!=', 'CONTROL_NUMBER_GAP')
    .orderBy('id')
    .execute();
  const { id } = file.stored;
  const { state } = (await findFiles(sql, [id])).get(id)!;
  return { state, issues };
}

const blank = ' '.repeat(10);

export interface Answers {
  ta1?: readonly string[];
  /** Bodies of 997 sets. */
  sets?: readonly (readonly string[])[];
  from?: string;
}

/** An interchange with TA1 segments and 997 sets, from Acme unless another sender is given. @param control its ISA13 */
export function answers(control: number, { ta1 = [], sets = [], from = 'ACME' }: Answers): string {
  const number = String(control).padStart(9, '0');
  const bodies = sets.map((body, index) => {
    const st = String(index + 1).padStart(4, '0');
    return [`ST*997*${st}`, ...body, `SE*${body.length + 2}*${st}`];
  });
  const group = [`GS*FA*ACME*HOSPITAL*20260415*0900*${control}*X*004010`, ...bodies.flat()];
  const segments = [
    `ISA*00*${blank}*00*${blank}*ZZ*${from.padEnd(15)}*ZZ*HOSPITAL       *260415*0900*U*00401*${number}*1*P*>`,
    ...ta1,
    ...(sets.length === 0 ? [] : [...group, `GE*${sets.length}*${control}`]),
    `IEA*${sets.length === 0 ? 0 : 1}*${number}`,
  ];
  return segments.map((segment) => `${segment}~\n`).join('');
}
