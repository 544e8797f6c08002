/**
 * A mapping file to a pure function: everything that can be checked is checked here, once, with its place in the file.
 *
 * Problems have codes MAP100 to MAP199; docs/reference/mapping-files.md explains the format.
 */
import { setImmediate } from 'node:timers/promises';
import {
  businessKeyOf,
  isRecordKind,
  type Origin,
  recordKinds,
  suspectIdentifiers,
} from '../canonical/index.js';
import type { Document } from '../formats/index.js';
import { hasErrors, type Problem } from '../yaml/index.js';
import {
  addProblem,
  type Compilation,
  type MappingSource,
  suggestion,
  type Mapping,
  type MappingContext,
  type MappingIssue,
  type MappingResult,
  mappingFile,
  type MappingFile,
  crosswalkUses,
  type FolderReading,
  loadCrosswalks,
  hashOf,
  readSource,
} from './file/index.js';
import { compileFields, type Fill, openIncoming } from './inbound/index.js';
import { compileOutbound, type FindOutline, type OutboundMapping } from './outbound/index.js';
import { documentOperands, compileRules, type Rule } from './rules/index.js';
import { checkReach, x12Selectors } from './selectors/index.js';
import {
  type Condition,
  compileCondition,
  addIssue,
  isLong,
  mergeIssues,
  type Run,
  type Turns,
} from './values/index.js';

export interface CompileEnvironment extends FolderReading {
  /** The guides: for mappings that write X12, and to tell selectors that can never find anything. */
  outlines?: FindOutline;
}

/** @returns no mapping when a problem is an error, or when the file is only a base; `outbound` for one that writes documents */
export function compileMapping(
  source: { file: string; text: string },
  environment: CompileEnvironment,
): { mapping?: Mapping; outbound?: OutboundMapping; problems: Problem[] } {
  const texts = [source.text];
  const readText = (path: string): string | undefined => {
    const text = environment.readText(path);
    if (text !== undefined) texts.push(text);
    return text;
  };
  const read = readSource(source, readText);
  if (!read.source) return { problems: read.problems };
  if (read.goesOut) {
    const outlines = environment.outlines ?? (() => undefined);
    return compileOutbound(read.source, { ...environment, file: source.file, texts, readText, outlines });
  }
  const file = mappingFile.parse(read.source.value);
  if (file.status === 'base') return { problems: read.problems };
  const opened = openCompilation(read.source, file, { ...environment, readText });
  if (!opened.compilation) return { problems: [...read.problems, ...opened.problems] };
  const { compilation, from } = opened;
  const top = compileTop(compilation, file);
  const outline = from.format === 'x12' ? environment.outlines?.(from.version, from.set) : undefined;
  if (outline) checkReach(compilation, outline);
  const problems = [...read.problems, ...compilation.problems];
  if (!top || hasErrors(problems)) return { problems };
  const mapping: Mapping = {
    name: top.map,
    version: top.version,
    status: top.status,
    title: file.title ?? top.map,
    file: source.file,
    hash: hashOf(texts),
    from,
    to: compilation.kind,
    sensitive: [...compilation.sensitive],
    tests: file.tests ?? [],
    crosswalks: crosswalkUses(file.crosswalks),
    ...compileApply(compilation, top),
  };
  return { mapping, problems };
}

type Opened =
  | { compilation: Compilation; from: Mapping['from']; problems?: never }
  | { compilation?: never; problems: Problem[] };

function openCompilation(source: MappingSource, file: MappingFile, reading: FolderReading): Opened {
  const problems: Problem[] = [];
  const bare = { source, problems, sensitive: new Set<string>(), mapped: new Set<string>() };
  const start: Compilation = {
    ...bare,
    kind: 'invoice@1',
    format: 'x12',
    selectors: x12Selectors,
    crosswalks: new Map(),
  };
  const from = openIncoming(start, file);
  const kind = file.to ?? '';
  if (!isRecordKind(kind)) {
    const help = suggestion(kind, recordKinds, `one of ${recordKinds.join(', ')}`);
    const message = file.to === undefined ? 'missing key "to"' : `"${kind}" is no kind of record`;
    addProblem(start, ['to'], { code: 'MAP109', message, help });
  }
  if (!from || !isRecordKind(kind)) return { problems };
  const crosswalks = loadCrosswalks(start, file.crosswalks ?? {}, { ...reading, direction: 'in' });
  return {
    compilation: { ...bare, kind, format: from.format, selectors: from.selectors, crosswalks },
    from: from.described,
  };
}

interface Top {
  map: string;
  version: number;
  status: string;
  fill: Fill;
  rules: Rule[];
  /** Whether the document says that it is a test. */
  isTest: Condition;
}

function compileTop(compilation: Compilation, file: MappingFile): Top | undefined {
  for (const key of ['map', 'version', 'status', 'fields'] as const) {
    if (file[key] === undefined)
      addProblem(compilation, [], { code: 'MAP101', message: `missing key "${key}"` });
  }
  const block = { fields: file.fields ?? {}, fixed: file.fixed ?? {}, path: [], above: '', sparse: false };
  const fill = compileFields(compilation, block);
  const filled = new Set([...Object.keys(block.fields), ...Object.keys(block.fixed)]);
  const rules = compileRules(compilation, file.rules, documentOperands(compilation, filled));
  if (file.map === undefined || file.version === undefined || file.status === undefined) return undefined;
  const isTest = compileTestMark(compilation, file.from?.['test']);
  return { map: file.map, version: file.version, status: file.status, fill, rules, isTest };
}

function compileTestMark(compilation: Compilation, written: unknown): Condition {
  return written === undefined ? () => false : compileCondition(compilation, written, ['from', 'test']);
}

function compileApply(compilation: Compilation, top: Top): Pick<Mapping, 'apply' | 'applyInTurns'> {
  const turnsOf = compileTurns(compilation, top);
  return {
    apply: (document, context) => {
      const turns = turnsOf(document, context);
      for (;;) {
        const turn = turns.next();
        if (turn.done === true) return turn.value;
      }
    },
    applyInTurns: async (document, context) => {
      const turns = turnsOf(document, context);
      for (;;) {
        const turn = turns.next();
        if (turn.done === true) return turn.value;
        await setImmediate();
      }
    },
  };
}

function compileTurns(
  compilation: Compilation,
  top: Top,
): (document: Document, context: MappingContext) => Turns<MappingResult> {
  const { kind, selectors } = compilation;
  return function* (document, context) {
    const origins: Record<string, Origin> = {};
    const issues: MappingIssue[] = [];
    const { partner, today: day } = context;
    const run: Run = { partner, day, origins, issues, failed: new Set(), entries: 0 };
    const record: Record<string, unknown> = { record: kind, partner: context.partner };
    const place = { scope: selectors.root(document), run, entry: record, prefix: '' };
    yield* top.fill(place);
    for (const rule of top.rules) {
      if (isLong(run)) yield;
      const issue = rule(place);
      if (issue) issues.push(issue);
    }
    if (top.isTest(place.scope)) issues.push(testDocument);
    if (isLong(run)) yield;
    warnOfCheckDigits(record, run);
    return { record, origins, issues: mergeIssues(issues), businessKey: businessKeyOf(kind, record) };
  };
}

const testDocument: MappingIssue = {
  code: 'TEST_DOCUMENT',
  action: 'hold',
  words: 'The document says that it is a test, so it is not delivered.',
};

/** A wrong check digit is no reason to hold a document: both sides may have used the number for years. */
function warnOfCheckDigits(record: Record<string, unknown>, run: Run): void {
  for (const { path, kind } of suspectIdentifiers(record)) {
    const words = `${path.replace(/\.\d+\./g, '.')} is no ${kind.toUpperCase()}: its length or its check digit is wrong.`;
    // Its value is in the record, where it is masked if it must be.
    addIssue(
      run,
      path,
      { action: 'warn', sensitive: true },
      { code: 'CHECK_DIGIT_WRONG', words, place: run.origins[path] },
    );
  }
}
