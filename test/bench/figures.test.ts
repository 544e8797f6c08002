/**
 * What the bench says of two trees: medians, ratios, and who goes first.
 */
import { expect } from 'chai';
import {
  aloneTable,
  compare,
  comparisonRows,
  median,
  quantile,
  spreadOf,
  type Figure,
  type Pair,
} from '../../bench/against/figures.js';
import type { Tree } from '../../bench/against/trees.js';
import { inTurns } from '../../bench/against/turns.js';

const rate = (value: number): Figure => ({ subject: 'a load', name: 'files/s', value, better: 'more' });
const time = (value: number): Figure => ({ subject: 'a load', name: 'ms', value, better: 'less' });
const pair = (own: Figure[], other: Figure[]): Pair => ({ own, other });

describe('figures of the bench', () => {
  it('have the middle value as median, and leave the order of the values as it was', () => {
    const values = [9, 1, 5];
    expect(median(values)).to.equal(5);
    expect(values).to.deep.equal([9, 1, 5]);
    expect(median([4, 1, 3, 2])).to.equal(2.5);
    expect(median([10, 9, 100])).to.equal(10);
  });

  it('have parts between neighbours in proportion', () => {
    expect(quantile([0, 10], 0.95)).to.be.closeTo(9.5, 1e-9);
    expect(quantile([1, 2, 3], 1)).to.equal(3);
    expect(spreadOf([3, 1, 2])).to.deep.equal({ median: 2, min: 1, max: 3 });
  });

  it('are none without a value', () => {
    expect(() => median([])).to.throw(RangeError);
  });

  it('divide the medians, and each pair by itself', () => {
    const pairs = [pair([rate(20)], [rate(10)]), pair([rate(30)], [rate(30)]), pair([rate(60)], [rate(20)])];
    const [found] = compare(pairs);
    expect(found).to.deep.include({ subject: 'a load', name: 'files/s', timesBetter: 30 / 20 });
    expect(found!.own).to.deep.equal({ median: 30, min: 20, max: 60 });
    expect(found!.timesBetterByPair).to.deep.equal({ median: 2, min: 1, max: 3 });
  });

  it('call this tree better when it takes less of what should be little', () => {
    const [found] = compare([pair([time(50)], [time(100)])]);
    expect(found!.timesBetter).to.equal(2);
    expect(found!.timesBetterByPair.median).to.equal(2);
  });

  it('leave out what one of the trees does not measure', () => {
    const found = compare([pair([rate(1), time(1)], [time(1)]), pair([rate(1), time(1)], [time(1)])]);
    expect(found.map(({ name }) => name)).to.deep.equal(['ms']);
  });

  it('keep apart what has one name under two subjects', () => {
    const other = { ...rate(5), subject: 'another load' };
    const found = compare([pair([rate(8), other], [rate(4), other])]);
    expect(found.map(({ timesBetter }) => timesBetter)).to.deep.equal([2, 1]);
  });

  it('are rows of Markdown', () => {
    expect(comparisonRows(compare([pair([rate(200)], [rate(100)])]))).to.deep.equal([
      '| a load | files/s | 200 (200 to 200) | 100 (100 to 100) | 2.00 | 2.00 (2.00 to 2.00) |',
    ]);
    expect(aloneTable([[rate(20)]])).to.deep.equal(['| a load | files/s | 20.0 |']);
    expect(aloneTable([[rate(20)], [rate(40)]])).to.deep.equal([
      '| a load | files/s | 30.0 (20.0 to 40.0) |',
    ]);
  });
});

describe('turns of the bench', () => {
  it('begin with the one tree and the other by turns, and keep each with its own figures', async () => {
    const tree = (name: string): Tree => ({ name, root: '', commit: '' });
    const order: string[] = [];
    const measure = async ({ name }: Tree) => {
      order.push(name);
      return [rate(order.length)];
    };
    const pairs = await inTurns(3, { own: tree('own'), other: tree('other') }, measure);
    expect(order).to.deep.equal(['own', 'other', 'other', 'own', 'own', 'other']);
    expect(pairs.map(({ own, other }) => [own[0]!.value, other[0]!.value])).to.deep.equal([
      [1, 2],
      [4, 3],
      [5, 6],
    ]);
  });
});
