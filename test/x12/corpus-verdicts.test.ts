/**
 * What becomes of the public sample files: one line for each file, set and version in corpus-verdicts.tsv.
 *
 * UPDATE_CORPUS=1 writes the table anew, to be read before it is committed. Sets that there is no guide for are AK5 1.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { GroupReport, SetReport, X12Issue, X12Report } from '../../src/x12/report.js';
import { brief } from './read-set.js';
import { readX12 } from './read-x12.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = path.resolve(root, process.env['WAYBILL_CORPUS'] ?? '../shared/x12/corpus');
const manifest = path.join(folder, 'MANIFEST.tsv');
const table = fileURLToPath(new URL('corpus-verdicts.tsv', import.meta.url));
const head = 'file\tset\tversion\tverdicts\tfound';
/** Different faults named on one line. */
const faultsMax = 8;

describe('X12 corpus verdicts', function () {
  if (!existsSync(manifest)) {
    it('compares the verdicts of the public sample files', function () {
      if (process.env['CI']) expect.fail(`no corpus at ${folder}: set WAYBILL_CORPUS`);
      this.skip();
    });
    return;
  }
  it('are those of the table', () => {
    const lines = [head, ...filesOf(manifest).flatMap((file) => linesOf(file))];
    const text = `${lines.join('\n')}\n`;
    if (process.env['UPDATE_CORPUS'] === '1') writeFileSync(table, text);
    expect(text.split('\n')).to.deep.equal(readFileSync(table, 'utf8').split('\n'));
  });

  it('agree about every envelope with the answers that the sources keep, but where a reason is given', () => {
    const answered = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.expected\.9\d\d$/.test(name))
      .map((name) => ({ answer: name, file: name.replace(/\.expected\.9\d\d$/, '') }));
    expect(answered).to.have.lengthOf.at.least(20);
    const differences = answered.flatMap(({ answer, file }) => {
      const theirs = envelopeAnswer(readFileSync(path.join(folder, answer), 'utf8'));
      const ours = ourAnswer(readX12(readFileSync(path.join(folder, file))), theirs);
      const { reason, ...known } = otherAnswers[file] ?? {};
      const changed = theirs.flatMap((line, index) =>
        line === ours[index] ? [] : [{ theirs: line, ours: ours[index] }],
      );
      if (reason === undefined) return changed.map((one) => ({ file, ...one }));
      expect(changed, reason).to.deep.equal([known]);
      return [];
    });
    expect(differences).to.deep.equal([]);
  });
});

/** Codes that need no guide of the set: those of its envelope and its group's. */
const envelopeCodes = { AK5: ['2', '3', '4', '7', '23'], AK9: ['3', '4', '5', '6'] };

/** Where our answer differs from the one that its source keeps beside a file, and why. */
const otherAnswers: Record<string, { reason: string; theirs: string; ours: string }> = {
  'azoner+pyx12/pyx12__test__x12testdata.py_ele': {
    reason: 'a blank behind ST02 is no part of the number to us: control numbers compare without it',
    theirs: 'AK2*300145997 AK5*3*7',
    ours: 'AK2*300145997 AK5',
  },
  'azoner+pyx12/pyx12__test__x12testdata.py_trailer_errors': {
    reason:
      'IEA01 and IEA02 are both wrong: we tell the first, 021; 018 would say that ISA13 has no proper form',
    theirs: 'TA1*018',
    ours: 'TA1*021',
  },
};

function filesOf(manifestFile: string): string[] {
  const [, ...lines] = readFileSync(manifestFile, 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split('\t')[0]!);
}

/** TA1, sets and groups of an answer as "TA1*000", "AK2*0001 AK5*3" and "AK9*4", codes of guides left out. */
function envelopeAnswer(text: string): string[] {
  const lines: string[] = [];
  for (const segment of text.split(/~\s*/)) {
    const [id, ...elements] = segment.split('*');
    if (id === 'TA1') lines.unshift(`TA1*${elements[4]}`);
    if (id === 'AK2') lines.push(`AK2*${elements[1]}`);
    if (id === 'AK5' || id === 'IK5') lines.push(`${lines.pop()} ${coded('AK5', elements.slice(1))}`);
    if (id === 'AK9') lines.push(coded('AK9', elements.slice(4)));
  }
  return lines;
}

/** The same of what we found; a TA1 only where the other answer has one. */
function ourAnswer({ interchanges }: X12Report, theirs: readonly string[]): string[] {
  const lines = interchanges.flatMap(({ groups }) =>
    groups.flatMap(({ sets, codes }) => [
      ...sets.map((set) => `AK2*${set.transactionSetControlNumber.trim()} ${coded('AK5', set.codes)}`),
      coded('AK9', codes),
    ]),
  );
  return theirs[0]?.startsWith('TA1') === true ? [`TA1*${interchanges[0]!.ta1.code}`, ...lines] : lines;
}

function coded(id: 'AK5' | 'AK9', codes: readonly string[]): string {
  return [id, ...codes.filter((code) => envelopeCodes[id].includes(code)).sort()].join('*');
}

function linesOf(file: string): string[] {
  const report = readX12(readFileSync(path.join(folder, file)));
  const outside = envelopeFaults(report);
  const kinds = new Map<string, { group: GroupReport; set: SetReport }[]>();
  for (const group of report.interchanges.flatMap(({ groups }) => groups))
    for (const set of group.sets) {
      const key = `${set.set}\t${group.header.version}`;
      kinds.set(key, [...(kinds.get(key) ?? []), { group, set }]);
    }
  if (kinds.size === 0) return [[file, '', '', '', outside].join('\t')];
  return [...kinds].map(([kind, sets]) => {
    const verdicts = counted(sets.map(({ set }) => set.verdict));
    const codes = sets.flatMap(({ group, set }) => [
      ...group.codes.map((code) => `AK9 ${code}`),
      ...set.codes.map((code) => `AK5 ${code}`),
    ]);
    // Faults of ST and SE are told by the AK5 codes already.
    const inside = sets
      .flatMap(({ set }) => set.issues)
      .filter((one) => (one.ak3 ?? one.severity) !== 'error');
    const faults = counted(inside.map(place));
    return [
      file,
      kind,
      verdicts,
      [outside, counted(codes), faults].filter((one) => one !== '').join(' | '),
    ].join('\t');
  });
}

/** Faults of the file and of ISA and IEA. */
function envelopeFaults({ interchanges, issues }: X12Report): string {
  const ta1 = interchanges.filter(({ ta1 }) => ta1.code !== '000').map(({ ta1 }) => `TA1 ${ta1.code}`);
  return counted([...issues.map(({ code }) => code), ...ta1]);
}

/** What was found, without the number of the segment. */
function place(issue: X12Issue): string {
  return brief(issue).replace(/@\d+/, '');
}

/** Each text once, with how often it came. */
function counted(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const all = [...counts].map(([text, count]) => (count === 1 ? text : `${text} (${count})`));
  const more = all.length - faultsMax;
  return more > 0 ? `${all.slice(0, faultsMax).join(', ')} and ${more} more` : all.join(', ');
}
