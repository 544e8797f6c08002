/**
 * Saves results that are ready at about the same time in one transaction: the next ones gather during a commit. Nothing waits
 * for a timer, so a single result is saved at once.
 */
import { OvertakingError } from './in-order.js';

/** Results saved by one transaction. */
const itemsPerCommit = 32;

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

export class GroupCommit<Item, Result> {
  readonly #save: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #waiting: Waiting<Item, Result>[] = [];
  readonly #inOrder: boolean;
  #saving = false;
  #failed = false;

  /**
   * @param save saves all items or none, in their order, and returns a result for each
   * @param options.inOrder after an item that cannot be saved, nothing more is saved
   */
  constructor(save: (items: readonly Item[]) => Promise<readonly Result[]>, { inOrder = false } = {}) {
    this.#save = save;
    this.#inOrder = inOrder;
  }

  /**
   * Resolves when the item is committed. Rejects with the error of this item alone, or with OvertakingError.
   */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#saving) void this.#run();
    });
  }

  /** Whether an earlier item could not be saved, so that nothing more is saved. */
  get isBlocked(): boolean {
    return this.#inOrder && this.#failed;
  }

  async #run(): Promise<void> {
    this.#saving = true;
    // Items that are ready in the same turn of the event loop join the group.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#commit(this.#waiting.splice(0, itemsPerCommit));
    this.#saving = false;
  }

  /** When a group fails, each of its items is tried alone, so one bad item does not fail the others. */
  async #commit(group: readonly Waiting<Item, Result>[]): Promise<void> {
    if (this.isBlocked) {
      for (const { reject } of group) reject(new OvertakingError());
      return;
    }
    try {
      const results = await this.#save(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index]!));
    } catch (error) {
      if (group.length > 1) for (const one of group) await this.#commit([one]);
      else {
        this.#failed = true;
        group[0]!.reject(error);
      }
    }
  }
}
