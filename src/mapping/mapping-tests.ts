/**
 * Runs the tests that stand in a mapping file, of mappings that read and of those that write. Only what a test names is
 * compared.
 */
import { posix } from 'node:path';
import { defined } from '../defined.js';
import type { Document } from '../formats/index.js';
import type { OutboundElement, OutboundSegment } from '../x12/index.js';
import { type Mapping, type MappingIssue, readAt } from './file/index.js';
import type { OutboundMapping } from './outbound/index.js';

/** What a test expects at one place, and what is there. */
export interface Difference {
  /** As named under `expect:`, down to the value: `issues.0.code`. */
  path: string;
  /** As text of one line; "nothing" where there is nothing. */
  expected: string;
  found: string;
}

export interface MappingTestResult {
  name: string;
  passed: boolean;
  differences: Difference[];
  /** What stands now at everything that the test names: the new expectation, should this be right. */
  found: Record<string, unknown>;
}

/** @param read the documents of an input file, given relative to the configuration folder; throws when there is none */
export function runMappingTests(
  mapping: Mapping,
  read: (path: string) => readonly Document[],
): MappingTestResult[] {
  return mapping.tests.map(({ name, input, document: number, partner, today, expect }) => {
    const path = inputPath(mapping.file, input);
    const documents = read(path);
    const document = documents[number - 1];
    if (!document) return withoutDocument(name, path, { number, count: documents.length });
    const { record, issues } = mapping.apply(
      document,
      today === undefined ? { partner } : { partner, today },
    );
    return compare(name, expect, { issues, readAt: (at) => readAt(record, at) });
  });
}

/** @param read the record of an input file, given relative to the configuration folder; throws when there is none */
export function runOutboundTests(
  mapping: OutboundMapping,
  read: (path: string) => Readonly<Record<string, unknown>>,
): MappingTestResult[] {
  return mapping.tests.map(({ name, input, partner, today, time, expect }) => {
    const record = read(inputPath(mapping.file, input));
    const context = { ...defined({ today, time }) };
    const { document, issues } = mapping.compose(record, { partner, ...context });
    const written: unknown =
      document.format === 'x12' ? { segments: document.segments.map(segmentText) } : document;
    return compare(name, expect, { issues, readAt: (at) => readAt(written, at) });
  });
}

/** Where the input of a test is, from the configuration folder. */
export function inputPath(file: string, input: string): string {
  return posix.join(posix.dirname(file), input);
}

/** A segment as tests write it: `N1*BY*St Mary*UL*0860001234507`, components behind `>`, repetitions behind `^`. */
export function segmentText([id, ...elements]: OutboundSegment): string {
  return [id, ...elements.map(elementText)].join('*');
}

function elementText(element: OutboundElement): string {
  if (typeof element === 'string') return element;
  return element
    .map((part) => (typeof part === 'string' ? part : part.join('>')))
    .join(element.some((part) => typeof part !== 'string') ? '^' : '>');
}

interface Outcome {
  issues: readonly MappingIssue[];
  readAt(path: string): unknown;
}

function compare(name: string, expect: Record<string, unknown>, outcome: Outcome): MappingTestResult {
  const found: Record<string, unknown> = {};
  const differences = Object.entries(expect).flatMap(([path, expected]) => {
    if (path === 'issues') {
      found[path] = issuesFound(outcome.issues, expected);
      return compareIssues(outcome.issues, expected);
    }
    const value = outcome.readAt(path);
    found[path] = value ?? null;
    return compareValue(path, value, expected);
  });
  return { name, passed: differences.length === 0, differences, found };
}

function withoutDocument(
  name: string,
  path: string,
  { number, count }: { number: number; count: number },
): MappingTestResult {
  const difference = { path: 'document', expected: String(number), found: `${path} has ${count} documents` };
  return { name, passed: false, differences: [difference], found: {} };
}

/** Lists and maps are compared as a whole; `~` says that there is nothing. Of lists of plain words each is told by itself. */
function compareValue(path: string, found: unknown, expected: unknown): Difference[] {
  if (isWords(found) && isWords(expected)) return compareWords(path, found, expected);
  const [is, should] = [asText(found), asText(expected)];
  return is === should ? [] : [{ path, expected: should, found: is }];
}

function compareWords(path: string, found: readonly unknown[], expected: readonly unknown[]): Difference[] {
  const longer = Array.from({ length: Math.max(found.length, expected.length) }, (_, index) => index);
  return longer.flatMap((index) => {
    const [is, should] = [asText(found[index]), asText(expected[index])];
    return is === should ? [] : [{ path: `${path}.${index}`, expected: should, found: is }];
  });
}

function isWords(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.every((one) => typeof one !== 'object');
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'object' ? JSON.stringify(value) : JSON.stringify(String(value));
}

function compareIssues(issues: readonly MappingIssue[], expected: unknown): Difference[] {
  const wanted: unknown[] = Array.isArray(expected) ? expected : [];
  if (issues.length !== wanted.length) {
    const found = issues.map((issue) => `${issue.code} at ${placeOf(issue)}`).join(', ');
    const words = found === '' ? 'no issue' : `${counted(issues.length)}: ${found}`;
    return [
      { path: 'issues', expected: wanted.length === 0 ? 'no issue' : counted(wanted.length), found: words },
    ];
  }
  return wanted.flatMap((each, index) => compareIssue(issues[index], each, index));
}

function counted(issues: number): string {
  return issues === 1 ? '1 issue' : `${issues} issues`;
}

function compareIssue(issue: MappingIssue | undefined, expected: unknown, index: number): Difference[] {
  if (!issue || typeof expected !== 'object' || expected === null) return [];
  const facts = factsOf(issue);
  return Object.entries(expected).flatMap(([key, value]) =>
    compareValue(`issues.${index}.${key}`, facts[key], value),
  );
}

/** The issues with the keys that the test names of each; of one that it does not know, what tells it apart. */
function issuesFound(issues: readonly MappingIssue[], expected: unknown): unknown[] {
  const wanted: unknown[] = Array.isArray(expected) ? expected : [];
  return issues.map((issue, index) => {
    const facts = factsOf(issue);
    const before = wanted[index];
    const named = typeof before === 'object' && before !== null ? Object.keys(before) : [];
    const keys =
      named.length > 0 ? named : ['code', ...(issue.rule === undefined ? ['at'] : ['rule']), 'action'];
    return Object.fromEntries(keys.map((key) => [key, facts[key] ?? null]));
  });
}

function factsOf(issue: MappingIssue): Record<string, unknown> {
  return { ...issue, at: placeOf(issue) };
}

/** "IT103", the column of a CSV file, the path in an XML file, or the element that stays empty. */
function placeOf({ origin, target }: MappingIssue): string {
  if (!origin) return target ?? 'the document';
  if (origin.column !== undefined) return origin.column;
  if (origin.path !== undefined) return origin.path;
  const element = origin.element === undefined ? '' : String(origin.element).padStart(2, '0');
  return `${origin.segmentId ?? ''}${element}`;
}
