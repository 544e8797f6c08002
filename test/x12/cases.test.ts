/**
 * The edge cases of test/fixtures/x12, each with its expected verdict, codes and counts, at every chunk size.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { X12Issue, X12Report } from '../../src/x12/report.js';
import { readX12 } from './read-x12.js';

const folder = new URL('../fixtures/x12/', import.meta.url);

interface Case {
  file: string;
  verdict: string;
  codes: string;
  counts: { interchanges: number; groups: number; sets: number };
}

const cases: Case[] = readFileSync(new URL('EXPECTED.tsv', folder), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [file = '', verdict = '', codes = '', interchanges, groups, sets] = line.split('\t');
    const counts = { interchanges: Number(interchanges), groups: Number(groups), sets: Number(sets) };
    return { file, verdict, codes, counts };
  });

/** Codes where the table leaves a choice or speaks in words, as we tell them. */
const chosen: Record<string, string[]> = {
  'bad_no_gs.edi': ['TA1 022'],
  'bad_isa_short.edi': ['TA1 006'],
  'bad_trunc_mid_segment.edi': ['TA1 023', 'AK9 3', 'AK5 2'],
  'bad_seg_outside_st.edi': [],
  'bad_empty_segment.edi': ['AK5 5', 'AK3**3**1'],
  'bad_seg_id.edi': ['AK5 5', 'AK3*R_F*3**1'],
  'bad_seg_id_long.edi': ['AK5 5', 'AK3*REF*3**1'],
  'bad_gs_id_vs_st.edi': ['AK5 6'],
  'bad_bin_len.edi': ['TA1 023', 'AK9 2', 'AK9 3', 'AK5 1', 'AK5 2'],
  'bad_no_iea.edi': ['TA1 023'],
  'schema_beg_too_short.edi': ['AK5 5', 'AK4*1*353*4'],
};

describe('X12 edge cases', () => {
  it('are all in the table', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.edi'));
    expect(files.sort()).to.deep.equal(cases.map((one) => one.file).sort());
  });

  for (const one of cases) {
    const bytes = readFileSync(new URL(one.file, folder));

    it(`${one.file} comes out as ${one.verdict} ${one.codes}`, () => {
      const report = readX12(bytes);
      const { interchanges, groups, sets } = report.counts;
      expect({ interchanges, groups, sets }).to.deep.equal(one.counts);
      expect(verdictOf(report)).to.equal(one.verdict);
      const told = codesOf(report);
      const expected = chosen[one.file] ?? expectedCodes(one.codes);
      expect(told.filter((code) => !code.startsWith('AK') || expected.length > 0)).to.include.members(
        expected,
      );
      if (chosen[one.file]) expect(told).to.have.members(expected);
    });

    it(`${one.file} comes out the same at every chunk size`, () => {
      const whole = readX12(bytes);
      for (let size = 1; size < bytes.length; size++) expect(readX12(bytes, { size })).to.deep.equal(whole);
    });
  }
});

/** What becomes of the file: the outermost thing at fault. */
function verdictOf(report: X12Report): string {
  if (report.interchanges.length === 0) return 'quarantine';
  if (report.interchanges.some((one) => one.ta1.status === 'R')) return 'reject-isa';
  const groups = report.interchanges.flatMap((one) => one.groups);
  if (groups.some((group) => group.issues.some((issue) => issue.severity === 'error'))) return 'reject-gs';
  const sets = groups.flatMap((group) => group.sets);
  const codes = sets.flatMap((set) => set.codes);
  if (codes.some((code) => code !== '5')) return 'reject-st';
  if (codes.length > 0) return 'reject-schema';
  expect(sets.every((set) => set.verdict === 'accepted')).to.equal(true);
  const warned = [report, ...groups, ...sets].some((part) => part.issues.length > 0);
  return warned ? 'accept-warn' : 'accept';
}

function codesOf(report: X12Report): string[] {
  const groups = report.interchanges.flatMap((one) => one.groups);
  const sets = groups.flatMap((group) => group.sets);
  return [
    ...report.interchanges.filter((one) => one.ta1.code !== '000').map((one) => `TA1 ${one.ta1.code}`),
    ...groups.flatMap((group) => group.codes.map((code) => `AK9 ${code}`)),
    ...sets.flatMap((set) => set.codes.map((code) => `AK5 ${code}`)),
    ...sets.flatMap((set) => set.issues.map(issueCode).filter((code) => code !== '')),
  ];
}

function issueCode({ place, ak3, ak4, elementReference = '' }: X12Issue): string {
  if (ak4 !== undefined) return `AK4*${place.element}*${elementReference}*${ak4}`;
  return ak3 === undefined ? '' : `AK3*${place.segmentId}*${place.segment}**${ak3}`;
}

/** The table's own notation: TA105=021, AK502=4, AK3*BEG*2**3 and AK4*3*324*1. */
function expectedCodes(text: string): string[] {
  const [, kind, code] = /^(TA105|AK905|AK502)=(\d+)/.exec(text) ?? [];
  if (kind !== undefined) return [`${{ TA105: 'TA1', AK905: 'AK9', AK502: 'AK5' }[kind]} ${code}`];
  const [, ak3] = /^(AK3\*\w+\*\d+\*\*\d)/.exec(text) ?? [];
  if (ak3 !== undefined) return ['AK5 5', ak3];
  const [, ak4] = /^(AK4\*\d+\*\d+\*\d+)/.exec(text) ?? [];
  return ak4 === undefined ? [] : ['AK5 5', ak4];
}
