/**
 * `levels:` of a ship notice, the outermost first: S, O, T, P, I. The numbers HL01 and HL02, the codes HL03 and HL04, and which
 * line stands in which order and package, are found here; the mapping says only what each level writes.
 *
 * No line is ever left out in silence: one that a level has no place for is an issue.
 */
import type { YamlPath } from '../../yaml/index.js';
import { addProblem, checkPart, type RecordScope, type LevelsBlock, levelsBlock } from '../file/index.js';
import { scopeOfRecord } from '../selectors/index.js';
import { compileCondition, type Condition, addIssue } from '../values/index.js';
import { type ComposePlace, insideList, type OutboundCompilation, type Row, type Write } from './draft.js';
import { type Line, linesOf, type Listed, listOf, orderOf, scopeOfEntry } from './level-lines.js';
import { checkSegmentId } from './segment.js';

interface Level {
  code: string;
  each: 'orders' | 'packages' | 'lines' | undefined;
  /** Lines may do without it. */
  optional: boolean;
  /** A line is written once for each of its lots. */
  byLot: boolean;
  holds: Condition;
  write: Write;
}

/** One tree while it is written. */
interface Tree {
  place: ComposePlace;
  levels: readonly Level[];
  childCodes: boolean;
  orders: readonly Listed[];
  /** HL01 of the next level. */
  next: number;
  /** Orders and packages that have a level of their own. */
  written: Set<Record<string, unknown>>;
}

/** Where a branch grows. */
interface Branch {
  depth: number;
  lines: readonly Line[];
  scope: RecordScope;
  /** HL01 of the level around. */
  parent: string;
  /** The innermost package that is open. */
  inside: Listed | undefined;
}

type CompileBlocks = (compilation: OutboundCompilation, path: YamlPath) => Write;

export function compileLevels(
  compilation: OutboundCompilation,
  path: YamlPath,
  compileBlocks: CompileBlocks,
): Write {
  const block = checkPart(compilation, path, levelsBlock);
  if (!block || !checkLevels(compilation, block, path)) return () => false;
  let inside = compilation;
  const levels = block.levels.map((spec, index): Level => {
    const at = [...path, 'levels', index];
    if (spec.each !== undefined) inside = insideList(inside, spec.each);
    if (spec.split !== undefined) inside = insideList(inside, 'lines.lots');
    inside.order.push({ id: 'HL', path: [...at, 'level'] });
    const holds = spec.when ? compileCondition(inside, spec.when, [...at, 'when']) : () => true;
    const write = spec.segments ? compileBlocks(inside, [...at, 'segments']) : () => false;
    const { level: code, each, optional } = spec;
    return { code, each, optional, byLot: spec.split !== undefined, holds, write };
  });
  return (place) => writeTree(place, levels, block.childCodes);
}

function checkLevels(compilation: OutboundCompilation, block: LevelsBlock, path: YamlPath): boolean {
  const before = compilation.problems.length;
  const refuse = (at: YamlPath, message: string, help?: string) =>
    addProblem(compilation, [...path, ...at], { code: 'MAP107', message, help });
  if (compilation.kind !== 'ship-notice@1' || compilation.at.lists.length > 0)
    refuse(['levels'], 'levels: stands at the top of a mapping from ship-notice@1');
  checkSegmentId(compilation, 'HL', [...path, 'levels']);
  const last = block.levels.length - 1;
  block.levels.forEach(({ each, when, optional, split }, index) => {
    const at = ['levels', index];
    if ((each === 'lines') !== (index === last))
      refuse([...at, 'level'], 'the last level, and only that, has each: lines');
    if (index === 0 && each !== undefined) refuse([...at, 'each'], 'the first level is the shipment itself');
    if (index > 0 && each === undefined)
      refuse([...at, 'level'], 'nothing says what this level is for', 'each: orders, packages or lines');
    if (when !== undefined && each !== 'packages')
      refuse([...at, 'when'], 'when: tells packages apart; orders and lines are never left out');
    if (split !== undefined && each !== 'lines')
      refuse([...at, 'split'], 'only lines are split by their lots');
    if (optional && (each === undefined || each === 'lines'))
      refuse([...at, 'optional'], 'only orders and packages can be optional');
  });
  return compilation.problems.length === before;
}

function writeTree(place: ComposePlace, levels: readonly Level[], childCodes: boolean): boolean {
  const record = place.entry;
  const { lines, faults } = linesOf(record);
  const hasPackages = levels.some(({ each }) => each === 'packages');
  const hasOrders = levels.some(({ each }) => each === 'orders');
  for (const { path, words } of hasPackages ? faults : []) tell(place, path, words);
  const next = place.draft.rows.filter(({ id }) => id === 'HL').length + 1;
  const orders = listOf(record, 'orders');
  const tree: Tree = { place, levels, childCodes, orders, next, written: new Set() };
  grow(tree, { depth: 0, lines, scope: scopeOfRecord(record), parent: '', inside: undefined });
  const left = [...(hasOrders ? orders : []), ...(hasPackages ? listOf(record, 'packages') : [])];
  for (const { entry, prefix } of left) {
    if (tree.written.has(entry)) continue;
    warnOfEmpty(place, prefix.slice(0, -1));
  }
  return true;
}

function tell(place: ComposePlace, path: string, words: string): void {
  addIssue(
    place.run,
    path,
    { action: 'hold', sensitive: false, target: 'HL' },
    { code: 'LEVEL_MISSING', words },
  );
}

function warnOfEmpty(place: ComposePlace, path: string): void {
  const words = 'No line stands in it, so it is not written.';
  addIssue(
    place.run,
    path,
    { action: 'warn', sensitive: false, target: 'HL' },
    { code: 'LEVEL_EMPTY', words },
  );
}

/** @returns whether a level was written */
function grow(tree: Tree, branch: Branch): boolean {
  const level = tree.levels[branch.depth];
  if (!level) return false;
  switch (level.each) {
    case undefined:
      return open(tree, level, { ...branch, depth: branch.depth + 1 });
    case 'lines':
      return growLines(tree, level, branch);
    default:
      return growGroups(tree, level, branch);
  }
}

function growLines(tree: Tree, level: Level, branch: Branch): boolean {
  for (const line of branch.lines) {
    const own = scopeOfEntry(line, branch.scope);
    const scopes = level.byLot ? scopesOfLots(line, own) : [own];
    for (const scope of scopes) open(tree, level, { ...branch, depth: branch.depth + 1, lines: [], scope });
  }
  return branch.lines.length > 0;
}

/** One for each lot; one that is empty for a line without lots. */
function scopesOfLots(line: Line, outer: RecordScope): RecordScope[] {
  const lots = listOf(line.entry, 'lots').map((lot) => ({ ...lot, prefix: line.prefix + lot.prefix }));
  if (lots.length > 0) return lots.map((lot) => scopeOfEntry(lot, outer));
  return [{ format: 'record', entry: {}, prefix: line.prefix, outer }];
}

/** Lines by the order, or by the outermost package still to be opened, that they stand in; in the order of that list. */
function growGroups(tree: Tree, level: Level, branch: Branch): boolean {
  const groups = new Map<Record<string, unknown>, { of: Listed; lines: Line[] }>();
  const rest: Line[] = [];
  for (const line of branch.lines) {
    const of = level.each === 'orders' ? orderOf(line, tree.orders) : packageOf(line, level, branch);
    const group = of && groups.get(of.entry);
    if (group) group.lines.push(line);
    else if (of) groups.set(of.entry, { of, lines: [line] });
    else rest.push(line);
  }
  const inOrder = [...groups.values()].sort((one, other) => one.of.index - other.of.index);
  for (const { of, lines } of inOrder) {
    tree.written.add(of.entry);
    const scope = scopeOfEntry(of, branch.scope);
    // Packages in packages become levels in levels, so this level is asked again.
    const depth = level.each === 'packages' ? branch.depth : branch.depth + 1;
    const inside = level.each === 'packages' ? of : branch.inside;
    openGroup(tree, level, { depth, lines, scope, parent: branch.parent, inside });
  }
  if (rest.length === 0) return inOrder.length > 0;
  if (!level.optional) tellLeft(tree, level, rest);
  // Nothing stands for the level that is skipped, so that `^` still finds those around it.
  const skipped: RecordScope = {
    format: 'record',
    entry: {},
    prefix: branch.scope.prefix,
    outer: branch.scope,
  };
  return grow(tree, { ...branch, depth: branch.depth + 1, lines: rest, scope: skipped });
}

function tellLeft(tree: Tree, level: Level, lines: readonly Line[]): void {
  const [field, thing] = level.each === 'orders' ? ['order.number', 'order'] : ['package', 'package'];
  for (const line of lines) {
    const words = `The line stands in no ${thing} of the notice, and level ${level.code} needs one.`;
    tell(tree.place, `${line.prefix}${field}`, words);
  }
}

/** The outermost package of the line, below those that are open, that this level is for. */
function packageOf(line: Line, level: Level, { inside, scope }: Branch): Listed | undefined {
  const from = inside === undefined ? 0 : line.packages.findIndex(({ index }) => index === inside.index) + 1;
  return line.packages.slice(from).find((one) => level.holds(scopeOfEntry(one, scope)));
}

/** A package and what is in it: first further packages of the same level, then the levels below. */
function openGroup(tree: Tree, level: Level, branch: Branch): void {
  open(tree, level, branch, () => {
    if (level.each !== 'packages') return grow(tree, branch);
    const isDeeper = (line: Line) => packageOf(line, level, branch) !== undefined;
    const deeper = branch.lines.filter(isDeeper);
    const here = branch.lines.filter((line) => !isDeeper(line));
    // A package inside stands where this one does, as far as selectors are concerned.
    const beside = { ...branch, scope: branch.scope.outer ?? branch.scope };
    const wrote = deeper.length > 0 && growGroups(tree, level, { ...beside, lines: deeper });
    return (here.length > 0 && grow(tree, { ...branch, depth: branch.depth + 1, lines: here })) || wrote;
  });
}

/** Writes HL and the segments of a level, then what stands in it. */
function open(tree: Tree, level: Level, branch: Branch, inner = () => grow(tree, branch)): boolean {
  const { place } = tree;
  const number = String(tree.next++);
  const cells = [number, branch.parent, level.code].map((text) =>
    text === '' ? undefined : { text, path: undefined },
  );
  const hl: Row = { id: 'HL', cells };
  place.draft.rows.push(hl);
  const { scope } = branch;
  level.write({ ...place, scope, entry: scope.entry, prefix: scope.prefix });
  branch.parent = number;
  const hasChildren = inner();
  if (tree.childCodes) hl.cells[3] = { text: hasChildren ? '1' : '0', path: undefined };
  return true;
}
