/**
 * Walks a set along its guide: which loop each segment stands in, and what is missing, misplaced or too often.
 *
 * A stack of open loops, innermost last. A segment is looked for from the innermost loop outwards, never backwards; a
 * segment found only backwards is out of order and leaves the walk where it was.
 */
import type { Guide } from '../guides/index.js';
import type { SetContext } from './set-context.js';

/** No guide nests as deep as this, one detached loop included. */
const depthMax = 16;

export class SetWalk {
  private guide!: Guide;
  private readonly loops = new Int32Array(depthMax);
  /** The item that was used last in each open loop, and how often in a row. */
  private readonly items = new Int32Array(depthMax);
  private readonly counts = new Int32Array(depthMax);
  /** The innermost open loop; 0 is the set itself. */
  depth = 0;
  /** Whether the last segment opened the innermost loop. */
  opened = false;
  /** A loop opened out of order: it stands on the stack without being where its parent is. -1 for none. */
  private detached = -1;

  constructor(private readonly context: SetContext) {}

  begin(guide: Guide): void {
    this.guide = guide;
    this.depth = 0;
    this.opened = false;
    this.detached = -1;
    this.loops[0] = 0;
    this.items[0] = 0;
    this.counts[0] = 1;
  }

  /** Trigger of the innermost loop; '' for the set itself. */
  get loopId(): string {
    return this.guide.loopIds[this.loops[this.depth]!]!;
  }

  /** Places a segment of the set; false when it cannot stand here at all. */
  place(row: number): boolean {
    const { guide, loops, items, counts } = this;
    const { place, nextPlace, itemMax } = guide;
    let full = -1;
    let fullItem = -1;
    for (let depth = this.depth; depth >= 0; depth--) {
      let item = place[loops[depth]! * guide.rows + row]!;
      const used = items[depth]!;
      while (item >= 0 && item < used) item = nextPlace[item]!;
      if (item < 0) continue;
      const max = itemMax[item]!;
      if (item > used || max === 0 || counts[depth]! < max) {
        this.take(depth, item);
        return true;
      }
      if (full < 0) {
        full = depth;
        fullItem = item;
      }
    }
    if (full < 0) return this.placeOutOfOrder(row);
    this.take(full, fullItem);
    this.tellTooOften(fullItem, itemMax[fullItem]!);
    return true;
  }

  /** The set ends: everything mandatory that did not come is missing. */
  finish(): void {
    for (; this.depth >= 0; this.depth--) this.checkRest(this.depth);
    this.depth = 0;
    this.opened = false;
  }

  private take(depth: number, item: number): void {
    const { guide, loops, items, counts } = this;
    for (; this.depth > depth; this.depth--) this.checkRest(this.depth);
    if (this.detached > depth) this.detached = -1;
    if (item === items[depth]) {
      counts[depth]!++;
    } else {
      this.checkSkipped(loops[depth]!, items[depth]! + 1, item);
      items[depth] = item;
      counts[depth] = 1;
    }
    this.opened = guide.itemLoop[item]! >= 0;
    if (this.opened) this.push(guide.itemLoop[item]!);
    if (guide.agreed) this.checkAgreed(item, counts[depth]!);
  }

  /** Tells an item that stands where X12 lets it stand, but more often than was agreed. */
  private checkAgreed(item: number, count: number): void {
    const { guide, context } = this;
    const max = guide.agreed!.max[item]!;
    const itemMax = guide.itemMax[item]!;
    if (max < 0 || count <= max || (itemMax > 0 && count > itemMax)) return;
    if (max > 0) {
      this.tellTooOften(item, max);
      return;
    }
    const id = guide.dictionary.names[guide.itemRow[item]!]!;
    const what = guide.itemLoop[item]! >= 0 ? `the loop ${id}` : id;
    context.loop = this.loopId;
    context.segmentIssue('fail', {
      code: 'SEGMENT_NOT_USED',
      ak3: '2',
      implementation: true,
      words: `${what} is not used here, as was agreed`,
    });
  }

  private push(loop: number): void {
    this.depth++;
    this.loops[this.depth] = loop;
    this.items[this.depth] = this.guide.firstItem[loop]!;
    this.counts[this.depth] = 1;
  }

  private checkRest(depth: number): void {
    const loop = this.loops[depth]!;
    this.checkSkipped(loop, this.items[depth]! + 1, this.guide.firstItem[loop + 1]!);
  }

  /** Tells the mandatory items from one to before another of a loop. */
  private checkSkipped(loop: number, from: number, to: number): void {
    const { guide, context } = this;
    if (from >= to) return;
    for (let item = guide.nextMandatory[from]!; item < to; item = guide.nextMandatory[item + 1]!) {
      const segmentId = guide.dictionary.names[guide.itemRow[item]!]!;
      const isLoop = guide.itemLoop[item]! >= 0;
      const agreed = guide.agreed !== undefined && guide.agreed.standard.nextMandatory[item] !== item;
      context.loop = isLoop ? segmentId : guide.loopIds[loop]!;
      context.segmentIssue('fail', {
        code: 'MANDATORY_SEGMENT_MISSING',
        ak3: '3',
        segmentId,
        implementation: agreed,
        words: `${isLoop ? 'the mandatory loop ' : ''}${segmentId} is missing before here${agreed ? ', as was agreed' : ''}`,
      });
      if (item + 1 >= to) break;
    }
  }

  private tellTooOften(item: number, max: number): void {
    const { guide, context } = this;
    const id = guide.dictionary.names[guide.itemRow[item]!]!;
    const standard = (guide.agreed?.standard ?? guide).itemMax[item]!;
    const isLoop = guide.itemLoop[item]! >= 0;
    context.loop = this.loopId;
    context.segmentIssue(context.policy.maxUse, {
      code: isLoop ? 'LOOP_TOO_OFTEN' : 'SEGMENT_TOO_OFTEN',
      ak3: isLoop ? '4' : '5',
      implementation: standard === 0 || max < standard,
      words: isLoop ? `the loop ${id} may stand ${max} times here` : `${id} may stand ${max} times here`,
    });
  }

  /** A segment that could only have stood earlier; false when it could stand in no open loop. */
  private placeOutOfOrder(row: number): boolean {
    const { guide, loops, context } = this;
    for (let depth = this.depth; depth >= 0; depth--) {
      const item = guide.place[loops[depth]! * guide.rows + row]!;
      if (item < 0) continue;
      this.openDetached(depth, item);
      context.loop = this.loopId;
      context.segmentIssue(context.policy.order, {
        code: 'SEGMENT_OUT_OF_ORDER',
        ak3: '7',
        words: `${guide.dictionary.names[row]!} should have come earlier`,
      });
      return true;
    }
    return false;
  }

  /** Opens the loop of an item out of order, so that its own segments find their place. */
  private openDetached(depth: number, item: number): void {
    const loop = this.guide.itemLoop[item]!;
    this.opened = false;
    if (loop < 0 || (this.detached >= 0 && depth >= this.detached)) return;
    if (this.detached >= 0) for (; this.depth >= this.detached; this.depth--) this.checkRest(this.depth);
    this.push(loop);
    this.detached = this.depth;
    this.opened = true;
  }
}
