/**
 * The order of a lane: what comes behind something that failed does not overtake it, it waits for its turn.
 */

/** An earlier one failed. Nothing is wrong with this one: its lease is given back as it was. */
export class OvertakingError extends Error {
  constructor() {
    super('an earlier one of the lane failed');
  }
}

/** Runs one after another, and nothing behind one that failed. @throws OvertakingError there */
export function inOrder<Item, Result>(run: (item: Item) => Promise<Result>): (item: Item) => Promise<Result> {
  let previous: Promise<unknown> = Promise.resolve();
  return (item) => {
    const next = previous.then(
      () => run(item),
      () => Promise.reject(new OvertakingError()),
    );
    previous = next;
    return next;
  };
}
