/**
 * Changing a crosswalk changes the rows that are meant and no other byte.
 */
import { expect } from 'chai';
import { appendRows, mergeRows, readRows } from '../../src/crosswalks/crosswalk-text.js';

const table = '\ufeffpartner,unit,hub,valid_from\r\n,"E""A",EA,\r\n"a,b",CA,"x y",\r\n';

describe('rows that are put into a crosswalk', () => {
  it('are added in the order of its columns, with its line endings, quoted where they must be', () => {
    const { text, added } = appendRows(table, [{ hub: 'P,L', unit: 'PL' }]);
    expect(text).to.equal(`${table},PL,"P,L",\r\n`);
    expect(added).to.deep.equal([4]);
  });

  it('begin on a line of their own where the last one has no end', () => {
    expect(appendRows('unit,hub\nEA,EA', [{ unit: 'BX', hub: 'BX' }])).to.deep.include({
      text: 'unit,hub\nEA,EA\nBX,BX\n',
      added: [3],
    });
    expect(appendRows('unit,hub', [{ unit: 'BX', hub: 'BX' }]).text).to.equal('unit,hub\nBX,BX\n');
  });

  it('take the place of the row with the same key, partner and first day; the others stay as they are', () => {
    const rows = [
      { unit: 'CA', partner: 'a,b', hub: 'z' },
      { unit: 'E"A', hub: 'EA' },
      { unit: 'CA', hub: 'all' },
      { unit: 'CA', partner: 'a,b', hub: 'later', valid_from: '2026-01-01' },
    ];
    expect(mergeRows(table, rows, ['unit'])).to.deep.equal({
      text: '\ufeffpartner,unit,hub,valid_from\r\n,"E""A",EA,\r\n"a,b",CA,z,\r\n,CA,all,\r\n"a,b",CA,later,2026-01-01\r\n',
      added: [4, 5],
      replaced: [3],
      unchanged: 1,
    });
  });

  it('count lines as an editor does, though cells hold line endings', () => {
    const { added, replaced } = mergeRows(
      'unit,hub\nA,"1\n2"\nB,x\n',
      [
        { unit: 'B', hub: 'y' },
        { unit: 'C', hub: 'z' },
      ],
      ['unit'],
    );
    expect([replaced, added]).to.deep.equal([[4], [5]]);
  });

  it('are refused as a table that is damaged is, and kept whatever their direction', () => {
    expect(readRows('unit,hub\nBX,BX \n', ['unit']).issues[0]).to.include({
      code: 'CROSSWALK_BLANKS',
      row: 2,
    });
    const { rows, issues } = readRows('unit,hub,direction\nBX,BX,out\n\nCA,CA,in\n', ['unit']);
    expect([rows.map(({ unit }) => unit), issues]).to.deep.equal([['BX', 'CA'], []]);
  });
});
