/**
 * Files that are no X12: which agreement they belong to, by their name and by what is in them, and what becomes of them.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { v7 as uuidv7 } from 'uuid';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import { saveTranslations } from '../../src/steps/translate/save/save-translation.js';
import { findFiles, insertFiles } from '../../src/store/received/files.js';
import { saveBytes } from '../../src/store/received/raw-bytes.js';
import { outcomeOf } from '../../src/translation/file-outcome.js';
import { translateFile } from '../../src/translation/translate-file.js';
import { openFreshDatabase } from '../kit/fresh-database.js';

const project = resolve(import.meta.dirname, '../..');
const sample = (path: string) => readFileSync(join(project, 'samples', path));

/** The shipped configuration, the text of one partner changed. */
function configurationWith(partner: string, change: (text: string) => string): Configuration {
  const root = mkdtempSync(join(tmpdir(), 'waybill-files-'));
  try {
    for (const name of ['hub.yaml', 'partners', 'mappings']) {
      cpSync(join(project, name), join(root, name), { recursive: true });
    }
    const file = join(root, 'partners', `${partner}.yaml`);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    const { configuration, problems } = loadConfiguration(root, {});
    if (!configuration) throw new Error(problems.map(({ message }) => message).join('\n'));
    return configuration;
  } finally {
    rmSync(root, { recursive: true });
  }
}

function fileOf(bytes: Buffer, name: string, configuration: Configuration, connection: string) {
  const came = configuration.book.connection(connection);
  return {
    id: uuidv7(),
    name,
    byteCount: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...(came === undefined ? {} : { connection: came }),
    async *read() {
      yield bytes.subarray(0, 7);
      yield bytes.subarray(7);
    },
  };
}

async function arrive(
  { book, mappings, settings }: Configuration,
  file: ReturnType<typeof fileOf>,
  limits: object = {},
) {
  const context = { book, mappings, limits: { ...settings.limits, ...limits }, today: '2026-04-15' };
  return translateFile(file, context);
}

describe('a file that is no X12', () => {
  const shipped = configurationWith('harbor-exchange', (text) => text);
  const outcome = async (bytes: Buffer | string, name = 'a.xml', limits: object = {}) => {
    const file = fileOf(Buffer.from(bytes as string), name, shipped, 'harbor-folder');
    const translation = await arrive(shipped, file, limits);
    const agreement = 'agreement' in translation ? translation.agreement.id : undefined;
    const { state, reason } = outcomeOf(translation);
    return [state, reason, agreement];
  };

  it('belongs to the agreement whose mapping finds its documents', async () => {
    expect(await outcome(sample('harbor-exchange/order-request/input.xml'))).to.deep.equal(['translated', undefined, 'orders']); // prettier-ignore
    expect(await outcome(sample('harbor-exchange/invoice-detail/input.xml'))).to.deep.equal(['translated', undefined, 'invoices']); // prettier-ignore
  });

  it('is quarantined when no mapping finds any', async () => {
    for (const bytes of ['<cXML/>', '<Order/>', '<cXML><Request><ProfileRequest/></Request></cXML>']) {
      expect(await outcome(bytes)).to.deep.equal(['quarantined', 'DOCUMENT_UNKNOWN', undefined]);
    }
  });

  it('is quarantined when nothing is agreed about its name and content (M11)', async () => {
    expect(await outcome('')).to.deep.equal(['quarantined', 'EMPTY', undefined]);
    for (const bytes of ['{}', 'a,b\n1,2\n', 'no XML', '\u0000\u0001']) {
      expect(await outcome(bytes)).to.deep.equal(['quarantined', 'FORMAT_UNKNOWN', undefined]);
    }
    expect(await outcome('<cXML/>', 'a.txt')).to.deep.equal(['quarantined', 'FORMAT_UNKNOWN', undefined]);
  });

  it('is rejected when it is broken', async () => {
    expect(await outcome('<cXML><Request>')).to.deep.equal(['rejected', 'XML_NOT_CLOSED', 'orders']);
    expect(await outcome(Buffer.from('\ufeff<cXML/>x', 'utf16le'))).to.deep.equal(['rejected', 'XML_AFTER_END', 'orders']); // prettier-ignore
  });

  it('is rejected when it is larger than the limit', async () => {
    expect(await outcome('<cXML></cXML>', 'a.xml', { xmlBytesMax: 12 })).to.deep.equal(['rejected', 'FILE_TOO_LARGE', 'orders']); // prettier-ignore
  });

  it('is quarantined when two agreements are for it', async () => {
    const twice = configurationWith(
      'harbor-exchange',
      (text) =>
      text.replace('mapping: cxml-order-request', 'mapping: cxml-invoice').replace("match: '*.xml'\n    mapping: cxml-invoice", "match: 'I*.xml'\n    mapping: cxml-invoice"), // prettier-ignore
    );
    const bytes = sample('harbor-exchange/invoice-detail/input.xml');
    const told = async (name: string) =>
      outcomeOf(await arrive(twice, fileOf(bytes, name, twice, 'harbor-folder')));
    expect(await told('I1.xml')).to.deep.equal({ state: 'quarantined', reason: 'DOCUMENT_AMBIGUOUS' });
    expect(await told('X1.xml')).to.deep.equal({ state: 'translated' });
  });

  it('may be CSV in spite of how it begins, where only a CSV is agreed', async () => {
    const file = fileOf(Buffer.from('<no>,b\n1,2\n'), 'a.csv', shipped, 'ohio-folder');
    expect(outcomeOf(await arrive(shipped, file)).state).to.equal('rejected');
  });

  it('V21 saved again by a spreadsheet is held for the number of its invoices', async function () {
    this.timeout(60_000);
    const configuration = configurationWith('ohio-lab-supply', (text) =>
      text.replace(
        '    acknowledge: none',
        '    acknowledge: none\n    duplicate: { key: [number], then: hold }',
      ),
    );
    const { sql, close } = await openFreshDatabase();
    try {
      const bytes = sample('ohio-lab-supply/invoices-daily/input.csv');
      const again = Buffer.from(
        `\ufeff${bytes.toString().replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')}`,
      );
      const became: string[][] = [];
      for (const each of [bytes, again]) {
        const file = fileOf(each, 'a.csv', configuration, 'ohio-folder');
        await saveBytes(sql, [file]);
        const { id, name, byteCount, sha256 } = file;
        const row = {
          direction: 'in' as const,
          connection: 'ohio-folder',
          partner: 'ohio-lab-supply',
          state: 'received' as const,
        };
        await insertFiles(sql, [{ id, name, byteCount, sha256, correlationId: id, ...row }]);
        const stored = (await findFiles(sql, [id])).get(id)!;
        const translation = await arrive(configuration, file);
        await sql
          .transaction()
          .execute((trx) => saveTranslations(trx, [{ stored, translation }], configuration));
        const records = await sql.selectFrom('records').select(['state']).where('file_id', '=', id).execute();
        became.push(records.map(({ state }) => state));
      }
      expect(became).to.deep.equal([
        ['accepted', 'accepted'],
        ['held', 'held'],
      ]);
    } finally {
      await close();
    }
  });
});
