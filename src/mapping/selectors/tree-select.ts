/**
 * Selectors of XML and JSON at work: closures that find values and nodes in a tree.
 */
import type { Origin } from '../../canonical/index.js';
import type { TreeNode } from '../../formats/index.js';
import { type Found, isFault, type Scope, type Selectors, type TreeScope } from '../file/index.js';
import { parseTreeSelector, type TreeLanguage, type TreeSelector, type TreeStep } from './tree-selector.js';

export function openTreeSelectors(format: 'xml' | 'json', language: TreeLanguage): Selectors {
  return {
    value: (text) => {
      const selector = parseTreeSelector(text, language);
      if (isFault(selector)) return selector;
      return (scope) => (scope.format === 'tree' ? findValue(selector, scope) : undefined);
    },
    each: (text) => {
      if (text === 'here') return (scope) => [scope];
      const selector = parseTreeSelector(text, language);
      if (isFault(selector)) return selector;
      return (scope) => (scope.format === 'tree' ? findNodes(selector, scope) : []);
    },
    root: (document) => {
      if (document.format !== format) throw new TypeError('a mapping was given a document of another format');
      return { format: 'tree', node: document.node, top: document.root };
    },
    placeOf: (scope) => (scope.format === 'tree' ? originOf(scope.node) : undefined),
  };
}

/** The first that fits and has a value; upward, in the nearest node around that has one. */
function findValue(selector: TreeSelector, scope: TreeScope): Found | undefined {
  let empty: Found | undefined;
  for (const start of starts(selector, scope)) {
    for (const node of reached(start, selector.steps)) {
      if (node.text !== '') return foundAt(node);
      empty ??= foundAt(node);
    }
  }
  return empty;
}

function findNodes(selector: TreeSelector, scope: TreeScope): Scope[] {
  for (const start of starts(selector, scope)) {
    const nodes = reached(start, selector.steps);
    if (nodes.length > 0) return nodes.map((node) => ({ format: 'tree', node, top: scope.top }));
  }
  return [];
}

function starts({ start }: TreeSelector, { node, top }: TreeScope): readonly TreeNode[] {
  if (start === 'here') return [node];
  if (start === 'top') return [top];
  const around: TreeNode[] = [];
  for (let at = node.parent; at; at = at.parent) around.push(at);
  return around;
}

function reached(start: TreeNode, steps: readonly TreeStep[]): readonly TreeNode[] {
  let nodes: readonly TreeNode[] = [start];
  for (const step of steps)
    nodes = nodes.length === 1 ? inside(nodes[0]!, step) : nodes.flatMap((node) => inside(node, step));
  return nodes;
}

function inside(node: TreeNode, { name, conditions }: TreeStep): readonly TreeNode[] {
  const inner = node.inner(name);
  return conditions.length === 0 ? inner : inner.filter((candidate) => fits(candidate, conditions));
}

function fits(node: TreeNode, conditions: TreeStep['conditions']): boolean {
  return conditions.every(({ names, values, negated }) => {
    let nodes: readonly TreeNode[] = [node];
    for (const name of names) nodes = nodes.flatMap((each) => each.inner(name));
    const found = values === undefined ? nodes.length > 0 : nodes.some(({ text }) => values.includes(text));
    return found !== negated;
  });
}

function foundAt(node: TreeNode): Found {
  return { text: node.text, origin: originOf(node) };
}

function originOf(node: TreeNode): Origin {
  return node.place();
}
