/**
 * Bad input, part 4: what the hub makes of files that are sound by themselves, but not from whom, for whom or in what
 * they say; and what is received as an answer. Nothing is saved here.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import { translateFile } from '../../src/translation/translate-file.js';
import type { Translation } from '../../src/translation/translation.js';
import { readAcknowledgment } from '../../src/x12/acknowledge/read-acknowledgment.js';
import { projectRoot } from '../kit/source-files.js';
import { invoiceFile, openSite, type Site } from '../kit/site.js';
import { answerTo } from './made-answers.js';
import { makeFile } from './made-x12.js';
import { readDocuments, readX12 } from './read-x12.js';

describe('bad input: the hub', () => {
  let site: Site;
  let configuration: Configuration;

  before(async () => {
    site = await openSite();
    const acme = readFileSync(join(site.root, 'partners/acme.yaml'), 'utf8');
    const rival = acme
      .replace(/^connections:.*?(?=^agreements:)/ms, '')
      .replaceAll('acme', 'rival')
      .replaceAll('Acme', 'Rival')
      .replaceAll('ACME', 'RIVAL');
    writeFileSync(join(site.root, 'partners/rival.yaml'), rival);
    const loaded = loadConfiguration(site.root, {});
    if (loaded.configuration === undefined) throw new Error(JSON.stringify(loaded.problems));
    configuration = loaded.configuration;
  });
  after(() => site.close());

  async function translate(text: string): Promise<Translation> {
    const bytes = Buffer.from(text);
    const { book, mappings, settings } = configuration;
    const file = {
      id: '00000000-0000-7000-8000-000000000000',
      name: 'a.x12',
      sha256: '0'.repeat(64),
      byteCount: bytes.length,
      connection: book.connection('acme-folder')!,
      async *read() {
        yield bytes;
      },
    };
    return translateFile(file, { book, mappings, limits: settings.limits, today: '2026-04-15' });
  }

  /** State and reason of the only interchange, and the states of its records. */
  async function outcome(text: string): Promise<unknown[]> {
    const translation = await translate(text);
    if (translation.format !== 'x12') return [translation.format];
    const [interchange] = translation.interchanges;
    return [interchange!.state, interchange!.reason, interchange!.records.map(({ state }) => state)];
  }

  const sound = invoiceFile(7, ['A']);

  it('takes a sound invoice, or the tests below would mean nothing', async () => {
    expect(await outcome(sound)).to.deep.equal(['accepted', undefined, ['accepted']]);
  });

  it('X01 X02 quarantines what is nothing or no X12', async () => {
    for (const text of ['', 'Dear all,', '%PDF-1.7', 'PK\u0003\u0004'])
      expect(await outcome(text)).to.deep.equal(['unknown']);
  });

  it('X18 maps nothing of a version that is not agreed', async () => {
    const [, , records] = await outcome(sound.replace('*X*004010', '*X*005010'));
    expect(records).to.deep.equal([]);
  });

  it('X25 quarantines a sender it does not know, and never guesses one', async () => {
    for (const id of ['STRANGER       ', 'ACME2          ', 'acme           '])
      expect(await outcome(sound.replace('*ZZ*ACME           *', `*ZZ*${id}*`)), id).to.deep.equal([
        ...['quarantined', 'PARTNER_UNKNOWN', []],
      ]);
  });

  it('X26 holds what one partner sends in the name of another', async () => {
    const spoofed = sound.replace('*ZZ*ACME           *', '*ZZ*RIVAL          *');
    expect(await outcome(spoofed)).to.deep.equal(['held', 'SENDER_MISMATCH', []]);
  });

  it('X27 holds a document that says it is a test', async () => {
    const [state, , records] = await outcome(sound.replace(/\*P\*(.)~/, '*T*$1~'));
    expect([state, records]).to.deep.equal(['accepted', ['held']]);
  });
});

describe('bad input: answers that we receive', () => {
  const received = (code: string) =>
    makeFile(
      [
        {
          set: '997',
          body: ['AK1*PO*1', 'AK2*850*0001', `AK5*${code === 'P' ? 'R' : code}`, `AK9*${code}*1*1*1`],
        },
      ],
      {
        functionalId: 'FA',
      },
    );

  for (const [code, verdict] of [
    ['A', 'accepted'],
    ['E', 'accepted-with-errors'],
    ['P', 'partially-accepted'],
    ['R', 'rejected'],
  ] as const)
    it(`X48 a 997 that says ${code} means ${verdict}, and is never answered`, () => {
      const text = received(code);
      expect(readAcknowledgment(readDocuments(text)[0]!)?.verdict).to.equal(verdict);
      expect(answerTo(readX12(text))).to.deep.equal([]);
    });

  it('X48 a broken 997 is not answered either', () => {
    for (const text of [
      received('A').replace('SE*6', 'SE*9'),
      received('A').replace('GE*1', 'GE*7'),
      received('X'),
    ])
      expect(answerTo(readX12(text))).to.deep.equal([]);
  });
});

/** Rows of the catalogue that need a database, or more than one file: where they are tested. */
const elsewhere: Record<string, [file: string, test: string]> = {
  'X21 held, or rejected where agreed': [
    'test/steps/translate.test.ts',
    'lets the first of two files with one control number win, in one transaction or in two',
  ],
  'X22 the identical interchange again': [
    'test/steps/translate.test.ts',
    'takes the same interchange in another file for a duplicate',
  ],
  'X49 a 997 for a group that was never sent': [
    'test/steps/match-acknowledgments.test.ts',
    'notes a group that was never sent, at the set that speaks about it, and answers nothing',
  ],
  'X49 the same 997 again': [
    'test/steps/match-acknowledgments.test.ts',
    'adds nothing for the same 997 again',
  ],
  'X48 what it says of a document of ours': [
    'test/steps/sent-documents.test.ts',
    'tells a refusal with the faults that the partner names, without the values',
  ],
  'X49 the same said again in another 997': [
    'test/steps/sent-documents.test.ts',
    'changes nothing when the same is said again',
  ],
  'X50 a 997 that never comes': [
    'test/steps/report-overdue.test.ts',
    'tells a 997 that does not come, once, with what was agreed',
  ],
  'X54 the same invoice number': [
    'test/steps/translate.test.ts',
    'holds a second invoice with the same number, whose 997 still says that it was read',
  ],
};

describe('bad input: elsewhere', () => {
  for (const [row, [file, test]] of Object.entries(elsewhere))
    it(`${row} is tested in ${file}`, () => {
      const path = join(projectRoot, file);
      expect(existsSync(path)).to.equal(true);
      expect(readFileSync(path, 'utf8')).to.include(`it('${test}'`);
    });

  it('every row about reading, validation and acknowledgment has a test of its number', () => {
    const folder = new URL('./', import.meta.url);
    const text = readdirSync(folder)
      .filter((name) => name.startsWith('bad-input'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('\n');
    // X52, X53 and X55 ask about documents that the hub has kept before.
    const rows = Array.from({ length: 56 }, (_, index) => `X${String(index + 1).padStart(2, '0')}`);
    const untested = rows.filter((row) => !new RegExp(`['\`]${row} `).test(text));
    expect(untested).to.deep.equal(['X52', 'X53', 'X55']);
  });
});
