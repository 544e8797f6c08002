import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { mapNew } from '../../src/commands/map/map-new.js';
import { mapShow } from '../../src/commands/map/map-show.js';
import { mapTry } from '../../src/commands/map/map-try.js';
import { loadMappings } from '../../src/mapping/load-mappings.js';
import { outlineOf } from '../../src/x12/guides/outline.js';
import { readYaml } from '../../src/yaml/read-yaml.js';
import { makeFile } from '../x12/made-x12.js';
import { makeTerminal } from './made-terminal.js';

const shipped = resolve(import.meta.dirname, '../..');

const invoice = [
  'BIG*20260404*INV-1*20260401*PO-1***DI',
  'CUR*SE*USD',
  'REF*DP*038',
  'N1*SE*A SUPPLIER*91*V-1',
  'N1*PR*SECRET NAME*91*P-1',
  'ITD*01*3*2**10**30',
  'IT1*1*2*EA*10.50**VC*A-1',
  'PID*F****A THING',
  'TDS*2100',
  'CTT*1',
];

describe('waybill map new', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'waybill-draft-'));
    cpSync(join(shipped, 'mappings/crosswalks'), join(root, 'mappings/crosswalks'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const sample = (name: string, bytes: string | Uint8Array): string => {
    writeFileSync(join(root, name), bytes);
    return join(root, name);
  };
  const x12 = (set: string, body: string[], functionalId: string) =>
    sample('acme.x12', makeFile([{ set, body }], { functionalId }));
  const draft = async (from: string, options = {}) => {
    const terminal = makeTerminal();
    const code = await mapNew(root, { from, ...options }, terminal);
    const file = join(root, 'mappings/acme.yaml');
    return {
      code,
      ...terminal,
      err: terminal.err,
      out: terminal.out,
      text: existsSync(file) ? readFileSync(file, 'utf8') : '',
    };
  };
  const checked = () => {
    const { mappings, problems } = loadMappings(root, outlineOf);
    return {
      errors: problems.filter(({ severity }) => severity === 'error'),
      problems,
      mapping: mappings.get('acme'),
    };
  };

  it('drafts what an invoice usually holds, and passes the checker but for what is to be decided', async () => {
    const { code, text, out } = await draft(x12('810', invoice, 'IN'));
    expect(code).to.equal(0);
    expect(out).to.match(/^mappings\/acme\.yaml: a draft to invoice@1, \d+ TODOs\.\n$/);
    expect(text).to.contain('\n  number: BIG02\n');
    expect(text).to.contain('\n  supplier: { party: N1(SE) }\n');
    expect(text).to.contain('\n  totals.stated: { from: TDS01, type: implied-decimal, places: 2 }\n');
    expect(text).to.contain('each: IT1\n');
    const { errors, problems, mapping } = checked();
    expect(errors).to.deep.equal([]);
    expect(mapping?.status).to.equal('draft');
    expect(problems.filter(({ code: one }) => one === 'MAP130')).to.have.length.above(2);
  });

  it('maps its own sample, whole', async () => {
    const from = x12('810', invoice, 'IN');
    await draft(from);
    const terminal = makeTerminal();
    await mapTry(root, { mapping: 'acme', file: from }, { json: true }, terminal);
    const { documents } = JSON.parse(terminal.out) as {
      documents: { record: Record<string, unknown>; issues: { action: string }[] }[];
    };
    expect(documents[0]!.issues.filter(({ action }) => action !== 'warn')).to.deep.equal([]);
    expect(documents[0]!.record).to.deep.include({ number: 'INV-1', totals: { stated: '21.00' } });
  });

  it('extends the base of the set where there is one, and names what that leaves', async () => {
    cpSync(join(shipped, 'mappings/x12-810.yaml'), join(root, 'mappings/x12-810.yaml'));
    if (existsSync(join(shipped, 'mappings/base-810.yaml')))
      cpSync(join(shipped, 'mappings/base-810.yaml'), join(root, 'mappings/base-810.yaml'));
    const { text } = await draft(x12('810', invoice, 'IN'));
    expect(text).to.match(/^extends: (base|x12)-810\.yaml$/m);
    expect(text).to.match(/^# {3}N1\(PR\) \(party\)$/m);
    expect(text).not.to.match(/^# {3}BIG02/m);
    expect(checked().errors).to.deep.equal([]);
  });

  it('writes no text of the sample into the draft', async () => {
    const { text } = await draft(x12('810', invoice, 'IN'));
    for (const word of ['SECRET NAME', 'A SUPPLIER', 'A THING', 'INV-1', 'A-1'])
      expect(text).not.to.contain(word);
  });

  const sets: [string, string, string[]][] = [
    ['850', 'PO', ['BEG*00*SA*PO-1**20260401', 'N1*ST*X*92*1', 'PO1*1*2*EA*3**VC*A-1', 'CTT*1']],
    ['855', 'PR', ['BAK*00*AC*PO-1*20260401', 'PO1*1*2*EA*3**VC*A-1', 'ACK*IA*2*EA', 'CTT*1']],
    ['861', 'RC', ['BRA*R-1*20260401*00*1', 'RCD*1*2*EA', 'LIN**VC*A-1', 'CTT*1']],
  ];
  for (const [set, functionalId, body] of sets) {
    it(`drafts an ${set} that the checker takes`, async () => {
      const { code, text } = await draft(x12(set, body, functionalId));
      expect(code, text).to.equal(0);
      const { errors, mapping } = checked();
      expect(errors.map(({ message }) => message)).to.deep.equal([]);
      expect(mapping).not.to.equal(undefined);
    });
  }

  it('takes the columns of a CSV file, with forms of dates and numbers as they stand', async () => {
    const csv =
      'Invoice #;Invoice Date;PO Number;Item;UOM;Qty;Unit Price;Extended;Invoice Total;Route\n' +
      'I-1;13.04.2026;PO-1;A-1;EA;2;10.50;21.00;"1,021.00";R7\n';
    const { code, text } = await draft(sample('acme.csv', csv));
    expect(code).to.equal(0);
    expect(text).to.contain("delimiter: ';'");
    expect(text).to.contain('groupBy: invoice_no');
    expect(text).to.contain('date: { from: row.invoice_date, format: d.M.yyyy }');
    expect(text).to.contain('totals.stated: { from: row.invoice_total, clean: [strip-commas] }');
    expect(text).to.contain('quantity: { from: row.qty, unit: { from: row.uom, crosswalk: uom.hub } }');
    expect(text).to.contain('#   row.route (Route)');
    expect(checked().errors).to.deep.equal([]);
  });

  it('finds the headings below a banner, in another encoding, and says where the rows begin', async () => {
    const csv =
      '"Open invoices; all of them";;;;;;\nPrinted 03.04.2026\n\n' +
      'Inv. No;Inv. Date;Customer PO;Cat #;Pr\u00fcfer;Qty;U/M;Unit Price\n' +
      'I-1;13.04.2026;PO-1;A-1;J\u00f6rg;2;EA;1,50\nI-1;13.04.2026;PO-1;"A;2";J\u00f6rg;1;BX;100,00\n';
    const { code, text, err } = await draft(sample('acme.csv', Buffer.from(csv, 'latin1')));
    expect(code, err).to.equal(0);
    expect(text).to.contain('encoding: windows-1252\n');
    expect(text).to.contain("skipUntil: '^Inv\\. No;'\n");
    expect(text).to.contain('pairs: { vendor: row.cat_no }');
    expect(text).to.contain('order.number: row.customer_po');
    expect(text).to.contain('clean: [decimal-comma]');
    expect(checked().errors).to.deep.equal([]);
    const terminal = makeTerminal();
    await mapTry(root, { mapping: 'acme', file: join(root, 'acme.csv') }, { json: true }, terminal);
    const { documents } = JSON.parse(terminal.out) as { documents: { record: { lines: unknown[] } }[] };
    expect(documents.map(({ record }) => record.lines.length)).to.deep.equal([2]);
  });

  it('asks what the rows are when no heading tells', async () => {
    const { code, err } = await draft(sample('acme.csv', 'a,b\n1,2\n'));
    expect(code).to.equal(1);
    expect(err).to.contain('--to invoice@1');
  });

  it('never writes over a mapping, and refuses a kind that there is not', async () => {
    const from = x12('810', invoice, 'IN');
    await draft(from);
    const again = await draft(from);
    expect(again.code).to.equal(2);
    expect(again.err).to.match(/is there already: choose another with --name NAME/);
    expect((await draft(from, { name: 'other', to: 'invioce@1' })).err).to.contain('did you mean invoice@1?');
  });

  it('names an editor schema in its first line', async () => {
    const { text } = await draft(x12('810', invoice, 'IN'));
    expect(text).to.match(/^# yaml-language-server: \$schema=\S+docs\/reference\/mapping\.schema\.json\n/);
  });
});

describe('waybill map show', () => {
  it('shows a mapping merged with its base as one file that reads the same', async () => {
    const root = mkdtempSync(join(tmpdir(), 'waybill-show-'));
    try {
      cpSync(join(shipped, 'mappings'), join(root, 'mappings'), { recursive: true });
      writeFileSync(
        join(root, 'mappings/own.yaml'),
        'map: own\nversion: 1\nstatus: live\nextends: base-850.yaml\nfields: { contract: REF(XX).REF02 }\n',
      );
      const terminal = makeTerminal();
      expect(await mapShow(root, 'own', { flat: true }, terminal)).to.equal(0);
      const { value, problems } = readYaml('flat.yaml', terminal.out);
      expect(problems).to.deep.equal([]);
      expect(value).to.deep.include({ map: 'own' });
      expect((value as { fields: object }).fields).to.deep.include({ contract: 'REF(XX).REF02' });
      expect(Object.keys((value as { fields: object }).fields)).to.have.length.above(5);
      expect(value).not.to.have.property('extends');
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
