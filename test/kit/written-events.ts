/**
 * The events that src/ writes, read from its sources: their names, and the fields of their details.
 *
 * An event is an object with `event` in a file that knows `addEvents` or `HubEvent`; one with `actor` is a note to write one.
 */
import { readSources, type SourceFile, type SyntaxNode } from './source-files.js';

/** Fields of one way to write a detail. */
export interface WrittenDetail {
  always: string[];
  sometimes: string[];
}

export interface WrittenEvent {
  /** File and line. */
  place: string;
  names: readonly string[];
  details: WrittenDetail[];
}

/**
 * @param computed the names that an expression gives which is no literal, by file and expression
 * @throws Error for an expression that is not in `computed`
 */
export function writtenEvents(computed: Readonly<Record<string, readonly string[]>>): WrittenEvent[] {
  return readSources('src')
    .filter(
      ({ path, text }) => path !== 'src/store/working/events.ts' && /\b(addEvents|HubEvent)\b/.test(text),
    )
    .flatMap((file) => eventsIn(file, computed));
}

function eventsIn(file: SourceFile, computed: Readonly<Record<string, readonly string[]>>): WrittenEvent[] {
  return file.nodes.flatMap((node) => {
    const event = valueOf(node, 'event');
    if (node.type !== 'ObjectExpression' || event === undefined || valueOf(node, 'actor')) return [];
    const detail = valueOf(node, 'detail');
    const details = detail === undefined ? [{ always: [], sometimes: [] }] : detailsOf(file, detail);
    const place = `${file.path}:${node.loc.start.line}`;
    return [{ place, names: namesOf(file, event, computed), details }];
  });
}

function namesOf(
  file: SourceFile,
  node: SyntaxNode,
  computed: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  if (node.type === 'StringLiteral') return [node['value'] as string];
  if (node.type === 'ConditionalExpression') {
    return branchesOf(node).flatMap((branch) => namesOf(file, branch, computed));
  }
  const constant = node.type === 'Identifier' ? constantOf(file, node) : undefined;
  if (constant !== undefined) return namesOf(file, constant, computed);
  const key = `${file.path}: ${textOf(file, node)}`;
  const names = computed[key];
  if (names === undefined) throw new Error(`say which events this names: ${key}`);
  return names;
}

function detailsOf(file: SourceFile, node: SyntaxNode): WrittenDetail[] {
  if (node.type === 'ConditionalExpression') {
    return branchesOf(node).flatMap((branch) => detailsOf(file, branch));
  }
  const found = node.type === 'Identifier' ? constantOf(file, node) : node;
  if (found?.type !== 'ObjectExpression') {
    throw new Error(
      `${file.path}:${node.loc.start.line}: write the detail as an object: ${textOf(file, node)}`,
    );
  }
  const detail: WrittenDetail = { always: [], sometimes: [] };
  for (const property of found['properties'] as SyntaxNode[]) {
    if (property.type !== 'SpreadElement') {
      detail.always.push(nameOf(property, file));
      continue;
    }
    const argument = property['argument'] as SyntaxNode;
    const optional = definedIn(argument);
    const spread = detailsOf(file, optional ?? argument);
    const fields = spread.flatMap(({ always, sometimes }) => [...always, ...sometimes]);
    detail[spread.length === 1 && optional === undefined ? 'always' : 'sometimes'].push(...fields);
  }
  return [detail];
}

/** The object of `defined({ ... })`, whose fields may be left out. */
function definedIn({ type, callee, arguments: given }: SyntaxNode): SyntaxNode | undefined {
  const isDefined = type === 'CallExpression' && (callee as { name?: string }).name === 'defined';
  return isDefined ? (given as SyntaxNode[])[0] : undefined;
}

function valueOf(object: SyntaxNode, name: string): SyntaxNode | undefined {
  if (object.type !== 'ObjectExpression') return undefined;
  const property = (object['properties'] as SyntaxNode[]).find(
    ({ key, computed }) => computed !== true && (key as { name?: string } | undefined)?.name === name,
  );
  return property?.['value'] as SyntaxNode | undefined;
}

function nameOf(property: SyntaxNode, file: SourceFile): string {
  const key = property['key'] as { name?: string };
  if (key.name !== undefined && property['computed'] !== true) return key.name;
  throw new Error(`${file.path}:${property.loc.start.line}: write the names of the fields of a detail`);
}

function branchesOf(node: SyntaxNode): SyntaxNode[] {
  return [node['consequent'], node['alternate']] as SyntaxNode[];
}

/** What the constant of this name was set to last above the line. */
function constantOf(file: SourceFile, { name, loc }: SyntaxNode): SyntaxNode | undefined {
  const above = file.nodes.filter(
    (node) =>
      node.type === 'VariableDeclarator' &&
      (node['id'] as { name?: string }).name === name &&
      node.loc.start.line <= loc.start.line,
  );
  return above.at(-1)?.['init'] as SyntaxNode | undefined;
}

function textOf({ text }: SourceFile, node: SyntaxNode): string {
  return text.slice(node['start'] as number, node['end'] as number);
}
