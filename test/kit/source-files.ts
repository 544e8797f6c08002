/**
 * Our own sources as data, for the tests that hold the house rules: imports, functions, literals.
 *
 * Read with a parser, not with regular expressions: a rule that a comment or a line break can evade is no rule.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parse } from '@babel/parser';

/** The top of the project. */
export const projectRoot = resolve(import.meta.dirname, '../..');

/** A node of the syntax tree; only what the rules look at. */
export interface SyntaxNode {
  type: string;
  loc: { start: { line: number }; end: { line: number } };
  [key: string]: unknown;
}

export interface ImportOf {
  /** As written: './a.js', 'zod', 'node:fs'. */
  from: string;
  /** Gone after compiling. */
  typeOnly: boolean;
  line: number;
}

export interface SourceFunction {
  name: string;
  line: number;
  lines: number;
  parameters: number;
  /** Deepest nesting of conditions, loops and try blocks. */
  nesting: number;
}

export interface SourceFile {
  /** From the project's top, with forward slashes: src/x12/write.ts. */
  path: string;
  text: string;
  lines: number;
  imports: ImportOf[];
  functions: SourceFunction[];
  /** Every node of the file. */
  nodes: SyntaxNode[];
}

const known = new Map<string, readonly SourceFile[]>();

/** All TypeScript files below a folder of the project, sorted; read once by all tests of a process. */
export function readSources(folder: string): SourceFile[] {
  const sources = known.get(folder) ?? readFolder(folder);
  known.set(folder, sources);
  return [...sources];
}

function readFolder(folder: string): SourceFile[] {
  const entries = readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' });
  const files = entries.filter((entry) => entry.endsWith('.ts')).map((entry) => join(folder, entry));
  return files.map((path) => readSource(path.split(sep).join('/'))).sort(byPath);
}

/** @param path from the project's top */
export function readSource(path: string, text = readFileSync(join(projectRoot, path), 'utf8')): SourceFile {
  const tree = parse(text, { sourceType: 'module', plugins: ['typescript'] });
  const nodes = [...descendants(tree.program as unknown as SyntaxNode)];
  return {
    path,
    text,
    lines: text.trimEnd().split('\n').length,
    imports: nodes.flatMap(importOf),
    functions: nodes.filter(isFunction).map(functionOf),
    nodes,
  };
}

/** The file of ours that a relative import names, from the project's top; undefined for packages. */
export function importedFile(importer: string, from: string): string | undefined {
  if (!from.startsWith('.')) return undefined;
  const target = join(dirname(join(projectRoot, importer)), from).replace(/\.js$/, '.ts');
  return relative(projectRoot, target).split(sep).join('/');
}

/** The nodes inside a node, itself first. */
export function* descendants(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of children(node)) yield* descendants(child);
}

function byPath(one: SourceFile, other: SourceFile): number {
  return one.path < other.path ? -1 : 1;
}

function children(node: SyntaxNode): SyntaxNode[] {
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'loc' || key.endsWith('Comments')) return [];
    return (Array.isArray(value) ? value : [value]).filter(isNode);
  });
}

function isNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

function importOf(node: SyntaxNode): ImportOf[] {
  const { source, specifiers, importKind, exportKind } = node as {
    source?: SyntaxNode & { value?: string };
    specifiers?: { importKind?: string; exportKind?: string }[];
    importKind?: string;
    exportKind?: string;
  };
  const late = (node['callee'] as SyntaxNode | undefined)?.type === 'Import';
  const name = late ? (node['arguments'] as { value?: unknown }[])[0]?.value : source?.value;
  if (late && typeof name !== 'string')
    throw new Error(`line ${node.loc.start.line}: import() of a computed name`);
  if (typeof name !== 'string') return [];
  const each = specifiers ?? [];
  const allTypes = each.length > 0 && each.every((one) => (one.importKind ?? one.exportKind) === 'type');
  const typeOnly = importKind === 'type' || exportKind === 'type' || allTypes;
  return [{ from: name, typeOnly, line: node.loc.start.line }];
}

const functionTypes = [
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ObjectMethod',
  'ClassMethod',
  'ClassPrivateMethod',
];

function isFunction(node: SyntaxNode): boolean {
  return functionTypes.includes(node.type) && isNode(node['body']);
}

function functionOf(node: SyntaxNode): SourceFunction {
  const named = (node['id'] ?? node['key']) as { name?: string } | null | undefined;
  return {
    name: named?.name ?? 'a function',
    line: node.loc.start.line,
    lines: node.loc.end.line - node.loc.start.line + 1,
    parameters: (node['params'] as unknown[]).length,
    nesting: nestingOf(node['body'] as SyntaxNode, 0),
  };
}

const nestingTypes = [
  'IfStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
  'SwitchStatement',
  'TryStatement',
];

/** `else if` is one more branch, not one more level; a function inside counts for itself. */
function nestingOf(node: SyntaxNode, depth: number): number {
  if (functionTypes.includes(node.type)) return depth;
  const inside = nestingTypes.includes(node.type) ? depth + 1 : depth;
  const depths = children(node).map((child) => {
    const isElseIf =
      node.type === 'IfStatement' && child === node['alternate'] && child.type === 'IfStatement';
    return nestingOf(child, isElseIf ? depth : inside);
  });
  return Math.max(inside, ...depths);
}
