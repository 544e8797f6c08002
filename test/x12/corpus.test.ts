/**
 * Public sample files of other projects, read where they lie: WAYBILL_CORPUS, or ../shared/x12/corpus beside the project.
 *
 * Every file must be read without a crash; those that its manifest calls sound must be read whole, with its counts.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { InterchangeReport } from '../../src/x12/report.js';
import { readX12 } from './read-x12.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = path.resolve(root, process.env['WAYBILL_CORPUS'] ?? '../shared/x12/corpus');
const manifest = path.join(folder, 'MANIFEST.tsv');

interface Sample {
  file: string;
  counts: { interchanges: number; groups: number; sets: number; segments: number };
  envelope: string;
  problems: string;
}

/** Where our counts differ from the manifest's, and why. */
const otherCounts: Record<string, { reason: string; change: Partial<Sample['counts']> }> = {
  'EDIandXML+OBOE/testFiles__withTA1TestCase.edi': {
    reason: 'it counts the TA1 as a set',
    change: { sets: -1 },
  },
  'EDIandXML+OBOE/testFiles__justTA1TestCase.edi': {
    reason: 'it counts the TA1 as a set',
    change: { sets: -1 },
  },
  'walmartlabs+gozer/x12.base.no.line.breaks.odd.char.txt': {
    reason:
      'the terminator is two bytes; the second one begins each identifier, so the last segment has no end',
    change: { segments: -1 },
  },
};

/** Envelopes that are sound to the manifest and faulty to us. */
const faultyToUs: Record<string, string> = {
  'EDIandXML+OBOE/testFiles__sample.output.840.VS.forEnvelopeVersioning': 'ISA12 holds letters',
  'azoner+pyx12/pyx12__test__x12testdata.py_ele': 'ISA10 is 3339, which is no time',
};

/** Problems of the manifest that are none to us. */
const noProblem = [
  [/^unterminated-last-segment$/, 'an IEA without terminator at the end of the file is whole'],
  [/numeric-equal/, 'control numbers compare as numbers'],
  [/^ISA-length-107$/, 'a line wrapped inside the ISA is no part of it'],
] as const;

describe('X12 corpus', function () {
  if (!existsSync(manifest)) {
    it('reads the public sample files', function () {
      if (process.env['CI']) expect.fail(`no corpus at ${folder}: set WAYBILL_CORPUS`);
      this.skip();
    });
    return;
  }
  for (const sample of readManifest()) {
    it(`reads ${sample.file} (${sample.envelope})`, () => checkSample(sample));
  }

  it('lists no difference that is none', () => {
    const files = readManifest().map((sample) => sample.file);
    expect(files).to.include.members([...Object.keys(otherCounts), ...Object.keys(faultyToUs)]);
  });
});

function checkSample({ file, counts, envelope, problems }: Sample): void {
  const bytes = readFileSync(path.join(folder, file));
  const report = readX12(bytes);
  expect(readX12(bytes, { size: 7 })).to.deep.equal(report);
  if (envelope !== 'envelope-ok') {
    const harmless = noProblem.some(([pattern]) => pattern.test(problems));
    if (harmless) expect(report.interchanges.map(faultsOf).flat()).to.deep.equal([]);
    if (otherCounts[file] === undefined) return;
  }
  const expected = { ...counts };
  for (const [name, change] of Object.entries(otherCounts[file]?.change ?? {}))
    expected[name as keyof typeof expected] += change;
  expect(report.counts).to.deep.equal(expected);
  if (envelope !== 'envelope-ok') return;
  expect(report.issues.filter((issue) => issue.severity === 'error')).to.deep.equal([]);
  const faults = report.interchanges.map(faultsOf).flat();
  if (faultyToUs[file] === undefined) expect(faults).to.deep.equal([]);
  else expect(faults).to.have.lengthOf.at.least(1);
}

/** What is wrong with ISA, IEA, GS, GE and the counts and numbers of ST and SE; guides are another matter. */
function faultsOf(interchange: InterchangeReport): string[] {
  const { ta1, groups } = interchange;
  return [
    ...(ta1.status === 'A' ? [] : [`TA1 ${ta1.code}`]),
    ...groups.flatMap((group) => group.codes.filter((code) => code > '2').map((code) => `AK9 ${code}`)),
    ...groups
      .flatMap((group) => group.sets)
      .flatMap((set) =>
        set.codes.filter((code) => ['2', '3', '4'].includes(code)).map((code) => `AK5 ${code}`),
      ),
  ];
}

function readManifest(): Sample[] {
  const [head = '', ...lines] = readFileSync(manifest, 'utf8').trimEnd().split('\n');
  const names = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    return {
      file: cell('file'),
      counts: {
        interchanges: Number(cell('n_isa')),
        groups: Number(cell('n_gs')),
        sets: Number(cell('n_st')),
        segments: Number(cell('n_seg')),
      },
      envelope: cell('envelope'),
      problems: cell('envelope_problems'),
    };
  });
}
