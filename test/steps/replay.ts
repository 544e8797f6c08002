/**
 * Saves the files of a lane as the hub does, in groups of given sizes and with saves that fail: what is ready together goes
 * together, each alone when that fails, and what failed comes again before anything behind it.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { GroupCommit } from '../../src/working/group-commit.js';
import { OvertakingError } from '../../src/working/in-order.js';

export interface Plan {
  /** How many files are ready together, in turns. */
  sizes: readonly number[];
  /** How often a save fails that one of the lane's files takes part in, by the place of the file. */
  failures: readonly number[];
}

/** Seldom one: a group in which any save fails is no group any more. */
const anyFailures = fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 }));

export const anyPlan = (filesMax: number): fc.Arbitrary<Plan> =>
  fc.record({
    sizes: fc.array(fc.integer({ min: 1, max: filesMax }), { minLength: 1, maxLength: filesMax }),
    failures: fc.array(anyFailures, { minLength: filesMax, maxLength: filesMax }),
  });

/** One after another, and none fails. */
export const oneByOne: Plan = { sizes: [1], failures: [] };

/** What a save of the test fails with. */
class InjectedFailure extends Error {}

/**
 * @param save saves all of a group or nothing; calls `commit` where it would commit, which throws where this save is to fail
 */
export async function replay<File>(
  files: readonly File[],
  plan: Plan,
  save: (group: readonly File[], commit: () => void) => void | Promise<void>,
): Promise<void> {
  const failuresLeft = new Map(files.map((file, place) => [file, plan.failures[place] ?? 0]));
  let waiting = [...files];
  for (let round = 0; waiting.length > 0; round += 1) {
    const commits = new GroupCommit(
      async (group: readonly File[]) => {
        await save(group, () => failOnce(group, failuresLeft));
        return group.map(() => undefined);
      },
      { inOrder: true },
    );
    const ready = waiting.slice(0, plan.sizes[round % plan.sizes.length]);
    const ends = await Promise.all(ready.map((file) => commits.add(file).then(() => 'saved', thrown)));
    const count = ends.lastIndexOf('saved') + 1;
    expect(ends.slice(0, count), 'nothing is overtaken').to.not.include('failed');
    waiting = waiting.slice(count);
  }
}

function failOnce<File>(group: readonly File[], failuresLeft: Map<File, number>): void {
  const failing = group.find((file) => failuresLeft.get(file)! > 0);
  if (failing === undefined) return;
  failuresLeft.set(failing, failuresLeft.get(failing)! - 1);
  throw new InjectedFailure();
}

/** @throws what no test has injected */
function thrown(error: unknown): 'failed' {
  if (error instanceof InjectedFailure || error instanceof OvertakingError) return 'failed';
  throw error;
}
