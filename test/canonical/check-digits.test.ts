import { expect } from 'chai';
import { suspectIdentifiers } from '../../src/canonical/fields/check-digits.js';

const suspects = (identifiers: object[]) => suspectIdentifiers({ shipTo: { identifiers } });

describe('check digits', () => {
  for (const value of ['96385074', '036000291452', '4006381333931', '10614141000415']) {
    it(`find nothing wrong with ${value}`, () => {
      expect(suspects([{ kind: 'gtin', value }])).to.deep.equal([]);
    });
  }

  const wrong = [
    '96385075',
    '036000291453',
    '4006381333913',
    '3600029145',
    '0360002914-2',
    '',
    '0'.repeat(500),
  ];
  for (const value of wrong) {
    it(`find ${JSON.stringify(value.slice(0, 20))} wrong, and say where it stands`, () => {
      const path = 'shipTo.identifiers.1.value';
      expect(
        suspects([
          { kind: 'vendor', value: '1' },
          { kind: 'gtin', value },
        ]),
      ).to.deep.equal([{ path, kind: 'gtin' }]);
    });
  }

  it('are asked of a GLN, which has 13 digits', () => {
    expect(suspects([{ kind: 'gln', value: '0860001234503' }])).to.deep.equal([]);
    expect(suspects([{ kind: 'gln', value: '036000291452' }])).to.have.length(1);
  });

  it('are asked of an SSCC, with or without the application identifier in front', () => {
    const ssccs = [
      '006141411234567890',
      '00006141411234567890',
      '(00)006141411234567890',
      '006141411234567891',
      '00614141',
    ];
    const found = suspectIdentifiers({ packages: ssccs.map((sscc) => ({ sscc })) });
    expect(found.map(({ path }) => path)).to.deep.equal(['packages.3.sscc', 'packages.4.sscc']);
  });

  it('are asked of nothing else, and not of the places that values came from', () => {
    const numbers = ['vendor', 'buyer', 'ndc', 'duns', 'hin'].map((kind) => ({ kind, value: '1' }));
    expect(suspects(numbers)).to.deep.equal([]);
    expect(
      suspectIdentifiers({ origins: { x: { kind: 'gtin', value: '1' } }, kind: 'gtin', value: '1' }),
    ).to.deep.equal([]);
  });

  it('do not mind a record that is broken', () => {
    expect(
      suspectIdentifiers({ lines: [null, 1, { sscc: 4 }, { kind: 'gtin', value: 7 }], shipTo: null }),
    ).to.deep.equal([]);
  });
});
