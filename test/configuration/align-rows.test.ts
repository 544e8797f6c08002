import { expect } from 'chai';
import { alignedMax, alignRows, type NamedRow } from '../../src/configuration/impact/align-rows.js';

/** "PO1*1*EA PID*X": one row for each word. */
function rows(text: string): NamedRow[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const [name = '', key = ''] = word.split('*');
      return { name, key, text: word };
    });
}

function aligned(before: string, after: string): string[] {
  const [one, other] = [rows(before), rows(after)];
  return alignRows(one, other).map(
    ([at, counterpart]) =>
      `${at === undefined ? '-' : one[at]!.text} ${counterpart === undefined ? '-' : other[counterpart]!.text}`,
  );
}

const different = (pairs: string[]) => pairs.filter((pair) => new Set(pair.split(' ')).size > 1);

describe('rows of two versions of a document', () => {
  it('are paired by name, and one row more leaves those that follow it alone', () => {
    expect(aligned('BEG*00 PO1*1*EA CTT*1', 'BEG*00 PO1*1*BX CTT*1')).to.deep.equal(['PO1*1*EA PO1*1*BX']);
    const pairs = aligned('BEG REF*A*1 REF*B*2 N1*ST', 'BEG REF*Z*0 REF*A*1 REF*B*2 DTM N1*ST');
    expect(different(pairs)).to.deep.equal(['- REF*Z*0', '- DTM']);
    expect(different(aligned('PO1*1 PID*X PO1*2', 'PO1*1*BX PO1*2*BX'))).to.deep.equal([
      'PO1*1 PO1*1*BX',
      'PID*X -',
      'PO1*2 PO1*2*BX',
    ]);
  });

  it('are told by their qualifier or line number where a row in the middle is gone', () => {
    expect(different(aligned('PO1*1*EA PO1*2*EA PO1*3*EA', 'PO1*1*BX PO1*3*BX'))).to.deep.equal([
      'PO1*1*EA PO1*1*BX',
      'PO1*2*EA -',
      'PO1*3*EA PO1*3*BX',
    ]);
  });

  it('stay apart where nothing is alike, and where one side has none', () => {
    expect(aligned('A B', 'C')).to.have.members(['A -', 'B -', '- C']);
    expect(aligned('', 'C D')).to.deep.equal(['- C', '- D']);
    expect(aligned('C', '')).to.deep.equal(['C -']);
    expect(aligned('A B', 'A B')).to.deep.equal([]);
  });

  it('are paired in the order of their names in a document too large to be weighed', () => {
    const count = Math.ceil(Math.sqrt(alignedMax)) + 1;
    const made = (unit: string) =>
      Array.from({ length: count }, (_, at) => `PO1*${at + 1}*${unit}`).join(' ');
    const pairs = aligned(`${made('EA')} CTT*1`, `${made('BX')} N9*1 CTT*2`);
    expect(pairs).to.have.length(count + 2);
    expect(pairs[count - 1]).to.equal(`PO1*${count}*EA PO1*${count}*BX`);
    expect(pairs.slice(-2)).to.deep.equal(['CTT*1 CTT*2', '- N9*1']);
  });
});
