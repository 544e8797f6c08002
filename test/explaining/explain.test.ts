/**
 * Files in plain words: sentences, decoded values, carets, and that nothing received is hidden.
 */
import { expect } from 'chai';
import { explainX12, type ExplainedRow } from '../../src/explaining/explain.js';
import { renderRow } from '../../src/explaining/render-explanation.js';
import { readAll } from '../x12/read-all.js';

const isa = `ISA*00*${' '.repeat(10)}*00*${' '.repeat(10)}*ZZ*SUPPLIER01     *07*9521004200001  *260302*0815*U*00401*000000042*1*P*>~`;

/** A file of one group with these segments in one set, as rows. */
function explain(set: string, segments: readonly string[], functionalId = 'IN'): ExplainedRow[] {
  const lines = [
    `GS*${functionalId}*SUPPGS*HOSPGS*20260302*0815*7*X*004010~`,
    `ST*${set}*0001~`,
    ...segments.map((segment) => `${segment}~`),
    `SE*${segments.length + 2}*0001~`,
    'GE*1*7~',
    'IEA*1*000000042~',
  ];
  return explainText([isa, ...lines].join('\n'));
}

function explainText(text: string): ExplainedRow[] {
  return explainBytes(new TextEncoder().encode(text));
}

function explainBytes(bytes: Uint8Array): ExplainedRow[] {
  return [...explainX12(readAll(bytes).report, bytes)];
}

/** The meaning of one segment inside a set. */
function meaning(segment: string, set = '810'): string | undefined {
  return explain(set, [segment])[3]?.meaning;
}

describe('explainX12: sentences', () => {
  it('tells the envelope, its parties and what begins', () => {
    const rows = explain('810', ['BIG*20260301*INV-1**PO-1', 'IT1*1*1*EA*5', 'TDS*500']);
    expect(rows[0]?.meaning).to.match(
      /^Interchange 000000042 from SUPPLIER01 \(agreed id\) to 9521004200001 \(GLN\), 2026-03-02 08:15, version 00401, production, asks for a TA1\. Accepted$/,
    );
    expect(rows[1]?.meaning).to.match(
      /^Group 7: invoices from SUPPGS to HOSPGS, 2026-03-02 08:15, version 004010\. Accepted$/,
    );
    expect(rows[2]?.meaning).to.match(/^Invoice \(810\), control number 0001\. Accepted$/);
    expect(rows.slice(-3).map((row) => row.meaning)).to.deep.equal([
      'End of the set: 5 segments, control number 0001',
      'End of the group: 1 set, control number 7',
      'End of the interchange: 1 group, control number 000000042',
    ]);
    expect(rows.map((row) => row.segment)).to.deep.equal([
      undefined,
      undefined,
      1,
      2,
      3,
      4,
      5,
      undefined,
      undefined,
    ]);
  });

  for (const [segment, words] of [
    ['PO1*1*10*CA*125.00**VC*AM-7731', 'Line 1: 10 CA at 125.00; vendor item AM-7731'],
    [
      'IT1*2*3*EA*148.00*PE*VN*NW-SCR*UK*09527720652506*LT*L77',
      'Line 2: 3 EA at 148.00 each; vendor item NW-SCR; GTIN 09527720652506; lot L77',
    ],
    ['BEG*00*SA*PO-1001**20260301', 'Original purchase order PO-1001 of 2026-03-01, stand-alone order'],
    [
      'BIG*20260404*AM-1*20260401*45007***CR',
      'Invoice AM-1 of 2026-04-04, for order 45007, ordered 2026-04-01, credit memo',
    ],
    [
      'BAK*00*AC*45007*20260401',
      'Original acknowledgment of order 45007, ordered 2026-04-01: acknowledged with detail and changes',
    ],
    ['ACK*IB*2*CA*068*20260417', 'Backordered: 2 CA, shipment scheduled 2026-04-17'],
    [
      'BSN*00*SHP-1*20260405*1530*0001',
      'Original ship notice SHP-1 of 2026-04-05 15:30, levels: shipment, order, pack, item',
    ],
    ['HL*4*3*P*1', 'Level 4 under 3: pack'],
    ['SN1*1*10*CA**12*CA', 'Shipped on line 1: 10 CA, ordered 12 CA'],
    ['TDS*14890', 'Invoice total: 148.90'],
    ['TDS*5', 'Invoice total: 0.05'],
    ['TDS*-500', 'Invoice total: -5.00'],
    ['SAC*C*D240***1200*******06***FREIGHT', 'Charge (freight): 12.00, paid by the customer, FREIGHT'],
    ['ITD*01*3*2**10**30', 'Payment terms: basic, 2% off within 10 days, net 30 days'],
    ['N1*ST*CITY HOSPITAL*92*H01', "Ship to: CITY HOSPITAL, buyer's number H01"],
    ['DTM*036*20301130', 'Expires: 2030-11-30'],
    ['AK4*3*355*7*CT', 'Element 3 of that segment: code value not accepted, received CT'],
    [
      'AK9*P*3*3*2*5',
      'The group is partially accepted: 3 sets claimed, 3 received, 2 accepted: the number of sets in GE is wrong',
    ],
    [
      'BCH*04*NE*45007***20260301*****20260310',
      'Order change: change of order 45007, ordered 2026-03-01, changed 2026-03-10, new order',
    ],
    [
      'BCA*00*AC*45007**2*20260301',
      'Answer to order change 2: original order 45007, ordered 2026-03-01: acknowledged with detail and changes',
    ],
    [
      'POC*1*QI*20*0*CA*125.00**VC*AM-7731',
      'Changed line 1: quantity raised, 20 CA, still to be received 0 at 125.00; vendor item AM-7731',
    ],
    [
      'BPR*C*953.19*C*ACH*CTX*01*021000021*DA*555*1234567890**01*148529553*DA*9228*20260331',
      'Payment with its remittance advice: 953.19, credit, by ACH transfer, format CTX, from account 555 at bank 021000021, to account 9228 at bank 148529553, on 2026-03-31; originator 1234567890',
    ],
    [
      'RMR*IV*26801*PP*4408.75*4650.41*97.9',
      "Pays seller's invoice 26801, in part: 4408.75, of 4650.41 billed, discount 97.9",
    ],
    ['ADX*-143.76*59*CM*26801', "Adjustment: -143.76, for buyer's credit memo 26801; reason 59"],
    ['BCT*PC*2026-1*2', 'Price catalog 2026-1, version 2'],
    ['CTP**CON*12.50*10*EA', 'Price by contract: 12.50 for 10 EA'],
    ['BIA*00*DD*INV-7*20260302', "Original inventory report INV-7 of 2026-03-02: distributor's inventory"],
    ['QTY*33*120*EA', 'Quantity available: 120 EA'],
    ['SDQ*EA*92*WARD-1*5*WARD-2*6', "In EA, by place (buyer's number): WARD-1 5; WARD-2 6"],
    [
      'BPT*00*TR-1*20260302*DD',
      "Original product transfer report TR-1 of 2026-03-02: distributor's inventory",
    ],
    ['BRA*R-1*20260302*00*2', 'Original receipt R-1 of 2026-03-02, after inspection'],
    ['RCD*1*10*CA***2*CA*01', 'Received on line 1: 10 CA, of which 2 CA damaged'],
    [
      'OTI*TR*IV*INV-1***20260302**77*0001*810',
      "Document rejected: seller's invoice INV-1, sent 2026-03-02, group 77, set 0001 (invoice)",
    ],
    [
      'TED*ZZZ*TOTAL WRONG*TDS*9*1**100*200',
      'Error: TOTAL WRONG, in segment 9 (TDS), element 1, received 100, should be 200; reason ZZZ',
    ],
    ['IK3*PO1*7*PO1*8', 'Its segment 7 (PO1) in loop PO1: segment has faults in its elements'],
    ['AK4*3:1*355*7*CT', 'Element 3, component 1 of that segment: code value not accepted, received CT'],
    ['IK5*R*5', 'The set is rejected: one or more segments are at fault'],
    ['AK1*PO*77*005010', 'Answer to group 77 (purchase orders), by 005010'],
    ['FOB*PP*DE', 'Freight prepaid by the seller, to the destination'],
    ['TD1*CTN*5*****24*LB', 'Packages: 5 cartons, 24 LB'],
    ['PO4******6*LB', 'Pack, 6 LB'],
    ['DTP*472*RD8*20260301-20260331', 'Service: 2026-03-01 to 2026-03-31'],
    ['ITD*01*3***30***1250', 'Payment terms: basic; discount days 30; discount amount 12.50'],
  ] as const) {
    it(`says ${segment}`, () => {
      expect(meaning(segment)).to.equal(words);
    });
  }

  it('marks what a sentence needs and the segment lacks', () => {
    expect(meaning('BIG*20260431**20260401*45007')).to.equal(
      'Invoice (missing) of 2026-04-31, for order 45007, ordered 2026-04-01',
    );
  });

  it('tells elements that a sentence does not use by their names', () => {
    expect(meaning('N1*ST*CITY HOSPITAL*92*H01*02')).to.equal(
      "Ship to: CITY HOSPITAL, buyer's number H01; relation 02",
    );
  });

  it('tells a segment without a sentence by names, and codes that it does not know as they are', () => {
    expect(meaning('TAX*77-12*CC*5', '850')).to.equal('Tax number: tax number 77-12; place kind CC; place 5');
    expect(meaning('REF*Q9*77')).to.equal('Reference Q9: 77');
    expect(meaning('DTM*777*20260401')).to.equal('Date 777: 2026-04-01');
  });

  it('names elements by their number in the guides where a segment has no words of its own', () => {
    expect(meaning('PCT*7*2.5')).to.equal('Percentage: percent kind 7; percent 2.5');
    expect(meaning('CSH*SC****20260331')).to.match(/; date 2026-03-31$/);
    expect(meaning('YNQ*1*Y')).to.match(/; yes or no yes$/);
  });

  it('shows which level of the tree each segment stands at', () => {
    const levels = ['HL*1**S', 'TD5**2*UPSN', 'HL*2*1*O', 'HL*3*2*I', 'LIN**VC*A', 'HL*4*1*O', 'CTT*4'];
    const rows = explain('856', ['BSN*00*S*20260301*1200', ...levels], 'SH').slice(4, -3);
    expect(rows.map(({ depth }) => depth)).to.deep.equal([1, 1, 2, 3, 3, 2, 0]);
    expect(renderRow(rows[3]!)[1]).to.equal('            Level 3 under 2: item');
    expect(rows.at(-1)?.meaning).to.equal('Totals: 4 levels');
  });

  it('reads segments that are indented with tabs', () => {
    const rows = explainText(`${isa}\n\tGS*IN*A*B*20260302*0815*7*X*004010~\n\t\tST*810*0001~`);
    expect(rows.slice(0, 3).map(({ segmentId }) => segmentId)).to.deep.equal(['ISA', 'GS', 'ST']);
  });

  it('says of a whole without a fault of its own why it is rejected', () => {
    const rows = explain('810', ['BIG*x']);
    expect(rows[0]?.meaning).to.match(/\. Rejected: nothing in it is accepted$/);
    expect(rows[1]?.meaning).to.match(/\. Rejected: nothing in it is accepted$/);
  });

  it('shows unknown, malformed and empty segments plainly', () => {
    expect(meaning('ZQ9*A**B')).to.equal(
      'Segment "ZQ9", which no guide of ours names: element 1 A; element 3 B',
    );
    expect(meaning('constructor*A')).to.contain('"constructor"');
    expect(meaning('')).to.equal('An empty segment');
  });

  it('shows every character received in some row', () => {
    const values = ['A1', 'B2', 'C3', 'D4', 'E5', 'F6', 'G7', 'H8', 'I9', 'J10', 'K11', 'L12'];
    for (const id of [
      'BEG',
      'BIG',
      'BAK',
      'REF',
      'PO1',
      'SAC',
      'N1',
      'PER',
      'TD5',
      'CAD',
      'ACK',
      'MEA',
      'ZZ9',
    ]) {
      const [row] = explain('810', [`${id}*${values.join('*')}`]).slice(3);
      expect(row?.text).to.equal(`${id}*${values.join('*')}`);
      for (const value of values.slice(2)) {
        const quiet = id === 'TD5' && value === 'B2';
        if (!quiet) expect(row?.meaning, id).to.contain(value);
      }
    }
  });
});

describe('explainX12: issues', () => {
  it('marks the element at fault', () => {
    const rows = explain('810', ['BIG*20260431*INV-1', 'IT1*1*1*EA*5', 'TDS*500']);
    const row = rows[3]!;
    const [issue] = row.issues;
    expect(row.text.slice(issue!.column, issue!.column + issue!.width)).to.equal('20260431');
    const lines = renderRow(row);
    expect(lines[0]).to.equal('    2 BIG*20260431*INV-1');
    expect(lines[1]).to.match(/^ {10}\^{8} error [A-Z_]+: /);
    expect(lines[2]).to.equal('        Invoice INV-1 of 2026-04-31');
    expect(rows[2]?.meaning).to.match(/Rejected: one or more segments are at fault$/);
  });

  it('marks the right place after letters of several bytes and in a line wrapped inside a value', () => {
    const rows = explain('810', ['BIG*20260301*Z\u00fcRI\u00e9-1*2026\n0231', 'IT1*1*1*EA*5', 'TDS*500']);
    const row = rows[3]!;
    const issue = row.issues.find(({ code }) => code === 'INVALID_DATE');
    expect(row.text).to.equal('BIG*20260301*Z\u00fcRI\u00e9-1*20260231');
    expect(row.text.slice(issue!.column, issue!.column + issue!.width)).to.equal('20260231');
  });

  it('hands out every issue of the report once', () => {
    const text = [
      isa.replace('*P*>~', '*Q*>~'),
      'GS*IN*A*B*20260302*0815*7*X*004010~',
      'ST*810*0001~BIG*x~ZZ9*1~SE*9*0002~GE*3*8~IEA*2*000000043~',
      'trailing junk',
    ].join('\n');
    const bytes = new TextEncoder().encode(text);
    const { report } = readAll(bytes);
    const inside = report.interchanges.flatMap((one) => [
      ...one.issues,
      ...one.groups.flatMap((group) => [...group.issues, ...group.sets.flatMap((set) => set.issues)]),
    ]);
    const expected = [...report.issues, ...inside].map((issue) => issue.code).sort();
    const told = explainBytes(bytes).flatMap((row) => row.issues.map((issue) => issue.code));
    expect(expected).not.to.have.length(0);
    expect(told.sort()).to.deep.equal(expected);
  });

  it('says so when issues were only counted', () => {
    const segments = Array.from({ length: 150 }, (_, index) => `ZZ9*${index}`);
    const rows = explain('810', ['BIG*20260301*INV-1', ...segments, 'TDS*500']);
    expect(rows[2]?.meaning).to.match(/\d+ more issues are not shown$/);
  });
});

describe('explainX12: files that are hardly readable', () => {
  it('shows what stands outside of interchanges', () => {
    const rows = explainText('this is no X12 file at all');
    expect(rows).to.have.length(1);
    expect(rows[0]).to.include({ place: 'outside', text: 'this is no X12 file at all' });
    expect(rows[0]?.issues).not.to.have.length(0);
  });

  it('explains an empty file', () => {
    expect(explainText('').map((row) => row.meaning)).to.deep.equal(['The file is empty']);
  });

  it('shows a file that was cut off up to its last byte', () => {
    const rows = explainText(`${isa}\nGS*IN*A*B*20260302*0815*7*X*004010~\nST*810*0001~\nBIG*20260301*INV`);
    expect(rows.at(-1)?.text).to.equal('BIG*20260301*INV');
    expect(rows[0]?.meaning).to.contain('Rejected');
  });

  it('does not call a set accepted whose group or interchange is rejected', () => {
    const rows = explain('810', ['BIG*20260301*INV-1', 'IT1*1*1*EA*5', 'TDS*500']);
    const text = [isa, ...rows.slice(1).map((row) => `${row.text}~`)].join('\n');
    const badGroup = explainText(text.replace('GE*1*7', 'GE*2*7'));
    expect(badGroup[2]?.meaning).to.match(/\. Sound in itself, but its group is rejected$/);
    const badInterchange = explainText(text.replace('IEA*1*', 'IEA*2*'));
    expect(badInterchange[1]?.meaning).to.match(/\. Sound in itself, but its interchange is rejected$/);
    expect(badInterchange[2]?.meaning).to.match(/\. Sound in itself, but its interchange is rejected$/);
  });

  it('makes control characters visible, so that no file can write to the terminal', () => {
    const row = explain('810', ['NTE*\u001b]0;x\u0007*\u202etxt\u009b'])[3]!;
    expect(renderRow(row).join('\n')).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(row.text).to.equal('NTE*\u241b]0;x\u2407*\u00b7txt\u00b7');
  });

  it('cuts a segment of a million characters', () => {
    const row = explain('810', [`NTE*${'x'.repeat(1_000_000)}`])[3]!;
    expect(renderRow(row)[0]!.length).to.be.lessThan(500);
  });
});
