/**
 * Puts counters into compiled JavaScript: each branch that runs counts in a shared array, which tells a fuzzer what is new.
 *
 * Text is inserted at places of the syntax tree; the code itself stays as it was written.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@babel/parser';

/** The global array that the counters stand in. */
export const countersName = '__fuzzCounters';

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** Text to insert, with the order in which texts for one place come. */
interface Insertion {
  at: number;
  text: string;
}

/** Instruments every module below the folders; returns how many counters there are. */
export function instrumentFolders(folders: readonly string[], skip: (path: string) => boolean): number {
  let counters = 0;
  for (const folder of folders)
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, name);
      if (!name.endsWith('.js') || skip(path)) continue;
      const source = readFileSync(path, 'utf8');
      const { text, count } = instrument(source, counters);
      writeFileSync(path, text);
      counters += count;
    }
  return counters;
}

export function instrument(source: string, first: number): { text: string; count: number } {
  const insertions: Insertion[] = [];
  let next = first;
  const counter = () => `globalThis.${countersName}[${next++}]++`;
  const open = [parse(source, { sourceType: 'module' }).program as unknown as Node];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    insertions.push(...insertionsFor(node, counter));
    for (const value of Object.values(node)) open.push(...nodesIn(value));
  }
  insertions.sort((one, other) => other.at - one.at);
  let text = source;
  for (const { at, text: inserted } of insertions) text = text.slice(0, at) + inserted + text.slice(at);
  return { text, count: next - first };
}

function insertionsFor(node: Node, counter: () => string): Insertion[] {
  const child = (key: string) => node[key] as Node | null | undefined;
  const value = (one: Node) => [
    { at: one.start, text: `(${counter()},` },
    { at: one.end, text: ')' },
  ];
  const statement = (one: Node | null | undefined) =>
    one == null || one.type === 'BlockStatement'
      ? []
      : [
          { at: one.start, text: `{${counter()};` },
          { at: one.end, text: '}' },
        ];
  switch (node.type) {
    case 'BlockStatement':
      return [{ at: node.start + 1, text: `${counter()};` }];
    case 'IfStatement':
      return [...statement(child('consequent')), ...statement(child('alternate'))];
    case 'ForStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
      return statement(child('body'));
    case 'SwitchCase':
      return [{ at: node.start + labelLength(node), text: `${counter()};` }];
    case 'ConditionalExpression':
      return [...value(child('consequent')!), ...value(child('alternate')!)];
    case 'LogicalExpression':
      return value(child('right')!);
    default:
      return [];
  }
}

/** Characters of "case x:" or "default:": the colon stands behind the test. */
function labelLength(node: Node): number {
  const test = node['test'] as Node | null;
  return test === null ? 'default:'.length : test.end - node.start + 1;
}

function nodesIn(value: unknown): Node[] {
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  return values.filter(
    (one): one is Node =>
      typeof one === 'object' && one !== null && typeof (one as Node).type === 'string' && 'start' in one,
  );
}
