/**
 * Results that are ready together are saved together, and one that fails takes no other with it.
 */
import { expect } from 'chai';
import { GroupCommit } from '../../src/working/group-commit.js';
import { inOrder, OvertakingError } from '../../src/working/in-order.js';

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

  it('saves nothing behind one that failed, where the order counts', async () => {
    const saved: number[] = [];
    const commits = new GroupCommit<number, void>(
      async (items) => {
        if (items.includes(3)) throw new Error('three');
        saved.push(...items);
        return items.map(() => undefined);
      },
      { inOrder: true },
    );
    const reasons = await Promise.all(
      [1, 2, 3, 4].map((item) => commits.add(item).then(String, (reason: Error) => reason)),
    );
    expect(saved).to.deep.equal([1, 2]);
    expect(reasons[2]).to.include({ message: 'three' });
    expect([reasons[3], await commits.add(5).catch((reason: unknown) => reason)]).to.satisfy(
      (behind: unknown[]) => behind.every((reason) => reason instanceof OvertakingError),
    );
    expect(saved).to.deep.equal([1, 2]);
  });

  it('has what is made before it made in order too', async () => {
    const begun: number[] = [];
    const run = inOrder(async (item: number) => {
      begun.push(item);
      await new Promise((resolve) => setTimeout(resolve, 10 - item));
      if (item === 2) throw new Error('two');
      return item;
    });
    const ends = await Promise.allSettled([1, 2, 3].map(run));
    expect(begun).to.deep.equal([1, 2]);
    expect(
      ends.map((end) => (end.status === 'fulfilled' ? end.value : (end.reason as Error).message)),
    ).to.deep.equal([1, 'two', 'an earlier item of the lane failed']);
  });
});
