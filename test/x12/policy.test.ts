/**
 * What an agreement may change about validation, and what it may not.
 */
import { expect } from 'chai';
import type { ValidationPolicy } from '../../src/x12/validate/policy.js';
import { makeFile, orderSet, orderWith } from './made-x12.js';
import { briefly, readSet } from './read-set.js';
import { readX12 } from './read-x12.js';

const line = 'PO1*1*10*EA*12.5**VP*A1';

describe('validation policy', () => {
  const faults: [keyof ValidationPolicy, string[], string][] = [
    ['length', ['REF*DP*1', `N1*ST*${'x'.repeat(61)}`, line], 'ELEMENT_TOO_LONG'],
    ['characters', ['N1*ST*A\x07', line], 'INVALID_CHARACTER'],
    ['order', ['N1*ST*X', 'CUR*BY*USD', line], 'SEGMENT_OUT_OF_ORDER'],
    ['maxUse', ['CUR*BY*USD', 'CUR*BY*USD', line], 'SEGMENT_TOO_OFTEN'],
    ['unknownSegments', ['ZZZ*1', line], 'SEGMENT_UNRECOGNISED'],
    ['conditional', ['N1*ST', line], 'CONDITIONAL_ELEMENT_MISSING'],
    ['codes', ['CUR*BY*USD', line, 'SAC*X*D240***1'], 'INVALID_CODE'],
  ];
  for (const [name, body, code] of faults) {
    it(`may fail, tolerate, note or ignore: ${name}`, () => {
      const set = orderWith(...body);
      const strict = name === 'codes' ? 'guide' : 'fail';
      expect(readSet(set, { [name]: strict }).verdict).to.equal('rejected');
      const tolerated = readSet(set, { [name]: 'tolerate' });
      expect([tolerated.verdict, tolerated.codes]).to.deep.equal(['accepted-with-errors', ['5']]);
      expect(tolerated.issues[0]).to.include({ code, severity: 'error' });
      const warned = readSet(set, { [name]: 'warn' });
      expect([warned.verdict, warned.codes]).to.deep.equal(['accepted', []]);
      expect(warned.issues[0]).to.include({ code, severity: 'warning' });
      expect(warned.issues[0]).not.to.have.any.keys('ak3', 'ak4');
      expect(readSet(set, { [name]: 'off' })).to.deep.include({
        verdict: 'accepted',
        issues: [],
        issueCount: 0,
      });
    });
  }

  it('narrows text to the extended or basic character set', () => {
    const set = orderWith('N1*ST*City é', line);
    expect(readSet(set, { text: 'printable' }).verdict).to.equal('accepted');
    expect(briefly(set, { text: 'extended' })).to.deep.equal(['N102 AK4 6']);
    expect(briefly(orderWith('N1*ST*City', line), { text: 'extended' })).to.deep.equal([]);
    expect(briefly(orderWith('N1*ST*City', line), { text: 'basic' })).to.deep.equal(['N102 AK4 6']);
    expect(briefly(orderWith('N1*ST*CITY (1)', line), { text: 'basic' })).to.deep.equal([]);
  });

  it('never negotiates what leaves a document unreadable', () => {
    const off = { length: 'off', characters: 'off', conditional: 'off', codes: 'off', order: 'off' } as const;
    expect(briefly(orderWith('REF', 'DTM*002*20261340', 'PO1*1*TEN*EA'), off)).to.deep.equal([
      'REF01 AK4 1',
      'DTM02 AK4 8',
      'PO102 AK4 6',
    ]);
  });

  it('keeps the first issues, errors before warnings, and counts the rest', () => {
    const many = Array.from({ length: 150 }, (_, index) => `PO1*${index + 1}*1*Q9`);
    const report = readSet(orderWith(...many, 'PO1*151*TEN*EA'));
    expect([report.issues.length, report.issueCount]).to.deep.equal([100, 151]);
    expect(report.issues.at(-1)).to.include({ code: 'INVALID_NUMBER', segment: 153 });
  });

  it('may reject the group or the interchange of a rejected set', () => {
    const file = makeFile([orderSet(), orderWith('ZZZ'), orderSet()]);
    const judge = (onBadSet: ValidationPolicy['onBadSet']) => {
      const [interchange] = readX12(file, { policyFor: () => ({ onBadSet }) }).interchanges;
      const [group] = interchange!.groups;
      return [interchange!.verdict, interchange!.ta1.status, group!.verdict, group!.setsAccepted];
    };
    expect(judge('reject-set')).to.deep.equal(['partially-accepted', 'A', 'partially-accepted', 2]);
    expect(judge('reject-group')).to.deep.equal(['rejected', 'A', 'rejected', 0]);
    expect(judge('reject-interchange')).to.deep.equal(['rejected', 'A', 'rejected', 0]);
  });
});
