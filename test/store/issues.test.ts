import { expect } from 'chai';
import { issueJson } from '../../src/commands/files/issue-json.js';
import { issueRow, type NewIssue } from '../../src/store/received/issues.js';
import type { Place } from '../../src/vocabulary/index.js';

const made = (place: Place | undefined): NewIssue => ({
  subjectKind: 'record',
  subjectId: 'r1',
  severity: 'error',
  action: 'hold',
  code: 'CROSSWALK_MISSING',
  words: 'Crosswalk "uom" has no row for this value.',
  value: 'PC',
  place,
});

const nowhere = {
  ...{ segment: null, segment_id: null, element: null, component: null },
  ...{ row: null, column: null, byte_offset: null, byte_length: null },
};

/** The columns of a place. */
function placeColumns(place: Place | undefined): object {
  const row = issueRow(made(place));
  return Object.fromEntries(Object.keys(nowhere).map((name) => [name, row[name as keyof typeof row]]));
}

describe('an issue as a row, and as JSON', () => {
  it('has the segment and the element of X12', () => {
    const x12 = { offset: 289, length: 2, segment: 4, segmentId: 'POC', element: 5, component: 1 };
    expect(placeColumns({ ...x12, loop: 'POC', repetition: 2 })).to.deep.equal({
      ...nowhere,
      ...{ segment: 4, segment_id: 'POC', element: 5, component: 1, byte_offset: 289, byte_length: 2 },
    });
    expect(JSON.parse(JSON.stringify(issueJson(made(x12))))).to.deep.equal({
      ...{ subjectKind: 'record', subjectId: 'r1', code: 'CROSSWALK_MISSING', severity: 'error' },
      ...{ action: 'hold', words: 'Crosswalk "uom" has no row for this value.', value: 'PC' },
      ...x12,
    });
  });

  it('has the line and the path of XML and JSON where rows have row and column', () => {
    const tree = { offset: 120, length: 3, line: 7, path: '/Order/Line[2]' };
    const columns = { ...nowhere, row: 7, column: '/Order/Line[2]', byte_offset: 120, byte_length: 3 };
    expect(placeColumns(tree)).to.deep.equal(columns);
    expect(placeColumns({ offset: 120, length: 3, row: 7, column: '/Order/Line[2]' })).to.deep.equal(columns);
    expect(issueJson(made(tree))).to.include({ row: 7, column: '/Order/Line[2]', offset: 120, length: 3 });
  });

  it('has the field of a record that goes out as its column', () => {
    expect(placeColumns({ field: 'lines.0.quantity.unit' })).to.deep.equal({
      ...nowhere,
      column: 'lines.0.quantity.unit',
    });
  });

  it('has no place where the whole is meant', () => {
    expect(placeColumns(undefined)).to.deep.equal(nowhere);
  });

  it('has no NUL, which PostgreSQL cannot hold', () => {
    const issue = { ...made({ row: 2, column: 'a\0b' }), value: 'x\0y' };
    expect(issueRow(issue)).to.include({ column: 'a\u2400b', value: 'x\u2400y' });
  });
});
