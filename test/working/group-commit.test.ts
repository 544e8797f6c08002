/**
 * Results that are ready together are saved together, and one that fails takes no other with it.
 */
import { expect } from 'chai';
import { GroupCommit } from '../../src/working/group-commit.js';

describe('group commit', () => {
  it('saves alone what comes alone, and together what gathers during a commit, in order', async () => {
    const groups: number[][] = [];
    const commits = new GroupCommit<number, string>(async (items) => {
      groups.push([...items]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      return items.map((item) => `saved ${item}`);
    });
    const first = commits.add(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const rest = [2, 3, 4].map((item) => commits.add(item));
    expect(await Promise.all([first, ...rest])).to.deep.equal(['saved 1', 'saved 2', 'saved 3', 'saved 4']);
    expect(groups).to.deep.equal([[1], [2, 3, 4]]);
    await commits.add(5);
    expect(groups.at(-1)).to.deep.equal([5]);
  });

  it('tries each alone when a group fails', async () => {
    const commits = new GroupCommit<number, number>(async (items) => {
      if (items.includes(3)) throw new Error('three');
      return items;
    });
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map((item) => commits.add(item)));
    expect(outcomes.map(({ status }) => status)).to.deep.equal([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });
});
