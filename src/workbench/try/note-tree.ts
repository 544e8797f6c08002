/**
 * A tree of XML or JSON that notes what a mapping looks at and what it takes.
 *
 * What is only compared, as `role` in `Contact(@role=shipTo)`, is looked at and not taken.
 */
import type { TreeDocument, TreeNode } from '../../formats/index.js';

export interface NotedTree {
  /** Gives the same values; its nodes stand for those of the document. */
  document: TreeDocument;
  /** Nodes whose text was asked for. */
  looked: ReadonlySet<TreeNode>;
  /** Nodes whose value went on, with its place. */
  taken: ReadonlySet<TreeNode>;
  /** Names that were asked for. */
  asked: ReadonlySet<string>;
}

export function noteTree(document: TreeDocument): NotedTree {
  const looked = new Set<TreeNode>();
  const taken = new Set<TreeNode>();
  const asked = new Set<string>();
  const known = new Map<TreeNode, TreeNode>();
  const noted = (node: TreeNode): TreeNode => {
    const before = known.get(node);
    if (before) return before;
    const made: TreeNode = {
      name: node.name,
      get parent() {
        return node.parent && noted(node.parent);
      },
      get text() {
        looked.add(node);
        return node.text;
      },
      inner(name) {
        asked.add(name);
        return node.inner(name).map(noted);
      },
      all: () => node.all().map(noted),
      place() {
        taken.add(node);
        return node.place();
      },
    };
    known.set(node, made);
    return made;
  };
  return {
    document: { ...document, root: noted(document.root), node: noted(document.node) },
    looked,
    taken,
    asked,
  };
}

/** Nodes with text below a node, itself included, in the order of the file. */
export function leavesBelow(top: TreeNode): TreeNode[] {
  const leaves: TreeNode[] = [];
  const pending = [top];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.text !== '') leaves.push(node);
    pending.push(...[...node.all()].reverse());
  }
  return leaves;
}
