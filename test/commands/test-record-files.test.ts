import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import '../kit/seed.js';
import { runTests } from '../../src/workbench/try/run-tests.js';
import { testRecord } from '../../src/commands/files/test-record.js';
import { makeFile } from '../x12/made-x12.js';
import { makeTerminal } from './made-terminal.js';

const fields = (at: (name: string) => string, each: string, inLine: (name: string) => string): string => `
to: purchase-order@1
fields:
  number: ${at('number')}
  date: { from: ${at('date')}, format: yyyyMMdd }
  shipTo.name: ${at('shipTo')}
  procedure.patient: ${at('patient')}
  contract: { from: ${at('doctor')}, sensitive: true }
  lines:
    each: ${each}
    fields:
      number: ${inLine('line')}
      item.number: ${inLine('item')}
      item.description: ${inLine('words')}
      quantity: { from: ${inLine('qty')} }
rules:
  - { id: line-count, check: { count: lines, equals: '2' }, otherwise: hold }
`;

interface Made {
  mapping: string;
  file: string;
  content: string | Buffer;
}

/** Values that a file of each format holds, the secrets at every place that one may think of. */
interface Said {
  patient: string;
  doctor: string;
}

const xml = ({ patient, doctor }: Said): Made => ({
  mapping: `from: { format: xml, root: Orders, document: Order, namespaces: { o: urn:o } }${fields(
    (name) => `'@${name}'`,
    'Line',
    (name) => name,
  )}`,
  file: 'in.xml',
  content: `<?xml version="1.0"?>
<?print ${patient}?>
<!-- for ${patient} -->
<Orders xmlns:o="urn:o" batch="${doctor}">
  <Order number="4500" date="20260401" shipTo="ST MARY" patient="${patient}" doctor="${doctor}" o:note="see ${patient}">
    <!-- ${doctor} -->text of ${patient}<![CDATA[ and ${doctor}]]>
    <Line o:by="${doctor.toUpperCase()}"><line>1</line><item>A-1</item><words>KNEE, ${patient.toUpperCase()} ${/^\d/.test(patient) ? `MRN${patient}` : ''}</words><qty>12.50</qty><Extra><Deep>${patient}</Deep></Extra></Line>
    <Line><line>2</line><item>A-2</item><words><![CDATA[by (${doctor})]]></words><qty>3</qty><?ask ${doctor}?></Line>
  </Order>
  <Order number="4501" patient="SOMEBODY ELSE"/>
</Orders>
`,
});

const json = ({ patient, doctor }: Said): Made => ({
  mapping: `from: { format: json, document: orders }${fields(
    (name) => name,
    'lines',
    (name) => name,
  )}`,
  file: 'in.json',
  content: JSON.stringify({
    batch: doctor,
    orders: [
      {
        number: '4500',
        date: 20260401,
        shipTo: 'ST MARY',
        patient,
        doctor,
        [patient]: { [`of ${doctor}`]: true },
        lines: [
          {
            line: 1,
            item: 'A-1',
            words: `KNEE, ${patient.toUpperCase()}`,
            qty: 12.5,
            extra: [patient, [doctor]],
          },
          { line: 2, item: 'A-2', words: `by (${doctor})`, qty: 3, none: null },
        ],
      },
      { number: '4501', patient: 'SOMEBODY ELSE' },
    ],
  }),
});

const fixed = ({ patient, doctor }: Said): Made => {
  const row = (...cells: [string, number][]): string =>
    cells.map(([text, width]) => text.padEnd(width).slice(0, width)).join('');
  return {
    mapping: `from:
  format: fixed
  rowLength: 120
  records:
    H: { starts: document, columns: { number: [2, 9], date: [11, 8], shipTo: [19, 20], patient: [39, 30], doctor: [69, 30] } }
    D: { columns: { line: [2, 4], item: [6, 10], words: [16, 40], qty: [56, 8] } }${fields(
      (name) => `H.${name}`,
      'D',
      (name) => `D.${name}`,
    )}`,
    file: 'in.dat',
    content: [
      row(
        ['H', 1],
        ['4500', 9],
        ['20260401', 8],
        ['ST M\u00c4RY', 20],
        [patient, 30],
        [doctor, 30],
        [`z ${doctor}`, 22],
      ),
      row(
        ['D', 1],
        ['1', 4],
        ['A-1', 10],
        [`KNEE, ${patient.toUpperCase()}`, 40],
        ['12.50', 8],
        [`see ${patient}`, 57],
      ),
      row(['D', 1], ['2', 4], ['A-2', 10], [`by (${doctor})`, 40], ['3', 8], [patient, 57]),
      row(['H', 1], ['4501', 9], ['20260401', 8], ['', 20], ['SOMEBODY ELSE', 30], ['', 52]),
      '',
    ].join('\n'),
  };
};

const csv = ({ patient, doctor }: Said): Made => ({
  mapping: `from:
  format: csv
  skipUntil: '^number,'
  groupBy: number
  columns: { number: number, date: date, shipTo: to, patient: who, doctor: by, line: line, item: item, words: words, qty: qty }${fields(
    (name) => `row.${name}`,
    'row',
    (name) => `row.${name}`,
  )}`,
  file: 'in.csv',
  content: [
    `run for ${patient}`,
    'number,date,to,who,by,line,item,words,qty,free,more',
    `4500,20260401,ST MARY,${patient},${doctor},1,A-1,"KNEE, ${patient.toUpperCase()}",12.50,"said ""${doctor}""",${patient}`,
    `4501,20260401,,SOMEBODY ELSE,,1,A-9,WORDS,1,"a\nbreak",`,
    `4500,20260401,ST MARY,${patient},${doctor},2,A-2,by (${doctor}),3,${patient},`,
    '',
  ].join('\n'),
});

const x12 = ({ patient, doctor }: Said): Made => ({
  mapping: `from: { format: x12, set: '850', version: '004010' }${fields(
    (name) =>
      ({
        number: 'BEG03',
        date: 'BEG05',
        shipTo: 'N1(ST).N102',
        patient: 'REF(EJ).REF02',
        doctor: 'REF(ZZ).REF02',
      })[name] ?? '',
    'PO1',
    (name) => ({ line: 'PO101', item: 'PO107', words: 'PID05', qty: 'PO102' })[name] ?? '',
  ).replace('format: yyyyMMdd', 'format: yyyyMMdd')}`,
  file: 'in.x12',
  content: makeFile([
    {
      set: '850',
      body: [
        'BEG*00*SA*4500**20260401',
        `REF*EJ*${patient}`,
        `REF*ZZ*${doctor}`,
        `REF*SY*${patient}`,
        `N9*L1*${doctor}`,
        `MSG*see ${patient}`,
        'N1*ST*ST MARY',
        'PO1*1*12.50*EA*1**VC*A-1',
        `PID*F****KNEE, ${patient.toUpperCase()}`,
        'PO1*2*3*EA*1**VC*A-2',
        `PID*F****by (${doctor})`,
        'CTT*2',
      ],
    },
  ]),
});

describe('waybill test record, of every format', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'waybill-record-'));
    mkdirSync(join(root, 'mappings'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const record = async ({ mapping, file, content }: Made, name = 'one') => {
    rmSync(join(root, 'samples'), { recursive: true, force: true });
    writeFileSync(
      join(root, 'mappings/own.yaml'),
      `map: own\nversion: 1\nstatus: live\ntitle: t\n${mapping}`,
    );
    writeFileSync(join(root, file), content);
    const terminal = makeTerminal();
    const code = await testRecord(root, join(root, file), { mapping: 'own', partner: 'p', name }, terminal);
    if (code !== 0) return { code, err: terminal.err, out: terminal.out, sample: '', test: '' };
    const [input = ''] = readdirSync(join(root, 'samples/p', name));
    return {
      code,
      err: terminal.err,
      out: terminal.out,
      sample: readFileSync(join(root, 'samples/p', name, input), 'utf8'),
      test: readFileSync(join(root, 'mappings/own.yaml'), 'utf8').split('\ntests:')[1] ?? '',
    };
  };

  const formats = { xml, json, fixed, csv, x12 };
  const word = fc.stringMatching(/^[A-Z][a-z]{3,8}$/);
  const secret = fc.oneof(
    fc.tuple(word, word).map(([first, last]) => `${first} ${last}`),
    fc.stringMatching(/^[0-9]{5,9}$/),
    fc.stringMatching(/^[A-Z]{2}[0-9]{3,6}[a-z]$/),
    word,
  );
  for (const [format, made] of Object.entries(formats)) {
    it(`leaves no sensitive value anywhere in a sample of ${format}, nor in its test`, async () => {
      await fc.assert(
        fc.asyncProperty(secret, secret, async (patient, doctor) => {
          const { code, err, sample, test, out } = await record(made({ patient, doctor }));
          expect(code, err).to.equal(0);
          const written = (sample + test + out).toLowerCase();
          for (const value of [patient, doctor, ...patient.split(' '), ...doctor.split(' ')]) {
            // A number inside of a longer one is another number.
            const looks = /^\d+$/.test(value) ? `(?<!\\d)${value}(?!\\d)` : value.toLowerCase();
            expect(written).not.to.match(new RegExp(looks));
          }
          expect(sample).not.to.contain('SOMEBODY');
          expect(sample).not.to.match(/ST M.RY/);
          expect(runTests(root, []).mappings[0]!.tests.map(({ passed }) => passed)).to.deep.equal([true]);
        }),
        { numRuns: 25 },
      );
    });

    it(`keeps what is counted and looked up in a sample of ${format}, and takes one document of it`, async () => {
      const { test } = await record(made({ patient: 'Maria Meier', doctor: 'Dr Otto Kranz' }));
      expect(test).to.contain("number: '4500'");
      expect(test).to.match(/date: '?2026-04-01'?/);
      expect(test).to.contain('lines.0.item.number: A-1');
      expect(test).to.contain(
        "lines.0.quantity.value: '12.50'".replace('12.50', format === 'json' ? '12.5' : '12.50'),
      );
      expect(test).to.contain('issues: []');
    });
  }

  it('keeps the length of every row of fixed width, and its letters outside ASCII', async () => {
    const { sample } = await record(fixed({ patient: 'Jos\u00e9 Mu\u00f1oz', doctor: 'Dr Zo\u00eb \u1e9e' }));
    expect(
      sample
        .split('\n')
        .slice(0, -1)
        .map(({ length }) => length),
    ).to.deep.equal([120, 120, 120]);
    expect(sample).not.to.match(/Jos|Mu\u00f1oz|Zo\u00eb/);
  });

  it('leaves what no value is out of XML: comments, instructions, document types', async () => {
    const { sample } = await record(xml({ patient: 'Maria Meier', doctor: 'Otto Kranz' }));
    expect(sample).not.to.match(/<!--|<\?(?!xml )|CDATA|<!DOCTYPE/);
    expect(sample).to.match(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<Orders /);
    expect(sample.match(/<Order /g)).to.have.length(1);
  });

  it('tells how much was made up because nobody reads it', async () => {
    const { out } = await record(json({ patient: 'Maria Meier', doctor: 'Otto Kranz' }));
    expect(out).to.match(/^ {2}procedure\.patient \(sensitive\)$/m);
    expect(out).to.match(/^ {2}what the mapping does not read, \d+ times$/m);
  });

  it('takes a mark of the encoding and an encoding that the mapping names', async () => {
    const made = csv({ patient: 'Maria Meier', doctor: 'Otto Kranz' });
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(String(made.content), 'utf16le')]);
    const { sample, test } = await record({ ...made, content: wide });
    expect(Buffer.from(sample).toString('utf8')).not.to.contain('Maria');
    expect(test).to.contain("number: '4500'");
  });
});
