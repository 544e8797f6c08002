/**
 * `waybill validate`: the JSON that other programs rely on, the acknowledgment, the text for people, and exit codes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { validate, type ValidateOptions } from '../../src/commands/files/validate.js';
import type { ValidatedFile } from '../../src/commands/files/validation-json.js';
import { makeFile, orderSet, orderWith } from '../x12/made-x12.js';
import { readX12 } from '../x12/read-x12.js';
import { makeTerminal, type MadeTerminalOptions } from './made-terminal.js';

const fixtures = fileURLToPath(new URL('../fixtures/x12/', import.meta.url));
const fixture = (name: string) => path.join(fixtures, name);
const at = '2026-01-31T14:30:00Z';

describe('waybill validate', () => {
  let folder = '';
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'waybill-validate-'))));
  after(() => rmSync(folder, { recursive: true }));

  const run = async (files: string[], options: ValidateOptions = {}, made: MadeTerminalOptions = {}) => {
    const terminal = makeTerminal(made);
    const code = await validate(files, options, terminal);
    return { code, out: terminal.out, err: terminal.err };
  };
  const make = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const runJson = async (file: string, options: ValidateOptions = {}) => {
    const { code, out } = await run([file], { ...options, json: true });
    expect(out.match(/\n/g)).to.have.lengthOf(1);
    return { code, file: JSON.parse(out) as ValidatedFile };
  };

  describe('as JSON', () => {
    const cases = readdirSync(fixtures).filter((name) => name.endsWith('.edi'));

    it('prints one line per file that says what the reader says', async () => {
      const { code, out } = await run(cases.map(fixture), { json: true });
      expect(code).to.equal(1);
      const lines = out.split('\n');
      expect(lines.pop()).to.equal('');
      expect(lines).to.have.lengthOf(cases.length);
      for (const [index, line] of lines.entries()) {
        const told = JSON.parse(line) as ValidatedFile;
        const file = fixture(cases[index]!);
        expect(told.file).to.equal(file);
        expectSameVerdicts(told, readX12(readFileSync(file)));
      }
    });

    for (const name of cases)
      it(`ends with ${name.startsWith('ok_') ? '0' : 'what its verdict asks'} for ${name}`, async () => {
        const { code, file } = await runJson(fixture(name));
        const lost = file.verdict === 'rejected' || file.verdict === 'partially-accepted';
        expect(code).to.equal(lost ? 1 : 0);
        if (name.startsWith('ok_')) expect(code).to.equal(0);
      });

    it('has every key, in this form', async () => {
      const { file } = await runJson(fixture('schema_beg_missing_el.edi'));
      expect(file).to.deep.equal({
        file: fixture('schema_beg_missing_el.edi'),
        verdict: 'rejected',
        interchanges: [
          {
            controlNumber: '000000101',
            verdict: 'rejected',
            ta1: '000',
            groups: [
              {
                controlNumber: '101',
                functionalId: 'PO',
                version: '004010',
                verdict: 'rejected',
                codes: [],
                sets: [
                  {
                    set: '850',
                    controlNumber: '0001',
                    verdict: 'rejected',
                    codes: ['5'],
                    segments: 12,
                    issueCount: 1,
                    issues: [
                      {
                        code: 'MANDATORY_ELEMENT_MISSING',
                        severity: 'error',
                        segment: 2,
                        segmentId: 'BEG',
                        loop: null,
                        element: 3,
                        component: null,
                        repetition: null,
                        elementReference: '324',
                        offset: 186,
                        length: 0,
                        ak3: '8',
                        ak4: '1',
                        words: 'BEG03 is missing',
                      },
                    ],
                  },
                ],
                issues: [],
              },
            ],
            issues: [],
          },
        ],
        issues: [],
        error: null,
      });
    });

    it('tells the TA1 code and the issues of the envelope', async () => {
      const { file } = await runJson(fixture('bad_iea01.edi'));
      const [interchange] = file.interchanges;
      expect(interchange).to.include({ verdict: 'rejected', ta1: '021' });
      expect(interchange?.issues.map(({ code }) => code)).to.deep.equal(['IEA_COUNT_WRONG']);
    });

    it('keeps values at fault to itself unless asked', async () => {
      const file = make('date.edi', makeFile([{ set: '850', body: ['BEG*00*SA*PO-1**20261399'] }]));
      const plain = await run([file], { json: true });
      expect(plain.out).to.not.contain('20261399');
      const { file: told } = await runJson(file, { values: true });
      const issues = told.interchanges[0]!.groups[0]!.sets[0]!.issues;
      expect(issues.map(({ value }) => value)).to.include('20261399');
    });

    it('shows as many issues as asked for, errors first, and counts all', async () => {
      const file = make('many.edi', makeFile([orderWith(...Array.from({ length: 150 }, () => 'ZZ9*1'))]));
      const issues = async (maxIssues?: string) => {
        const { file: told, code } = await runJson(file, maxIssues === undefined ? {} : { maxIssues });
        expect(code).to.equal(1);
        const [set] = told.interchanges[0]!.groups[0]!.sets;
        expect(set!.issueCount).to.be.greaterThan(149);
        return set!.issues.length;
      };
      expect(await issues()).to.equal(100);
      expect(await issues('3')).to.equal(3);
      expect(await issues('0')).to.equal(0);
      expect(await issues('1000')).to.be.greaterThan(149);
    });

    it('has a line for a file that cannot be read, and goes on', async () => {
      const { code, out, err } = await run([path.join(folder, 'none'), folder, fixture('ok_lf.edi')], {
        json: true,
      });
      expect(code).to.equal(1);
      const [missing, directory, sound] = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as ValidatedFile);
      expect(missing).to.deep.include({ verdict: null, error: 'there is no such file', interchanges: [] });
      expect(directory?.error).to.match(/folder/);
      expect(sound).to.include({ verdict: 'accepted', error: null });
      expect(err).to.match(/none: there is no such file\.\n.*folder/);
    });

    it('carries the acknowledgment where both are asked for', async () => {
      const { file } = await runJson(fixture('schema_beg_missing_el.edi'), { 997: true, at });
      expect(file.interchanges[0]!.acknowledgment).to.match(/^ISA\*.*AK4\*3\*324\*1~/s);
      const { file: answer } = await runJson(fixture('ok_ta1_only.edi'), { 997: true, at });
      expect(answer.interchanges[0]!.acknowledgment).to.equal(null);
    });
  });

  describe('as 997', () => {
    it('prints the bytes that would be sent, and nothing else', async () => {
      const files = [fixture('schema_beg_missing_el.edi'), fixture('ok_2isa.edi')];
      const { code, out } = await run(files, { 997: true, at });
      expect(code).to.equal(1);
      const report = readX12(out);
      expect(report.issues).to.deep.equal([]);
      expect(report.interchanges.map(({ verdict }) => verdict)).to.deep.equal(Array(3).fill('accepted'));
      expect(report.interchanges.map(({ header }) => header.interchangeControlNumber)).to.deep.equal([
        '000000001',
        '000000002',
        '000000003',
      ]);
      expect(out).to.contain('\nAK3*BEG*2**8~\nAK4*3*324*1~\nAK5*R*5~\nAK9*R*1*1*0~\n');
      expect(report.interchanges[0]!.header).to.include({ date: '260131', time: '1430' });
      expect((await run(files, { 997: true, at })).out).to.equal(out);
    });

    it('adds a TA1 where ISA14 asks for it', async () => {
      const file = make('ta1.edi', makeFile([orderSet()]).replace('*0*P*:', '*1*P*:'));
      expect((await run([file], { 997: true, at })).out).to.match(
        /\nTA1\*000000101\*260301\*1205\*A\*000~\n/,
      );
    });

    it('prints a 999 for 005010 where that is asked for, and a 997 for older groups', async () => {
      const files = ['005010', '004010'].map((version) =>
        make(`${version}.edi`, makeFile([orderWith('ZZ9*1')], { version })),
      );
      const { out } = await run(files, { 999: true, at });
      expect(out.match(/ST\*\d+/g)).to.deep.equal(['ST*999', 'ST*997']);
      expect(out).to.contain('\nIK5*R*5~\n');
      expect(readX12(out).interchanges.map(({ verdict }) => verdict)).to.deep.equal(['accepted', 'accepted']);
      expect((await run(files, { 997: true, 999: true })).code).to.equal(2);
    });

    it('says what is not answered', async () => {
      const { out, err } = await run([fixture('bad_not_edi.edi'), fixture('ok_ta1_only.edi')], { 997: true });
      expect(out).to.equal('');
      expect(err).to.match(/no X12: nobody to answer/);
      expect(err).to.match(/interchange \d+ is not answered/);
    });
  });

  describe('for people', () => {
    it('shows each fault under a caret, and counts the files', async () => {
      const file = fixture('schema_beg_too_long.edi');
      const { code, out, err } = await run([file, fixture('ok_3st.edi')]);
      expect(code).to.equal(1);
      expect(out).to.match(/schema_beg_too_long\.edi: rejected, 1 interchange, 1 group, 1 set\n/);
      expect(out).to.contain(`\nerror[ELEMENT_TOO_LONG]: `);
      expect(out).to.contain(` --> ${file}: 850 0001, segment 2 (BEG), element BEG03, byte `);
      const lines = out.split('\n');
      const place = lines.findIndex((line) => line.includes('| BEG*'));
      const { length } = /\^+/.exec(lines[place + 1]!)![0];
      const column = lines[place + 1]!.indexOf('^');
      expect(lines[place]!.slice(column, column + length)).to.equal(lines[place]!.split('*')[3]);
      expect(out).to.match(/ok_3st\.edi: accepted, 1 interchange, 1 group, 3 sets\n/);
      expect(out).to.match(/\n2 files: 1 accepted, 1 rejected\n$/);
      expect(err).to.match(/Next: npx waybill explain .*schema_beg_too_long\.edi.*\n$/);
    });

    it('marks the right place whatever the delimiters are', async () => {
      const delimiters = { element: '|', component: '^', segment: '\n' };
      const body = ['BEG*00*SA*PO-1**20260301', 'REF*DP*~~not the end~~*'.concat('x'.repeat(90))];
      const file = make('odd.edi', makeFile([{ set: '850', body }], { delimiters }));
      const { out } = await run([file]);
      expect(out).to.contain('  3 | REF|DP|~~not the end~~|xxx');
    });

    it('says what a file seems to be that is no X12', async () => {
      const kinds: [string, RegExp][] = [
        ['%PDF-1.7\n%\u00e2', /PDF/],
        ['<?xml version="1.0"?><order/>', /XML/],
        ['<!DOCTYPE html><html>', /web page/],
        ["UNA:+.? 'UNB+UNOA:1+A+B'", /EDIFACT/],
        ['PK\u0003\u0004zip', /ZIP/],
        ['{"orders": []}', /JSON/],
        ['MSH|^~\\&|LAB|', /HL7/],
        ['number,date,total\n1,2026-01-01,5\n', /CSV/],
        ['GS*PO*A*B*20260101*1200*1*X*004010~', /without its envelope/],
        ['-----BEGIN PGP MESSAGE-----', /gpg/],
        ['ISA*00*', /cut off/],
        ['', /empty/],
        ['Dear Sir or Madam', /text/],
      ];
      for (const [text, words] of kinds) {
        const { code, out } = await run([make('kind', text)]);
        expect(code).to.equal(1);
        expect(out).to.match(/^.*kind: rejected, no X12\. /);
        expect(out.split('\n')[0]).to.match(words);
      }
      const utf16 = path.join(folder, 'utf16');
      writeFileSync(utf16, Buffer.from(`\ufeff${makeFile([orderSet()])}`, 'utf16le'));
      expect((await run([utf16])).out).to.match(/UTF-16/);
    });

    it('shows no control character of a file, and colours only where they are wanted', async () => {
      const file = make('control.edi', makeFile([orderWith('REF*DP*\u001b]0;x\u0007')]));
      const { out } = await run([file]);
      expect(out).to.match(/error/);
      expect(out).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      const coloured = await run([file], {}, { colours: true });
      expect(coloured.out).to.contain('\u001b[31m');
    });

    it('says how many more issues there are', async () => {
      const file = make('more.edi', makeFile([orderWith(...Array.from({ length: 15 }, () => 'ZZ9*1'))]));
      const { out } = await run([file]);
      expect(out.match(/^error\[/gm)).to.have.lengthOf(10);
      expect(out).to.match(/\n\d+ more issues of 850 0001: --max-issues shows more\n/);
    });

    it('calls a file partly rejected whose last interchange is cut off in its ISA', async () => {
      const file = make('cut.edi', `${makeFile([orderSet()])}ISA*00*     `);
      const { code, out } = await run([file]);
      expect(code).to.equal(1);
      expect(out).to.match(/cut\.edi: partially accepted, 1 interchange/);
      expect(out).to.contain('error[ISA_TRUNCATED]');
    });
  });

  describe('as a stream', () => {
    it('reads 50 MB from stdin and shows faults near its start', async () => {
      const head = makeFile([orderWith('ZZ9*1')]).replace(/GE\*1.*$/s, '');
      const sets = Buffer.from(
        `ST*850*0007~BEG*00*SA*PO-1**20260301~PO1*1*1*EA*5**VP*A~SE*4*0007~`.repeat(1000),
      );
      let bytes = 0;
      async function* input(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(head);
        for (; bytes < 50_000_000; bytes += sets.length) yield sets;
        yield Buffer.from('GE*1*101~IEA*1*000000101~');
      }
      const { code, out } = await run(['-'], { maxIssues: '1' }, { input: input(), writesMax: 6 });
      expect(bytes).to.be.greaterThan(50_000_000);
      expect(code).to.equal(1);
      expect(out).to.match(/^-: rejected, 1 interchange, 1 group, \d{6} sets, all rejected\n/);
    });

    it('shows the segment at fault of a pipe', async () => {
      async function* input(): AsyncGenerator<Uint8Array> {
        const bytes = Buffer.from(makeFile([orderWith('ZZ9*1')]));
        for (let start = 0; start < bytes.length; start += 7) yield bytes.subarray(start, start + 7);
      }
      expect((await run(['-'], {}, { input: input() })).out).to.contain('  3 | ZZ9*1\n    | ^');
    });

    it('stops when nobody reads any more', async () => {
      const { out } = await run([fixture('bad_se01.edi'), fixture('ok_lf.edi')], {}, { writesMax: 1 });
      expect(out).to.not.contain('ok_lf');
    });
  });

  it('refuses options that make no sense', async () => {
    for (const options of [
      { at: 'yesterday' },
      { maxIssues: 'x' },
      { maxIssues: '-1' },
      { maxIssues: '1e9' },
    ]) {
      const { code, out, err } = await run([fixture('ok_lf.edi')], options);
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.match(/^--(at|max-issues) needs /);
    }
  });

  it('works from any folder, and survives a reader that goes away', () => {
    const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
    const tsx = fileURLToPath(new URL('../../node_modules/.bin/tsx', import.meta.url));
    const files = Array.from({ length: 400 }, () => fixture('bad_se01.edi')).join(' ');
    const shell = (command: string) =>
      spawnSync('bash', ['-c', command], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '1' },
      });
    const head = shell(`set -o pipefail; ${tsx} ${cli} validate ${files} | head -n 1`);
    expect(head.stdout).to.match(/rejected/);
    expect(head.stderr).to.not.match(/\bat |EPIPE/);
    expect(head.status).to.equal(1);
    expect(shell(`${tsx} ${cli} validate`).status).to.equal(2);
  });
});

function expectSameVerdicts(told: ValidatedFile, report: ReturnType<typeof readX12>): void {
  const seen = report.interchanges.map((interchange) => ({
    controlNumber: interchange.header.interchangeControlNumber,
    verdict: interchange.verdict,
    ta1: interchange.ta1.code,
    groups: interchange.groups.map((group) => ({
      verdict: group.verdict,
      codes: group.codes,
      sets: group.sets.map(({ verdict, codes, segments, issues }) => ({
        verdict,
        codes,
        segments,
        issues: issues.map(({ code }) => code),
      })),
    })),
  }));
  const shown = told.interchanges.map(({ controlNumber, verdict, ta1, groups }) => ({
    controlNumber,
    verdict,
    ta1,
    groups: groups.map(({ verdict: groupVerdict, codes, sets }) => ({
      verdict: groupVerdict,
      codes,
      sets: sets.map((set) => ({
        verdict: set.verdict,
        codes: set.codes,
        segments: set.segments,
        issues: set.issues.map(({ code }) => code),
      })),
    })),
  }));
  expect(shown).to.deep.equal(seen);
  expect(told.issues.map(({ code }) => code)).to.deep.equal(report.issues.map(({ code }) => code));
}
