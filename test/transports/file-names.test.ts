import { expect } from 'chai';
import fc from 'fast-check';
import {
  claimedName,
  isOneComponent,
  isPutTemporaryName,
  readClaimedName,
  temporaryName,
} from '../../src/transports/file-names.js';

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

describe('the temporary names of a put', () => {
  it('are known again, whatever the name', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        fc.pre(!name.startsWith('.'));
        expect(isPutTemporaryName(temporaryName(name))).to.equal(true);
      }),
    );
  });

  it('are told from other names', () => {
    for (const name of [
      'a.edi.0123abcd.part',
      '..edi.0123abcd.part',
      '.a.edi.part',
      '.0123abcd.part',
      '.a.edi.0123ABCD.part',
      '.a.edi.0123abc.part',
      '.a.edi.0123abcd.part~',
      '.a.edi.0123abcd.part\n',
      '.a/../../b.0123abcd.part',
      '.waybill-probe.tmp',
    ]) {
      expect(isPutTemporaryName(name), name).to.equal(false);
    }
  });
});
