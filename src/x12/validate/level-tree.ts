/**
 * Checks the HL segments of a set: each level has a number of its own and a parent that came before it.
 *
 * Since a parent must stand earlier there can be no cycle, and nothing here calls itself however deep the tree is.
 */
import { controlNumberKey } from '../tokens/index.js';
import type { SetContext } from './set-context.js';
import type { IssueCode } from '../../vocabulary/index.js';

export class LevelTree {
  /** Depth of level n at index n, for levels numbered 1, 2, 3 ... as they come. */
  private depths = new Uint16Array(64);
  private inOrder = 0;
  /** Depth of levels that are numbered otherwise, by HL01. */
  private readonly others = new Map<string, number>();

  begin(): void {
    this.inOrder = 0;
    if (this.others.size > 0) this.others.clear();
  }

  /** Checks the HL in the context's frame and remembers it. */
  check(context: SetContext): void {
    const { frame } = context;
    if (frame.isEmpty(1)) return;
    const depth = this.depthOf(context);
    const { levelDepthMax } = context.limits;
    if (depth > levelDepthMax) {
      const words = `is level ${depth} deep, limits.levelDepthMax is ${levelDepthMax}`;
      this.tell(context, { code: 'HL_TOO_DEEP', element: 2, words });
    }
    const number = frame.wholeNumber(1);
    const known = this.find(context, 1) !== undefined;
    if (known)
      this.tell(context, {
        code: 'HL_NUMBER_REPEATED',
        element: 1,
        words: 'is the number of an earlier level',
      });
    else if (number === this.inOrder + 1) this.rememberNext(depth);
    else this.others.set(controlNumberKey(frame.text(1)), depth);
  }

  private depthOf(context: SetContext): number {
    const { frame } = context;
    if (frame.isEmpty(2)) return 1;
    const parent = this.find(context, 2);
    if (parent !== undefined) return parent + 1;
    const own = controlNumberKey(frame.text(1)) === controlNumberKey(frame.text(2));
    this.tell(context, {
      code: own ? 'HL_OWN_PARENT' : 'HL_PARENT_UNKNOWN',
      element: 2,
      words: own ? 'names the level itself as its parent' : 'names a parent level that did not come before',
    });
    return 1;
  }

  /** Depth of the level that the element names. */
  private find(context: SetContext, element: number): number | undefined {
    const number = context.frame.wholeNumber(element);
    if (number >= 1 && number <= this.inOrder) return this.depths[number];
    return this.others.size === 0
      ? undefined
      : this.others.get(controlNumberKey(context.frame.text(element)));
  }

  private rememberNext(depth: number): void {
    this.inOrder++;
    if (this.inOrder >= this.depths.length) {
      const larger = new Uint16Array(this.depths.length * 2);
      larger.set(this.depths);
      this.depths = larger;
    }
    this.depths[this.inOrder] = Math.min(depth, 0xffff);
  }

  private tell(context: SetContext, fault: { code: IssueCode; element: 1 | 2; words: string }): void {
    const { frame } = context;
    context.elementIssue('fail', {
      ...fault,
      ak4: '7',
      component: 0,
      repetition: 1,
      start: frame.starts[fault.element]!,
      end: frame.ends[fault.element]!,
      reference: fault.element === 1 ? '628' : '734',
    });
  }
}
