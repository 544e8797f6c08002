/**
 * The order of a lane: nothing overtakes an item that failed.
 */

/** An earlier item failed. Nothing is wrong with this one; its lease is given back unchanged. */
export class OvertakingError extends Error {
  constructor() {
    super('an earlier item of the lane failed');
  }
}

/** Runs one item after another, until one fails. @throws OvertakingError for the items after it */
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
