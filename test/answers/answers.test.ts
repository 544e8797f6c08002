/**
 * Answer files for people: what they say, and that each is written once, where it was agreed on.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { v7 as uuidv7 } from 'uuid';
import { adviceFor } from '../../src/answers/answer-advice.js';
import { composeAnswers } from '../../src/answers/answer-x12.js';
import { answerLimits } from '../../src/answers/answer.js';
import { renderAnswerHtml } from '../../src/answers/render-answer-html.js';
import { renderAnswerText } from '../../src/answers/render-answer-text.js';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import { decideAnswers } from '../../src/steps/translate/decide/decide-answers.js';
import { saveAnswers } from '../../src/steps/translate/save/save-answers.js';
import { saveTranslations } from '../../src/steps/translate/save/save-translation.js';
import type { Sql } from '../../src/store/database/schema.js';
import { findFiles, insertFiles } from '../../src/store/received/files.js';
import { loadBytes, saveBytes } from '../../src/store/received/raw-bytes.js';
import { translateFile } from '../../src/translation/translate-file.js';
import { openX12Reader } from '../../src/x12/read/reader.js';
import { renderProblem } from '../../src/yaml/render-problem.js';
import { openFreshDatabase } from '../kit/fresh-database.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';

const head = { from: 'Hospital', to: 'Acme', fileName: 'a.x12' };

function answersTo(text: string) {
  const bytes = Buffer.from(text, 'latin1');
  const reader = openX12Reader();
  reader.write(bytes);
  return composeAnswers(reader.end(), bytes, head);
}

const textOf = (x12: string) => answersTo(x12).map(renderAnswerText).join('\n').replaceAll('\r\n', '\n');

describe('an answer to X12', () => {
  it('names document, line, segment, element, value, what is expected and how to correct it', () => {
    const text = textOf(invoiceFile(7, ['INV-1', 'INV-2']).replace('IT1*1*10*CA', 'IT1*4*ten*CA'));
    expect(text).to.contain('Result:      1 of 2 documents was accepted; 1 was not.');
    expect(text).to.contain('Interchange: 000000007 from ZZ ACME to ZZ HOSPITAL');
    expect(text).to.contain('1. Invoice INV-1\n   set 810, control number 0001, in group 7: rejected');
    expect(text.slice(text.indexOf('   Where'))).to.equal(
      [
        '   Where:    line 1 (IT101 4), segment 3 (IT1, invoice line), element IT102',
        '             (quantity)',
        '   Problem:  IT102 is no decimal number.',
        '   Received: ten',
        '   Expected: decimal number, 1 to 10 digits, such as 12 or 12.50',
        '   To fix:   Send a plain number: no blanks, commas or currency signs.',
        '',
      ].join('\n'),
    );
  });

  it('is not given to what was accepted, nor to acknowledgments', () => {
    expect(answersTo(invoiceFile(1, ['A', 'B']))).to.deep.equal([]);
    const acknowledgment = invoiceFile(1, [undefined]).replace('GS*IN', 'GS*FA').replace('*810*', '*997*');
    expect(answersTo(acknowledgment)).to.deep.equal([]);
  });

  it('asks for all of an interchange that is rejected as a whole', () => {
    const text = textOf(invoiceFile(1, ['A', 'B']).replace(/IEA.*$/s, ''));
    expect(text).to.contain('The interchange was rejected as a whole, with 2 documents in it.');
    expect(text).to.contain('send the whole interchange again');
    expect(text).to.contain('The file was probably cut off.');
  });

  it('tells a group that is rejected as a whole', () => {
    const text = textOf(invoiceFile(1, ['A', 'B']).replace('GE*2', 'GE*3'));
    expect(text).to.contain('None of the 2 documents was accepted.');
    expect(text).to.contain('1. Group 1\n   IN 004010: rejected as a whole, with 2 documents in it');
  });

  it('tells each interchange of a file by itself', () => {
    const answers = answersTo(
      invoiceFile(1, [undefined]) + invoiceFile(2, ['A']) + invoiceFile(3, [undefined]),
    );
    expect(answers.map(({ facts }) => facts.at(-1)![1].slice(0, 9))).to.deep.equal([
      '000000001',
      '000000003',
    ]);
  });

  it('lists a bounded number of documents and faults, and counts the rest', () => {
    const { partsMax, issuesPerPartMax } = answerLimits;
    const [many] = answersTo(
      invoiceFile(
        1,
        Array.from({ length: partsMax + 20 }, () => undefined),
      ),
    );
    expect(many!.parts).to.have.length(partsMax);
    expect(renderAnswerText(many!)).to.contain('20 further documents with faults are not listed here.');
    const lines = Array.from({ length: 130 }, (_, index) => `IT1*${index + 1}*x*CA*1`).join('~');
    const [long] = answersTo(
      invoiceFile(1, ['A'])
        .replace(/IT1[^~]*/, lines)
        .replace('SE*6', 'SE*135')
        .replace('CTT*1', 'CTT*130'),
    );
    expect(long!.parts[0]!.issues).to.have.length(issuesPerPartMax);
    expect(long!.parts[0]!.more).to.equal(130 - issuesPerPartMax);
  });

  it('shows what cannot be seen as its number, in lines of at most 78 characters', () => {
    const value = `A\u001b[31m${'W'.repeat(200)}`;
    const text = textOf(invoiceFile(1, [value]));
    expect(text).to.contain('A<U+001B>[31mWWW');
    expect(text.split('\n').filter((line) => line.length > 78)).to.deep.equal([]);
    expect(text).not.to.match(/[^\n\x20-\x7e]/);
  });

  it('escapes every value in HTML and carries no script', () => {
    const hostile = '</title><script>alert("1")</script><img src=x onerror=\'a\'>';
    const [answer] = answersTo(invoiceFile(1, [hostile]).replace('TDS*12500', `TDS*${hostile}`));
    const html = renderAnswerHtml({ ...answer!, from: hostile, to: hostile, facts: [[hostile, hostile]] });
    expect(html).to.contain('&lt;script&gt;alert(&quot;1&quot;)');
    expect(html).not.to.match(/<script|<img|<\/title><|https?:|\bon\w+='/);
    expect(html).to.contain("default-src 'none'");
  });

  it('has a general advice for codes that need none of their own', () => {
    expect(adviceFor('SEGMENT_NOT_USED').fix).to.equal('Correct this and send the document again.');
  });
});

describe('answer files of the hub', function () {
  this.timeout(60_000);
  let site: Site;
  let sql: Sql;
  let closeDatabase: () => Promise<void>;

  beforeEach(async () => {
    site = await openSite({ answers: true });
    ({ sql, close: closeDatabase } = await openFreshDatabase());
  });
  afterEach(async () => {
    await closeDatabase();
    await site.close();
  });

  /** @param edits of configuration files, by their path */
  async function configure(edits: Record<string, [from: string, to: string]> = {}): Promise<Configuration> {
    for (const [path, [from, to]] of Object.entries(edits)) {
      const text = await readFile(join(site.root, path), 'utf8');
      expect(text).to.contain(from);
      await writeFile(join(site.root, path), text.replace(from, to));
    }
    const { configuration, problems } = loadConfiguration(site.root, {});
    if (configuration === undefined) throw new Error(problems.map((one) => renderProblem(one)).join('\n'));
    return configuration;
  }

  /** A file as the hub reads and saves it. @returns the id of the file */
  async function arrive(
    { book, mappings, settings }: Configuration,
    { name, text, id = uuidv7() }: { name: string; text: string; id?: string },
  ): Promise<string> {
    const connection = book.connection('acme-folder')!;
    const file = {
      ...{ id, name, connection, byteCount: Buffer.byteLength(text) },
      sha256: createHash('sha256').update(text).digest('hex'),
      async *read() {
        yield Buffer.from(text);
      },
    };
    await saveBytes(sql, [file]);
    const row = { id, name, byteCount: file.byteCount, sha256: file.sha256, correlationId: id };
    const where = { connection: connection.name, partner: 'acme' };
    await insertFiles(sql, [{ ...row, ...where, direction: 'in', state: 'received' }]);
    const stored = (await findFiles(sql, [id])).get(id)!;
    const translation = await translateFile(file, {
      book,
      mappings,
      limits: settings.limits,
      today: '2026-04-15',
    });
    await sql
      .transaction()
      .execute((trx) => saveTranslations(trx, [{ stored, translation }], { book, settings }));
    return id;
  }

  async function outbound(): Promise<{ name: string; text: string }[]> {
    const rows = await sql
      .selectFrom('files')
      .innerJoin('work', 'work.subject_id', 'files.id')
      .select(['files.name', 'files.sha256'])
      .where('direction', '=', 'out')
      .where('work.step', '=', 'send')
      .orderBy('files.name')
      .execute();
    return Promise.all(
      rows.map(async ({ name, sha256 }) => {
        const parts: Uint8Array[] = [];
        for await (const part of loadBytes(sql, sha256)) parts.push(part);
        return { name, text: Buffer.concat(parts).toString('utf8') };
      }),
    );
  }

  it('are written and due to be sent for what is rejected, and not for what is accepted', async () => {
    const configuration = await configure();
    await arrive(configuration, { name: 'good.x12', text: invoiceFile(1, ['A']) });
    expect(await outbound()).to.deep.equal([]);
    await arrive(configuration, { name: 'bad.x12', text: invoiceFile(2, ['B', undefined]) });
    await arrive(configuration, { name: 'worse.x12', text: invoiceFile(3, [undefined]) });
    const files = await outbound();
    const names = ['1.html', '1.txt', '2.html', '2.txt'].map((end) => `answer_00000000${end}`);
    expect(files.map(({ name }) => name)).to.deep.equal(names);
    expect(files[1]!.text).to.match(/^Fault test\r\n.*Your file: {3}bad\.x12\r\nReceived: {4}20.*\(UTC\)/s);
    expect(files[1]!.text).to.contain('Invoice without a number (BIG02 is empty)');
    const events = await sql.selectFrom('events').select('event').execute();
    expect(events.filter(({ event }) => event === 'answer.written')).to.have.length(4);
  });

  it('are not written again when a file is read again', async () => {
    const configuration = await configure();
    const file = { name: 'bad.x12', text: invoiceFile(2, [undefined]) };
    const id = await arrive(configuration, file);
    const { book, mappings, settings } = configuration;
    const stored = (await findFiles(sql, [id])).get(id)!;
    const read = async function* () {
      yield Buffer.from(file.text);
    };
    const translation = await translateFile(
      { ...stored, read, connection: book.connection('acme-folder')! },
      { book, mappings, limits: settings.limits, today: '2026-04-15' },
    );
    const { answers } = decideAnswers({ stored, translation }, { book, settings });
    expect(answers).to.have.length(1);
    const again = await sql.transaction().execute((trx) => saveAnswers(trx, answers));
    expect(again).to.deep.equal({});
    expect(await outbound()).to.have.length(2);
  });

  it('tell what a rule of the mapping refuses, which no 997 does, and nothing of what is held', async () => {
    const configuration = await configure({
      'mappings/plain-810.yaml': ['values: { CA: CA } } }', 'values: { CA: CA } }, otherwise: reject }'],
    });
    const text = invoiceFile(2, ['A', 'B']).replace('IT1*1*10*CA', 'IT1*1*10*BX');
    await arrive(configuration, { name: 'unit.x12', text });
    const [, answer] = await outbound();
    expect(answer!.text).to.contain('1. Invoice A');
    expect(answer!.text).to.match(/read and acknowledged, but\s+refused for its\s+content/);
    expect(answer!.text).to.contain('line 1, segment 3');
    expect(answer!.text).to.match(/Received: BX\r\n/);
    const held = await configure({
      'mappings/plain-810.yaml': ['otherwise: reject', 'otherwise: hold'],
    });
    await arrive(held, { name: 'held.x12', text: text.replaceAll('000000002', '000000003') });
    expect(await outbound()).to.have.length(2);
  });

  it('are the only word on a CSV file', async () => {
    const configuration = await configure();
    const text = 'Number,Date,Total,Item,Quantity,Unit\nS-1,2026-04-04,10.00,GAUZE,2\n';
    await arrive(configuration, { name: 'sheet.csv', text });
    const [, answer] = await outbound();
    expect(answer!.text).to.contain('The file was rejected as a whole');
    expect(answer!.text).to.match(/Where: {4}row 2/);
  });

  it('tell a control number that was used before', async () => {
    const configuration = await configure({
      'hub.yaml': ["  acknowledge: '997'", "  acknowledge: '997'\n  interchange: { duplicate: reject }"],
    });
    await arrive(configuration, { name: 'one.x12', text: invoiceFile(2, ['A']) });
    await arrive(configuration, { name: 'two.x12', text: invoiceFile(2, ['B']) });
    const [, answer] = await outbound();
    expect(answer!.text).to.contain('with a control number (ISA13) not used');
  });

  it('go on a connection of their own, which no acknowledgment takes', async () => {
    const configuration = await configure({
      'partners/acme.yaml': [
        "    send: { path: ./exchange/out, name: '{document}_{control}.x12' }",
        [
          "  acme-out: { transport: folder, send: { path: ./exchange/out, name: '{document}_{control}.x12' } }",
          '  acme-people: { transport: folder, send: { path: ./exchange/people } }',
        ].join('\n'),
      ],
    });
    const agreed = await configure({
      'partners/acme.yaml': ['files: both', "files: text, connection: acme-people, name: 'report-{control}'"],
    });
    expect(configuration.book.connections).to.have.length(3);
    await arrive(agreed, { name: 'bad.x12', text: invoiceFile(2, [undefined]) });
    const rows = await sql
      .selectFrom('files')
      .select(['name', 'connection'])
      .where('direction', '=', 'out')
      .execute();
    expect(rows).to.deep.equal([{ name: 'report-000000001.txt', connection: 'acme-people' }]);
    const owed = await sql.selectFrom('acknowledgments').select('connection').execute();
    expect(owed).to.deep.equal([{ connection: 'acme-out' }]);
  });

  it('are noted as due where no connection can send them', async () => {
    const configuration = await configure({
      'partners/acme.yaml': ["    send: { path: ./exchange/out, name: '{document}_{control}.x12' }\n", ''],
      'hub.yaml': ["  acknowledge: '997'", "  acknowledge: '997'\n  answer: { files: both }"],
      './partners/acme.yaml': ['syntax:\n  answer: { files: both }\n', ''],
    });
    await arrive(configuration, { name: 'bad.x12', text: invoiceFile(2, [undefined]) });
    expect(await outbound()).to.deep.equal([]);
    const codes = await sql.selectFrom('issues').select('code').execute();
    expect(codes.map(({ code }) => code)).to.include('ANSWER_UNROUTABLE');
  });

  it('are refused in a partner file that gives them no way or no name of their own', async () => {
    const problemsOf = async (to: string) => {
      const path = join(site.root, 'partners/acme.yaml');
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace('{ files: both }', to));
      const { problems } = loadConfiguration(site.root, {});
      await writeFile(path, text);
      return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
    };
    expect(await problemsOf('{ files: both, connection: acme-foldr }')).to.have.length(1);
    expect(await problemsOf("{ files: both, name: 'report' }")).to.have.length(1);
    expect(await problemsOf("{ files: both, name: '../{control}' }")).to.have.length(1);
    expect(await problemsOf("{ files: both, name: '{document}-{control}' }")).to.deep.equal([]);
  });
});
