/**
 * The file of a mapping that writes, to a pure function from a record to a document.
 *
 * What the guide of the set says is handed in; a set that it has no room for is refused here, not when an order waits.
 */
import { businessKeyOf, isRecordKind, type RecordKind, recordKinds } from '../../canonical/index.js';
import type { OutboundElement, OutboundSegment, SetOutline } from '../../x12/index.js';
import { hasErrors, type Problem } from '../../yaml/index.js';
import {
  addProblem,
  checkPart,
  type MappingSource,
  suggestion,
  crosswalkUses,
  type FolderReading,
  loadCrosswalks,
  type MappingIssue,
  hashOf,
  csvTo,
  type OutboundFile,
  outboundFile,
  x12To,
  xmlTo,
} from '../file/index.js';
import { compileRules, type Rule } from '../rules/index.js';
import { recordSelectors, scopeOfRecord } from '../selectors/index.js';
import { mergeIssues, type Run } from '../values/index.js';
import { blocksKey, compileBlocks } from './blocks.js';
import { checkCsvTarget, writeCsvRows } from './csv-row.js';
import type { Cell, ComposePlace, Draft, OutboundCompilation, Row, Write, Written } from './draft.js';
import type { ComposedDocument, ComposeResult, OutboundMapping, OutboundTarget } from './outbound-mapping.js';
import { writtenOperands } from './written-operands.js';
import { writeXmlNodes } from './xml-element.js';

/** @returns undefined for a set without a guide */
export type FindOutline = (version: string, set: string) => SetOutline | undefined;

export interface OutboundReading extends FolderReading {
  /** As shown to people. */
  file: string;
  /** Texts that the mapping is made of, growing as they are read. */
  texts: readonly string[];
  outlines: FindOutline;
}

export function compileOutbound(
  source: MappingSource,
  reading: OutboundReading,
): { outbound?: OutboundMapping; problems: Problem[] } {
  const file = outboundFile.parse(source.value);
  if (file.status === 'base') return { problems: [] };
  const opened = openCompilation(source, file, reading);
  const { compilation, to } = opened;
  const blocks = blocksKey[to?.format ?? 'x12'];
  for (const key of ['map', 'version', 'status', ...(to ? [blocks] : [])] as const) {
    if (file[key] === undefined)
      addProblem(compilation, [], { code: 'MAP101', message: `missing key "${key}"` });
  }
  for (const key of Object.values(blocksKey)) {
    if (!to || key === blocks || file[key] === undefined) continue;
    const message = `${key}: does not go with format: ${to.format}`;
    addProblem(compilation, [key], { code: 'MAP107', message, help: `write ${blocks}:`, target: 'key' });
  }
  if (!to || !opened.kindIsKnown) return { problems: compilation.problems };
  const write = compileBlocks(compilation, [blocks]);
  checkOrder(compilation);
  const rules = compileRules(compilation, file.rules, writtenOperands(compilation));
  const { map, version, status, tests = [] } = file;
  const { problems } = compilation;
  if (map === undefined || version === undefined || status === undefined || hasErrors(problems))
    return { problems };
  const outbound: OutboundMapping = {
    name: map,
    version,
    status,
    title: file.title ?? map,
    file: reading.file,
    hash: hashOf(reading.texts),
    from: compilation.kind,
    to,
    sensitive: [...compilation.sensitive],
    tests,
    crosswalks: crosswalkUses(file.crosswalks),
    compose: compileCompose(compilation.kind, to, { write, rules }),
  };
  return { outbound, problems };
}

interface Opened {
  compilation: OutboundCompilation;
  to: OutboundTarget | undefined;
  kindIsKnown: boolean;
}

function openCompilation(source: MappingSource, file: OutboundFile, reading: OutboundReading): Opened {
  const written = file.from ?? '';
  const kindIsKnown = isRecordKind(written);
  const kind: RecordKind = isRecordKind(written) ? written : 'purchase-order@1';
  const at = { kind, lists: [] };
  const start: OutboundCompilation = {
    source,
    problems: [],
    sensitive: new Set<string>(),
    mapped: new Set<string>(),
    kind,
    format: 'record',
    at,
    order: [],
    masked: new Set<string>(),
    to: undefined,
    outline: undefined,
    selectors: recordSelectors(at),
    crosswalks: new Map(),
  };
  if (!kindIsKnown) {
    const help = suggestion(written, recordKinds, `one of ${recordKinds.join(', ')}`);
    const message = file.from === undefined ? 'missing key "from"' : `"${written}" is no kind of record`;
    addProblem(start, ['from'], { code: 'MAP109', message, help });
  }
  const { to, outline } = openTarget(start, file, reading.outlines);
  const crosswalks = loadCrosswalks(start, file.crosswalks ?? {}, { ...reading, direction: 'out' });
  return { compilation: { ...start, to, outline, crosswalks }, to, kindIsKnown };
}

function openTarget(
  compilation: OutboundCompilation,
  file: OutboundFile,
  outlines: FindOutline,
): { to?: OutboundTarget | undefined; outline: SetOutline | undefined } {
  const none = { outline: undefined };
  switch (file.to?.['format']) {
    case 'x12':
      return openX12(compilation, outlines);
    case 'csv': {
      const to = checkPart(compilation, ['to'], csvTo);
      if (to) checkCsvTarget(compilation, to);
      return { ...none, to };
    }
    case 'xml':
      return { ...none, to: checkPart(compilation, ['to'], xmlTo) };
    default: {
      const message = file.to === undefined ? 'missing key "to"' : 'to: needs a format';
      addProblem(compilation, ['to'], { code: 'MAP101', message, help: 'format: x12, csv or xml' });
      return none;
    }
  }
}

function openX12(compilation: OutboundCompilation, outlines: FindOutline) {
  const to = checkPart(compilation, ['to'], x12To);
  const outline = to && outlines(to.version, to.set);
  if (to && outline) return { to, outline };
  if (to) {
    const message = `there is no guide for x12/${to.set}/${to.version}, so nothing can be written after it`;
    addProblem(compilation, ['to'], { code: 'MAP117', message });
  }
  return { outline: undefined };
}

/** Segments where the guide has no room for them, each told once. */
function checkOrder(compilation: OutboundCompilation): void {
  const { outline, order } = compilation;
  if (!outline) return;
  const told = new Set<string>();
  for (const position of outline.misplaced(order.map(({ id }) => id))) {
    const { id, path } = order[position]!;
    if (told.has(path.join('.'))) continue;
    told.add(path.join('.'));
    const message = `${id} cannot stand here in x12/${outline.set}/${outline.version}`;
    const help =
      'write the segments in the order of the guide; what belongs to a loop follows its first segment';
    addProblem(compilation, path, { code: 'MAP118', message, help });
  }
}

function compileCompose(
  kind: RecordKind,
  to: OutboundTarget,
  { write, rules }: { write: Write; rules: readonly Rule<ComposePlace>[] },
): OutboundMapping['compose'] {
  return (record, context): ComposeResult => {
    const issues: MappingIssue[] = [];
    const run: Run = {
      partner: context.partner,
      day: context.today,
      origins: {},
      issues,
      failed: new Set(),
      entries: 0,
    };
    const draft: Draft = { context, rows: [], nodes: [] };
    const place: ComposePlace = { scope: scopeOfRecord(record), run, entry: record, prefix: '', draft };
    write(place);
    for (const rule of rules) {
      const issue = rule(place);
      if (issue) issues.push(issue);
    }
    const origins: Record<string, string> = {};
    return {
      document: documentOf(draft, to, origins),
      issues: mergeIssues(issues),
      origins,
      businessKey: businessKeyOf(kind, record),
    };
  };
}

function documentOf(draft: Draft, to: OutboundTarget, origins: Record<string, string>): ComposedDocument {
  if (to.format === 'csv') return writeCsvRows(draft.rows, to, origins);
  if (to.format === 'xml') return writeXmlNodes(draft.nodes, to);
  const segments = draft.rows.map((row, index) => segmentOf(row, index + 2, origins));
  return { format: 'x12', set: to.set, version: to.version, segments };
}

/** @param number position in the set, where ST is 1 */
function segmentOf({ id, cells }: Row, number: number, origins: Record<string, string>): OutboundSegment {
  const note = (at: string, path: string | undefined) => {
    if (path !== undefined) origins[`${number}.${at}`] = path;
  };
  const componentsOf = (value: readonly (Written | undefined)[], element: number): string[] =>
    Array.from(value, (component, at) => {
      note(`${element}-${at + 1}`, component?.path);
      return component?.text ?? '';
    });
  const elements = Array.from(cells, (cell: Cell, index): OutboundElement => {
    if (cell === undefined) return '';
    if ('repeats' in cell)
      // Entries without a value leave no gap.
      return cell.repeats.flatMap((one) =>
        one ? [componentsOf('text' in one ? [one] : one, index + 1)] : [],
      );
    if (!('text' in cell)) return componentsOf(cell, index + 1);
    note(String(index + 1), cell.path);
    return cell.text;
  });
  const last = elements.findLastIndex((element) => element !== '');
  return [id, ...elements.slice(0, last + 1)];
}
