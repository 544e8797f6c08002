import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { partnerExplain } from '../../src/commands/partner/partner-explain.js';
import { partnerList } from '../../src/commands/partner/partner-list.js';
import { partnerShow } from '../../src/commands/partner/partner-show.js';
import { acme, partnerFolders } from '../partners/partner-folder.js';
import { makeTerminal } from './made-terminal.js';

const root = resolve(import.meta.dirname, '../..');
const shipped = (path: string) => readFileSync(join(root, path), 'utf8');
const sample = (path: string) => join(root, 'samples', path);

describe('waybill partner list', () => {
  it('shows each partner with its connections and agreements', async () => {
    const terminal = makeTerminal();
    expect(await partnerList(root, {}, terminal)).to.equal(0);
    expect(terminal.out).to.match(
      /^acme-medical +live +acme-folder \(folder\) +out 850, in 855, in 856, in 810, in csv\/invoice$/m,
    );
  });

  it('gives the same as JSON', async () => {
    const terminal = makeTerminal();
    await partnerList(root, { json: true }, terminal);
    const partners = JSON.parse(terminal.out) as { partner: string; agreements: { document: string }[] }[];
    const found = partners.find(({ partner }) => partner === 'acme-medical');
    expect(found?.agreements.map(({ document }) => document)).to.include('x12/810/004010');
  });
});

describe('waybill partner show', () => {
  it('tells the file and line behind every setting', async () => {
    const terminal = makeTerminal();
    expect(await partnerShow(root, 'acme-medical', {}, terminal)).to.equal(0);
    expect(terminal.out).to.match(/^ +acknowledge +997 +hub\.yaml:\d+$/m);
    expect(terminal.out).to.match(/^ +ta1 +as-asked +built in$/m);
  });

  it('says whom records go on to, and on which connection documents go out', async () => {
    const shown = async (name: string) => {
      const terminal = makeTerminal();
      expect(await partnerShow(root, name, {}, terminal)).to.equal(0);
      return terminal.out;
    };
    expect(await shown('acme-medical')).to.match(
      /^ +orders +out +x12\/850\/004010 +by \S+ version \d+ +on acme-folder +live$/m,
    );
    expect(await shown('st-mary-purchasing')).to.contain('to the partner that is supplier of the record');
    const terminal = makeTerminal();
    await partnerExplain(
      root,
      sample('st-mary-purchasing/order/input.json'),
      { connection: 'purchasing-folder' },
      terminal,
    );
    expect(terminal.out).to.contain('goes on to the partner that is supplier of the record');
  });

  it('names the nearest partner for one that there is not', async () => {
    const terminal = makeTerminal();
    expect(await partnerShow(root, 'acme-medcal', {}, terminal)).to.equal(2);
    expect(terminal.err).to.equal('There is no partner "acme-medcal": did you mean "acme-medical"?\n');
  });
});

describe('waybill partner explain', () => {
  const folders = partnerFolders();
  afterEach(() => folders.remove());

  const explain = async (path: string, options = {}, at = root) => {
    const terminal = makeTerminal();
    const code = await partnerExplain(at, path, options, terminal);
    return { code, out: terminal.out, err: terminal.err };
  };
  const x12 = {
    'partners/acme.yaml': acme.replace(/  - \{ id: ohio.*\n/, ''),
    'mappings/base-810.yaml': shipped('mappings/base-810.yaml'),
    'mappings/x12-810.yaml': shipped('mappings/x12-810.yaml'),
    ...Object.fromEntries(
      ['uom', 'items', 'locations'].map((name) => {
        const path = `mappings/crosswalks/${name}.csv`;
        return [path, shipped(path)];
      }),
    ),
  };

  it('says which agreement and mapping apply, and why', async () => {
    const { code, out } = await explain(sample('acme-medical/810-standard/input.x12'));
    expect(code).to.equal(0);
    expect(out).to.contain(
      [
        'Interchange 000005104 from ZZ ACMEMED to ZZ STMARYHOSP',
        '  all four identifiers are those of acme-medical (Acme Medical Supply), partners/acme-medical.yaml',
        '',
        '810 of version 004010',
        '  agreement invoices is for x12/810/004010 that comes in',
        '  mapped by acme-810 version 3 (live), mappings/acme-810.yaml',
        '  delivered to erp-main',
      ].join('\n'),
    );
  });

  it('shows what to write for a sender that nobody knows', async () => {
    const { code, out } = await explain(sample('acme-medical/unknown-sender/input.x12'));
    expect(code).to.equal(1);
    expect(out).to.contain('no partner has ISA06 ROLLINGCARE\n');
    expect(out).to.contain('theirs: { qualifier: ZZ, id: ROLLINGCARE }');
  });

  it('quotes identifiers that are digits, so that the line can be copied', async () => {
    const text = readFileSync(sample('acme-medical/unknown-sender/input.x12'), 'latin1');
    const folder = folders.make({ ...x12, 'digits.x12': text.replace('ROLLINGCARE    ', '8004171844     ') });
    const { out } = await explain(join(folder, 'digits.x12'), {}, folder);
    expect(out).to.contain("theirs: { qualifier: ZZ, id: '8004171844' }");
  });

  it('tells a partner that is not in use, and one whose qualifier differs', async () => {
    const path = sample('acme-medical/810-standard/input.x12');
    const retired = folders.make({
      ...x12,
      'partners/acme.yaml': x12['partners/acme.yaml'].replace('status: live', 'status: retired'),
    });
    expect((await explain(path, {}, retired)).out).to.match(/has these identifiers, but is retired/);
    const other = folders.make({
      ...x12,
      'partners/acme.yaml': x12['partners/acme.yaml'].replace(/(theirs: \{ qualifier: )ZZ/, "$1'01'"),
    });
    expect((await explain(path, {}, other)).out).to.match(/with qualifier 01 and not ZZ/);
  });

  it('says what is agreed about another version', async () => {
    const folder = folders.make({
      ...x12,
      'partners/acme.yaml': x12['partners/acme.yaml'].replaceAll('/004010', '/005010'),
      'mappings/base-810.yaml': x12['mappings/base-810.yaml'].replaceAll('004010', '005010'),
    });
    const { code, out } = await explain(sample('acme-medical/810-standard/input.x12'), {}, folder);
    expect(code).to.equal(1);
    expect(out).to.match(/agreement \S+ is for x12\/810\/005010/);
    expect(out).to.contain('direction: in, document: x12/810/004010');
  });

  it('warns when the connection is that of another partner', async () => {
    const { out } = await explain(sample('acme-medical/810-standard/input.x12'), {
      connection: 'lakeview-folder',
    });
    expect(out).to.contain('lakeview-folder is a connection of lakeview-hospital');
    expect(out).to.contain('SENDER_MISMATCH');
  });

  it('knows a file that is no X12 by its name', async () => {
    const { code, out } = await explain(sample('ohio-lab-supply/invoices-daily/input.csv'));
    expect(code).to.equal(0);
    expect(out).to.contain(
      'match: *.csv of agreement invoices in partners/ohio-lab-supply.yaml fits its name',
    );
    const unknown = await explain(sample('README.md'));
    expect(unknown.code).to.equal(1);
    expect(unknown.out).to.match(/names agreed on: .*ohio-lab-supply \*\.csv/);
  });

  it('says that an acknowledgment is only read', async () => {
    const { code, out } = await explain(sample('acme-medical/997-inbound/input.x12'));
    expect(code).to.equal(0);
    expect(out).to.contain('It is an acknowledgment');
  });

  it('gives every setting with its origin as JSON', async () => {
    const { out } = await explain(sample('acme-medical/810-standard/input.x12'), { json: true });
    const [explained] = JSON.parse(out) as {
      documents: { settings: { name: string; value: unknown; from: string }[] }[];
    }[];
    const settings = explained!.documents[0]!.settings;
    expect(settings.find(({ name }) => name === 'interchange.windowDays')).to.deep.include({ value: 90 });
    expect(settings.every(({ value, from }) => value !== undefined && /built in|:\d+$/.test(from))).to.equal(
      true,
    );
  });
});
