/**
 * An X12 file in plain words: each segment as received, its meaning, and the issues with their place in it.
 *
 * Rows are made from the bytes, not from the sets that could be read, so what is broken or unknown is shown as well.
 * They hold document content: for people, never for logs.
 */
import {
  groupReasons,
  setReasons,
  ta1Reasons,
  segmentName,
  type InterchangeReport,
  type SetReport,
  type Verdict,
  type X12Issue,
  type X12Report,
} from '../x12/index.js';
import { explainElement } from './explain-elements.js';
import { sentenceFor } from './explain-sentences.js';
import { say } from './explain-template.js';
import { segmentTextsOf, visible, type SegmentText } from './explain-text.js';
import type { IssueCode } from '../vocabulary/index.js';

/** An issue under its segment. */
export interface ExplainedIssue {
  code: IssueCode;
  severity: 'error' | 'warning';
  words: string;
  /** Where it points to in the row's text, in characters from 0. */
  column: number;
  /** Characters to mark, at least 1. */
  width: number;
}

/** One segment, or bytes that belong to none. */
export interface ExplainedRow {
  place: 'interchange' | 'group' | 'set' | 'outside';
  /** '' outside of segments. */
  segmentId: string;
  /** Position in the set, ST is 1; absent outside sets. */
  segment?: number;
  /** Level in the HL tree, from 1; 0 outside of HL levels. */
  depth: number;
  /** Byte offset in the file. */
  offset: number;
  /** As received without its terminator; control characters are made visible. */
  text: string;
  meaning: string;
  /** Of the interchange, group or set that begins here. */
  verdict?: Verdict;
  issues: ExplainedIssue[];
}

/** What begins at a byte: its verdict and the reasons in words. */
interface Beginning {
  verdict: Verdict;
  reasons: string[];
  /** What it stands in, when that is rejected as a whole. */
  rejectedWith?: 'interchange' | 'group' | undefined;
}

/** Explains a file row by row, in file order. `bytes` are those that the report was made from. */
export function* explainX12(report: X12Report, bytes: Uint8Array): Generator<ExplainedRow> {
  const pending = new PendingIssues(report);
  const beginnings = beginningsOf(report);
  let before = 0;
  for (const [index, interchange] of report.interchanges.entries()) {
    yield* outside(bytes, { start: before, end: interchange.start }, pending.upTo(interchange.start));
    const limit = report.interchanges[index + 1]?.start ?? bytes.length;
    before = yield* interchangeRows(interchange, bytes, { limit, pending, beginnings });
  }
  yield* outside(bytes, { start: before, end: bytes.length }, pending.rest());
}

/** Returns the first byte that no row has shown. */
function* interchangeRows(
  interchange: InterchangeReport,
  bytes: Uint8Array,
  context: { limit: number; pending: PendingIssues; beginnings: Map<number, Beginning> },
): Generator<ExplainedRow, number> {
  let place: ExplainedRow['place'] = 'interchange';
  let number = 0;
  let version = '';
  let set = '';
  let shown = interchange.start;
  const levels = new LevelDepths();
  for (const segment of segmentTextsOf(interchange, bytes, context.limit)) {
    const id = segment.elements[0] ?? '';
    place = placeOf(id, place);
    number = id === 'ST' ? 1 : number + 1;
    if (id === 'ST') set = segment.elements[1] ?? '';
    if (id === 'GS') version = segment.elements[8] ?? '';
    shown = Math.min(segment.end + 1, context.limit);
    const beginning = context.beginnings.get(segment.start);
    yield {
      place,
      segmentId: id,
      ...(place === 'set' ? { segment: number } : {}),
      depth: levels.depthOf(segment.elements),
      offset: segment.start,
      text: segment.text,
      meaning: meaningOf(segment.elements, { version, set }) + verdictWords(beginning),
      ...(beginning === undefined ? {} : { verdict: beginning.verdict }),
      issues: context.pending.within(segment),
    };
    if (id === 'SE') place = 'group';
  }
  return shown;
}

/** Where in the HL tree the segments of a set stand: below the last HL. */
class LevelDepths {
  /** Depths by HL01. */
  readonly #levels = new Map<string, number>();
  #depth = 0;

  depthOf([id = '', number = '', parent = '']: readonly string[]): number {
    if (id === 'ST') this.#levels.clear();
    if (outsideLevels.has(id)) this.#depth = 0;
    if (id === 'HL') {
      this.#depth = 1 + (this.#levels.get(parent) ?? 0);
      this.#levels.set(number, this.#depth);
    }
    return this.#depth;
  }
}

/** What ends the tree: the totals and the envelope. */
const outsideLevels: ReadonlySet<string> = new Set(['ISA', 'GS', 'ST', 'CTT', 'SE', 'GE', 'IEA']);

/** SE and GE still belong to what they end. */
function placeOf(id: string, before: ExplainedRow['place']): ExplainedRow['place'] {
  if (id === 'ISA' || id === 'IEA' || id === 'TA1') return 'interchange';
  if (id === 'GS' || id === 'GE') return 'group';
  return id === 'ST' ? 'set' : before;
}

/** Bytes between and around interchanges, unless they are blank. */
function* outside(
  bytes: Uint8Array,
  { start, end }: { start: number; end: number },
  issues: ExplainedIssue[],
): Generator<ExplainedRow> {
  const shown = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + outsideBytesShown)));
  if (shown.replace(/[\s\0\x1a\u00ef\u00bb\u00bf]/g, '') === '' && issues.length === 0) return;
  const more = end - start > outsideBytesShown ? `, of which the first ${outsideBytesShown} are shown` : '';
  const size =
    end === start ? 'Nothing stands here' : `${end - start} bytes outside of any interchange${more}`;
  const meaning = bytes.length === 0 ? 'The file is empty' : size;
  yield { place: 'outside', segmentId: '', depth: 0, offset: start, text: visible(shown), meaning, issues };
}

const outsideBytesShown = 200;

/** The sentence, then whatever it did not use by name; a segment without a sentence by names alone. */
function meaningOf(elements: readonly string[], { version, set }: { version: string; set: string }): string {
  const id = elements[0] ?? '';
  if (elements.length === 1 && id === '') return 'An empty segment';
  const shaped = /^[A-Z][A-Z0-9]{1,2}$/.test(id);
  const sentence = shaped ? sentenceFor(id, set) : undefined;
  const said = sentence === undefined ? undefined : say(sentence, elements);
  const rest: string[] = [];
  for (let element = 1; element < elements.length; element += 1) {
    const value = elements[element] ?? '';
    if (value === '' || said?.used.has(element)) continue;
    rest.push(shaped ? explainElement(version, { id, element, value }) : `element ${element} ${value}`);
  }
  const name = shaped ? segmentName(id) : undefined;
  const start =
    said?.text ?? (name === undefined ? `Segment "${id}", which no guide of ours names` : capital(name));
  return [said === undefined && rest.length > 0 ? `${start}: ${rest.shift()}` : start, ...rest].join('; ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function verdictWords(beginning: Beginning | undefined): string {
  if (beginning === undefined) return '';
  if (beginning.rejectedWith !== undefined && beginning.verdict !== 'rejected') {
    return `. Sound in itself, but its ${beginning.rejectedWith} is rejected`;
  }
  const verdict = capital(beginning.verdict.replaceAll('-', ' '));
  return `. ${[verdict, beginning.reasons.join('; ')].filter((part) => part !== '').join(': ')}`;
}

function beginningsOf(report: X12Report): Map<number, Beginning> {
  const beginnings = new Map<number, Beginning>();
  for (const { start, verdict, ta1, groups } of report.interchanges) {
    const reasons = ta1.code === '000' ? insideWords(verdict) : inWords([ta1.code], ta1Reasons);
    beginnings.set(start, { verdict, reasons });
    const lost = verdict === 'rejected' ? 'interchange' : undefined;
    for (const group of groups) {
      beginnings.set(group.start, {
        verdict: group.verdict,
        reasons: group.codes.length === 0 ? insideWords(group.verdict) : inWords(group.codes, groupReasons),
        rejectedWith: lost,
      });
      const groupLost = group.verdict === 'rejected' ? 'group' : lost;
      for (const set of group.sets)
        beginnings.set(set.start, { ...setBeginning(set), rejectedWith: groupLost });
    }
  }
  return beginnings;
}

/** Why a whole is rejected that has no fault of its own. */
function insideWords(verdict: Verdict): string[] {
  if (verdict === 'rejected') return ['nothing in it is accepted'];
  return verdict === 'partially-accepted' ? ['some of what is in it is rejected'] : [];
}

function setBeginning({ verdict, codes, issues, issueCount }: SetReport): Beginning {
  const reasons = inWords(codes, setReasons);
  const unseen = issueCount - issues.length;
  return { verdict, reasons: unseen > 0 ? [...reasons, `${unseen} more issues are not shown`] : reasons };
}

function inWords(codes: readonly string[], words: Readonly<Record<string, string>>): string[] {
  return codes.map((code) => words[code] ?? `code ${code}`);
}

/** All issues of a file by offset, handed out as the rows pass by. */
class PendingIssues {
  readonly #issues: X12Issue[];
  #next = 0;

  constructor(report: X12Report) {
    const inside = report.interchanges.flatMap((interchange) => [
      ...interchange.issues,
      ...interchange.groups.flatMap((group) => [...group.issues, ...group.sets.flatMap((set) => set.issues)]),
    ]);
    this.#issues = [...report.issues, ...inside].sort((one, other) => one.offset - other.offset);
  }

  within(segment: SegmentText): ExplainedIssue[] {
    const issues = this.#take(segment.end);
    return issues.map(({ code, severity, words, offset, length }) => {
      const column = segment.columnOf(offset);
      const width = Math.max(1, segment.columnOf(offset + length) - column);
      return { code, severity, words, column, width };
    });
  }

  /** Issues before an offset, which lie in no segment. */
  upTo(end: number): ExplainedIssue[] {
    return this.#take(end - 1).map(({ code, severity, words }) => ({
      code,
      severity,
      words,
      column: 0,
      width: 1,
    }));
  }

  /** Everything that was not handed out. */
  rest(): ExplainedIssue[] {
    return this.upTo(Number.POSITIVE_INFINITY);
  }

  /** An issue at the very end counts as inside: something missing is reported there. */
  #take(end: number): X12Issue[] {
    const from = this.#next;
    while (this.#next < this.#issues.length && this.#issues[this.#next]!.offset <= end) this.#next += 1;
    return this.#issues.slice(from, this.#next);
  }
}
