/**
 * Text as partners write it, to numbers and days; only the declared form is read.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { Arithmetic, toDecimal } from '../../src/canonical/fields/scalars.js';
import {
  type Form,
  formDate,
  formDecimal,
  formImpliedDecimal,
  formInteger,
} from '../../src/mapping/file/forms.js';
import { compileCleaning, type Cleaning } from '../../src/mapping/values/cleaning.js';

const textOf = (form: Form, text: string) => {
  const formed = form(text);
  return 'text' in formed ? formed.text : formed.code;
};

function table(name: string, form: Form, cases: [string, string][]): void {
  describe(name, () => {
    for (const [text, expected] of cases) {
      it(`${JSON.stringify(text)} is ${expected}`, () => expect(textOf(form, text)).to.equal(expected));
    }
  });
}

table('a decimal', formDecimal, [
  ['12.50', '12.50'],
  ['007', '7'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['-.50', '-0.50'],
  ['+3', '3'],
  ['-0.00', '0.00'],
  ['0', '0'],
  ['99999999999999999999.9999999999', '99999999999999999999.9999999999'],
  ['9'.repeat(31), 'DECIMAL_INVALID'],
  ['1,204.50', 'DECIMAL_INVALID'],
  ['1e3', 'DECIMAL_INVALID'],
  ['$5', 'DECIMAL_INVALID'],
  ['(5)', 'DECIMAL_INVALID'],
  ['.', 'DECIMAL_INVALID'],
  ['', 'DECIMAL_INVALID'],
  ['NaN', 'DECIMAL_INVALID'],
  ['٣', 'DECIMAL_INVALID'],
]);

table('an implied decimal of two places', formImpliedDecimal(2), [
  ['134802', '1348.02'],
  ['5', '0.05'],
  ['-50', '-0.50'],
  ['0', '0.00'],
  ['1348.02', 'DECIMAL_INVALID'],
  ['', 'DECIMAL_INVALID'],
]);

table('a whole number', formInteger, [
  ['30', '30'],
  ['007', '7'],
  ['30.0', '30'],
  ['30.5', 'INTEGER_INVALID'],
  ['1234567890123456', 'INTEGER_INVALID'],
]);

table('a date as yyyyMMdd', formDate('yyyyMMdd')!, [
  ['20260228', '2026-02-28'],
  ['20240229', '2024-02-29'],
  ['20260229', 'DATE_INVALID'],
  ['20261301', 'DATE_INVALID'],
  ['260228', 'DATE_INVALID'],
]);

table('a date as M/d/yy', formDate('M/d/yy')!, [
  ['3/4/26', '2026-03-04'],
  ['03/04/26', '2026-03-04'],
  ['3/4/2026', 'DATE_INVALID'],
  ['45000', 'DATE_INVALID'],
]);

describe('a date format', () => {
  it('names year, month and day once each, and knows no other letters', () => {
    for (const format of ['yyyyMM', 'yyyyMMddMM', 'MMM d yyyy', 'HHmm', ''])
      expect(formDate(format)).to.equal(undefined);
    expect(textOf(formDate('dd.MM.yyyy')!, '04x03x2026')).to.equal('DATE_INVALID');
  });
});

describe('cleaning', () => {
  const cases: [Cleaning, string, string][] = [
    ['strip-commas', '1,204.50', '1204.50'],
    ['strip-commas', '1.204,50', '1.204,50'],
    ['strip-commas', '12,04', '12,04'],
    ['decimal-comma', '1.234,50', '1234.50'],
    ['decimal-comma', '12,5', '12.5'],
    ['decimal-comma', '1,234.50', '1,234.50'],
    ['strip-currency', '$5', '5'],
    ['strip-currency', '-€ 5', '-5'],
    ['parentheses-negative', '(5.00)', '-5.00'],
    ['strip-leading-zeros', '000', '0'],
    ['strip-sign', '-5', '5'],
  ];
  for (const [name, text, expected] of cases) {
    it(`${name} makes ${text} ${expected}`, () => expect(compileCleaning([name])(text)).to.equal(expected));
  }
});

describe('any number', () => {
  const decimals = fc
    .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat(8))
    .map(([negative, digits, places]) => ({
      negative,
      digits: digits.toString().padStart(places + 1, '0'),
      places,
    }));

  it('read as a decimal has the value that was written, in the form of our records', () => {
    fc.assert(
      fc.property(decimals, ({ negative, digits, places }) => {
        const split = digits.length - places;
        const written = `${negative ? '-' : ''}${digits.slice(0, split)}${places === 0 ? '' : `.${digits.slice(split)}`}`;
        const read = toDecimal(textOf(formDecimal, written));
        expect(new Arithmetic(read).equals(written)).to.equal(true);
        const implied = textOf(formImpliedDecimal(places), `${negative ? '-' : ''}${digits}`);
        expect(implied).to.equal(read);
      }),
    );
  });

  it('or other text never throws and never comes out in another form', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const formed = formDecimal(text);
        if ('text' in formed) expect(toDecimal(formed.text)).to.equal(formed.text);
      }),
    );
  });
});
