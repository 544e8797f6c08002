/**
 * What must hold for any bytes, any chunks, any cut and any change.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import type { X12Document } from '../../src/x12/document.js';
import type { X12Report } from '../../src/x12/report.js';
import { envelopePlaces, makeFile, orderSet, type MadeSet } from './made-x12.js';
import { readX12, type ReadOptions } from './read-x12.js';
import { runs } from './runs.js';

const cases = new URL('../fixtures/x12/', import.meta.url);
const files = readdirSync(cases)
  .filter((name) => name.endsWith('.edi'))
  .map((name) => readFileSync(new URL(name, cases)));

/** Pieces that X12 files are made of, to reach deeper than arbitrary bytes do. */
const pieces = [
  'ISA*00*          *00*          *ZZ*HOSPITAL01     *ZZ*SUPPLIER01     *260301*1205*U*00401*000000101*0*P*:~',
  'ISA|00|          |00|          |ZZ|HOSPITAL01     |ZZ|SUPPLIER01     |260301|1205|^|00501|000000102|1|T|>\n',
  'ISA*00**00**ZZ*A*ZZ*B*260301*1205*U*00401*1*0*P*:~',
  ...[
    'ISA',
    'ISA*',
    'IS',
    'GS*PO*A*B*20260301*1205*1*X*004010~',
    'GS*',
    'ST*850*0001~',
    'ST*997*0002~',
    'ST*',
  ],
  ...[
    'BEG*00*SA*PO-1**20260301~',
    'PO1*1*1*EA*1.5~',
    'HL*1**S~',
    'HL*2*1*I~',
    'HL*2*2*I~',
    'CTT*1~',
    'REF*DP~',
  ],
  ...[
    'BIN*5*ab~cd~',
    'BIN*99999*~',
    'BIN*3*',
    'BDS*X*4*abcd~',
    'BIN*-1*~',
    'SE*2*0001~',
    'SE*',
    'GE*1*1~',
    'GE*',
  ],
  ...[
    'IEA*1*000000101~',
    'IEA*1*000000101\nISA',
    'IEA*1*1',
    'IEA',
    'TA1*000000055*260301*1200*A*000~',
    '~',
    '~~',
  ],
  ...['*', ':', '^', '|', '>', '\n', '\r\n', ' ', '\t', '\0', '\x1a', '\ufeff', 'é', '€', '\x96', '0', 'PO1'],
];

const x12Like = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 4 })), {
    maxLength: 40,
  })
  .map((parts) => Buffer.from(parts.join('')));

const damaged = fc
  .tuple(
    fc.constantFrom(...files),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 5 }),
  )
  .map(([file, changes]) => {
    const bytes = Buffer.from(file);
    for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
    return bytes;
  });

const anyBytes = fc.oneof(fc.uint8Array({ maxLength: 400 }), x12Like, damaged);
/** Small limits, so that short inputs go over them. */
const smallLimits = {
  segmentBytesMax: 40,
  elementsMax: 6,
  segmentsPerSetMax: 12,
  levelDepthMax: 2,
  issuesPerSetMax: 5,
  issuesPerFileMax: 20,
  interchangesPerFileMax: 3,
  groupsPerFileMax: 3,
  setsPerFileMax: 4,
};

function readAll(bytes: Uint8Array, options: ReadOptions) {
  const documents: X12Document[] = [];
  const report = readX12(bytes, { ...options, wants: () => true, onSet: (one) => documents.push(one) });
  return { report, documents: documents.map(textOf) };
}

describe('X12 reading, whatever the bytes', () => {
  it('never throws, and no verdict is better than its parts', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const report = readX12(bytes);
        expect(report.interchanges.length + report.issues.length).to.be.greaterThan(0);
        for (const interchange of report.interchanges) checkConsistent(interchange);
      }),
      runs(3000),
    );
  });

  for (const [name, limits] of [
    ['usual limits', {}],
    ['small limits', smallLimits],
  ] as const) {
    it(`gives the same report and documents however the bytes are cut into chunks (${name})`, () => {
      const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });
      fc.assert(
        fc.property(anyBytes, sizes, (bytes, chunkSizes) => {
          let chunk = 0;
          const nextSize = () => chunkSizes[chunk++ % chunkSizes.length]!;
          expect(readAll(bytes, { limits, nextSize })).to.deep.equal(readAll(bytes, { limits }));
        }),
        runs(2000),
      );
    });
  }

  it('keeps every place inside the file and in order', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const report = readX12(bytes);
        for (const { place } of allIssues(report)) {
          expect(place.offset).to.be.within(0, bytes.length);
          expect(place.offset + place.length).to.be.at.most(bytes.length);
        }
        let before = 0;
        for (const { start, end } of report.interchanges) {
          expect(start).to.be.at.least(before);
          expect(end).to.be.within(start, bytes.length);
          before = end;
        }
      }),
      runs(2000),
    );
  });
});

describe('X12 reading of a sound file', () => {
  const sound: [string, string][] = [
    ['orders', makeFile([orderSet(2), orderSet(1), orderSet(3)])],
    ['orders on lines', makeFile([orderSet(2), orderSet(1)], { lineEnd: '\r\n' })],
    [
      'newline terminator',
      makeFile([orderSet(1)], { delimiters: { element: '|', component: '>', segment: '\n' } }),
    ],
    ['ship notice', makeFile([shipNotice()], { functionalId: 'SH' })],
  ];
  for (const [name, text] of sound) {
    it(`is accepted whole (${name})`, () => {
      const report = readX12(text);
      expect(allIssues(report)).to.deep.equal([]);
      expect(report.interchanges.map((one) => one.verdict)).to.deep.equal(['accepted']);
    });

    it(`is never accepted in part when it is cut at any byte (${name})`, () => {
      const bytes = Buffer.from(text);
      const whole = readX12(bytes);
      for (let length = 0; length < bytes.length; length++) {
        const report = readX12(bytes.subarray(0, length));
        const isWhole = report.counts.segments === whole.counts.segments;
        const accepted = report.interchanges.some((one) => one.verdict !== 'rejected');
        expect(accepted && !isWhole, `cut at ${length}`).to.equal(false);
      }
    });

    it(`shows any change of a control number, count or identifier of its envelope (${name})`, () => {
      const bytes = Buffer.from(text, 'latin1');
      const places = envelopePlaces(text);
      expect(places.length).to.be.greaterThan(30);
      fc.assert(
        fc.property(fc.constantFrom(...places), fc.integer({ min: 0x21, max: 0x7e }), (place, byte) => {
          fc.pre(byte !== bytes[place]);
          const changed = Buffer.from(bytes);
          changed[place] = byte;
          // a version that we know as well: the set is sound in both
          fc.pre(!changed.includes('005010'));
          const report = readX12(changed);
          expect(allIssues(report), `byte ${place} is ${String.fromCharCode(byte)}`).not.to.deep.equal([]);
        }),
        runs(2000),
      );
    });
  }

  it('loses no neighbour of a set that is damaged inside', () => {
    const good = orderSet(2);
    const junk = fc.array(
      fc.constantFrom('XX*1', 'PO1*a', '', 'N3', 'BEG*00', 'CTT*9', 'SE', 'LS*1', 'HL*1**S'),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(junk, (body) => {
        const file = makeFile([good, { set: '850', body: ['BEG*00*SA*1**20260301', ...body] }, good]);
        const [interchange] = readX12(file).interchanges;
        const verdicts = interchange!.groups[0]!.sets.map((set) => set.verdict);
        if (!body.includes('SE')) expect(verdicts).to.have.lengthOf(3);
        expect([verdicts[0], verdicts.at(-1)]).to.deep.equal(['accepted', 'accepted']);
      }),
      runs(300),
    );
  });
});

function shipNotice(): MadeSet {
  return {
    set: '856',
    body: [
      'BSN*00*S1*20260301*1205*0001',
      'HL*1**S',
      'TD1*CTN*2',
      'HL*2*1*O',
      'PRF*PO-1',
      'HL*3*2*I',
      'LIN**VP*A',
      'SN1**5*EA',
      'CTT*3',
    ],
  };
}

function allIssues(report: X12Report) {
  return [
    ...report.issues,
    ...report.interchanges.flatMap((interchange) => [
      ...interchange.issues,
      ...interchange.groups.flatMap((group) => [...group.issues, ...group.sets.flatMap((set) => set.issues)]),
    ]),
  ];
}

function checkConsistent(interchange: X12Report['interchanges'][number]): void {
  const { ta1, verdict, groups } = interchange;
  expect(ta1.status === 'A').to.equal(ta1.code === '000');
  if (ta1.status === 'R') expect(verdict).to.equal('rejected');
  for (const group of groups) {
    const accepted = group.sets.filter((set) => set.verdict !== 'rejected').length;
    expect(group.setsReceived).to.equal(group.sets.length);
    expect(group.setsAccepted).to.equal(group.verdict === 'rejected' ? 0 : accepted);
    if (group.codes.length > 0) expect(group.verdict).to.equal('rejected');
    if (group.verdict === 'accepted') expect(accepted).to.equal(group.sets.length);
    for (const set of group.sets) {
      const errors = set.issues.filter((issue) => issue.severity === 'error').length;
      if (set.verdict === 'accepted') expect(errors + set.codes.length).to.equal(0);
      else expect(errors).to.be.greaterThan(0);
      expect(set.issueCount).to.be.at.least(set.issues.length);
    }
  }
}

/** All that a document tells, as plain data. */
function textOf(document: X12Document): unknown {
  const segments = document.segments.map((segment) => ({
    id: segment.id,
    number: segment.number,
    offset: segment.offset,
    length: segment.length,
    elements: Array.from({ length: segment.elementCount }, (_, index) => ({
      text: segment.element(index + 1),
      range: segment.elementRange(index + 1),
    })),
  }));
  return { set: document.set, segments };
}
