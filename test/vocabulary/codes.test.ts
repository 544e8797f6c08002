import { expect } from 'chai';
import { type CodeMeaning, errorCodes, issueCodes, problemCodes } from '../../src/vocabulary/index.js';
import {
  apiCodes,
  changeCodes,
  commandCodes,
  connectionCodes,
  sendingCodes,
  startCodes,
} from '../../src/vocabulary/error-codes.js';
import {
  fileCodes,
  mappingCodes,
  outboundCodes,
  rowCodes,
  treeCodes,
  writeCodes,
  x12EnvelopeCodes,
  x12SetCodes,
} from '../../src/vocabulary/issue-codes/index.js';
import {
  configurationCodes,
  crosswalkCodes,
  mappingProblemCodes,
  partnerCodes,
} from '../../src/vocabulary/problem-codes.js';

/** Each catalog with the areas that it is put together from. */
const catalogs: Record<string, { whole: Record<string, CodeMeaning>; areas: object[] }> = {
  errors: {
    whole: errorCodes,
    areas: [startCodes, connectionCodes, sendingCodes, commandCodes, changeCodes, apiCodes],
  },
  issues: {
    whole: issueCodes,
    areas: [
      ...[fileCodes, x12EnvelopeCodes, x12SetCodes, writeCodes, outboundCodes],
      ...[rowCodes, treeCodes, mappingCodes],
    ],
  },
  problems: {
    whole: problemCodes,
    areas: [configurationCodes, partnerCodes, mappingProblemCodes, crosswalkCodes],
  },
};

describe('codes', () => {
  for (const [name, { whole, areas }] of Object.entries(catalogs)) {
    describe(`of ${name}`, () => {
      const all = Object.entries(whole);

      it('stand in one area each', () => {
        const codes = areas.flatMap((area) => Object.keys(area));
        expect(codes.filter((code, at) => codes.indexOf(code) !== at)).to.deep.equal([]);
        expect(codes.sort()).to.deep.equal(Object.keys(whole).sort());
      });

      it('say in whole sentences what they mean', () => {
        const parts = all.flatMap(([code, { sentence, more, do: todo }]) =>
          [sentence, more, todo].flatMap((text) => (text === undefined ? [] : [`${code}: ${text}`])),
        );
        expect(
          parts.filter((part) => !/^\w+: [A-Z0-9`].*[.]$/.test(part) || /\s\s/.test(part)),
        ).to.deep.equal([]);
      });

      it('say what to do to everybody who has to act', () => {
        const silent = all.filter(([, { acts, do: todo }]) => acts !== 'nobody' && todo === undefined);
        expect(silent.map(([code]) => code)).to.deep.equal([]);
      });
    });
  }
});
