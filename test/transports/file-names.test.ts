import { expect } from 'chai';
import fc from 'fast-check';
import {
  claimedName,
  isOneComponent,
  readClaimedName,
  temporaryName,
} from '../../src/transports/file-names.js';
import { compileNamePatterns } from '../../src/transports/name-pattern.js';

const claimId = '0198f000-0000-7000-8000-000000000000';
const anyName = fc.string({ unit: 'binary', minLength: 1, maxLength: 255 }).filter(isOneComponent);

describe('the names of claimed files', () => {
  it('give back the claim id and any name that has room', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        fc.pre(Buffer.byteLength(name) <= 217);
        expect(readClaimedName(claimedName(claimId, name))).to.deep.equal({ claimId, originalName: name });
      }),
    );
  });

  it('fit into 255 bytes and stay one component, whatever the name', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        for (const made of [claimedName(claimId, name), temporaryName(name)]) {
          expect(Buffer.byteLength(made)).to.be.at.most(255);
          expect(isOneComponent(made)).to.equal(true);
        }
      }),
    );
  });

  it('keep the beginning and the extension of a name that is too long', () => {
    const made = claimedName(claimId, `${'a'.repeat(250)}.edi`);
    expect(Buffer.byteLength(made)).to.equal(255);
    expect(made).to.match(/__a+~a+\.edi$/);
  });

  it('are told from other names', () => {
    for (const name of [
      'a.edi',
      `${claimId}_a.edi`,
      `${claimId}__`,
      `x${claimId}__a.edi`,
      `${claimId.toUpperCase().replace('F', 'G')}__a`,
    ]) {
      expect(readClaimedName(name)).to.equal(undefined);
    }
  });

  it('are made of claim ids only', () => {
    expect(() => claimedName('../../x', 'a.edi')).to.throw('UUID');
  });
});

describe('a name pattern', () => {
  const fits = (glob: string, name: string) => compileNamePatterns([glob])(name);

  it('covers the whole name', () => {
    expect(fits('*.edi', 'a.edi')).to.equal(true);
    expect(fits('*.edi', '.edi')).to.equal(true);
    for (const name of ['a.edi.exe', 'a.EDI', 'edi', 'a.edi\n']) expect(fits('*.edi', name)).to.equal(false);
  });

  it('takes everything but * and ? as it is', () => {
    expect(fits('a[1].{x}+.edi', 'a[1].{x}+.edi')).to.equal(true);
    expect(fits('a.edi', 'axedi')).to.equal(false);
    expect(fits('OHIO_*.csv', 'OHIO_2024-01.csv')).to.equal(true);
  });

  it('counts a character beyond the basic plane as one', () => {
    expect(fits('?.edi', '\u{1f600}.edi')).to.equal(true);
    expect(fits('?.edi', 'ab.edi')).to.equal(false);
  });

  it('is fulfilled by any of several globs and by none of none', () => {
    expect(compileNamePatterns(['*.x12', '*.csv'])('a.csv')).to.equal(true);
    expect(compileNamePatterns([])('a.csv')).to.equal(false);
  });

  it('agrees with the same glob as a regular expression', () => {
    const part = fc.constantFrom('a', 'b', '*', '?', '.', '-');
    const asRegExp = (glob: string) =>
      new RegExp(`^${glob.replace(/[.-]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
    const globs = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
    const names = fc
      .array(fc.constantFrom('a', 'b', '.', '-'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(globs, names, (glob, name) => fits(glob, name) === asRegExp(glob).test(name)),
      { numRuns: 2000 },
    );
  });

  it('cannot be made to hang by a name', () => {
    expect(fits(`${'*-'.repeat(40)}.x12`, '-'.repeat(255))).to.equal(false);
  });
});
