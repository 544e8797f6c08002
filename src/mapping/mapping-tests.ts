/**
 * Runs the tests that stand in a mapping file. Only what a test names is compared.
 */
import { posix } from 'node:path';
import type { Document } from '../formats/index.js';
import type { Mapping, MappingIssue, MappingResult } from './mapping.js';
import type { MappingTest } from './mapping-file.js';
import { readAt } from './record-path.js';

export interface MappingTestResult {
  name: string;
  passed: boolean;
  /** One line for each difference. */
  differences: string[];
}

/** @param read the documents of an input file, given relative to the configuration folder; throws when there is none */
export function runMappingTests(
  mapping: Mapping,
  read: (path: string) => readonly Document[],
): MappingTestResult[] {
  return mapping.tests.map((test) => {
    const differences = runTest(mapping, test, read);
    return { name: test.name, passed: differences.length === 0, differences };
  });
}

function runTest(mapping: Mapping, test: MappingTest, read: (path: string) => readonly Document[]): string[] {
  const input = posix.join(posix.dirname(mapping.file), test.input);
  const documents = read(input);
  const document = documents[test.document - 1];
  if (!document) return [`${input} has ${documents.length} documents, not ${test.document}`];
  const { partner, today } = test;
  const result = mapping.apply(document, today === undefined ? { partner } : { partner, today });
  return Object.entries(test.expect).flatMap(([path, expected]) =>
    path === 'issues'
      ? compareIssues(result, expected)
      : compareValue(path, readAt(result.record, path), expected),
  );
}

/** Lists and maps are compared as a whole; `~` says that there is nothing. */
function compareValue(path: string, found: unknown, expected: unknown): string[] {
  const [is, should] = [asText(found), asText(expected)];
  return is === should ? [] : [`${path} is ${is}, not ${should}`];
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'object' ? JSON.stringify(value) : JSON.stringify(String(value));
}

function compareIssues(result: MappingResult, expected: unknown): string[] {
  const wanted = Array.isArray(expected) ? expected : [];
  if (result.issues.length !== wanted.length) {
    const found = result.issues.map((issue) => `${issue.code} at ${placeOf(issue)}`).join(', ') || 'none';
    return [`there are ${result.issues.length} issues (${found}), not ${wanted.length}`];
  }
  return wanted.flatMap((each: unknown, index) => compareIssue(result.issues[index], each, index));
}

function compareIssue(issue: MappingIssue | undefined, expected: unknown, index: number): string[] {
  if (!issue || typeof expected !== 'object' || expected === null) return [];
  const found: Record<string, unknown> = { ...issue, at: placeOf(issue) };
  return Object.entries(expected).flatMap(([key, value]) =>
    compareValue(`issues.${index}.${key}`, found[key], value),
  );
}

/** "IT103", or the column of a CSV file. */
function placeOf({ origin }: MappingIssue): string {
  if (!origin) return 'the document';
  if (origin.column !== undefined) return origin.column;
  const element = origin.element === undefined ? '' : String(origin.element).padStart(2, '0');
  return `${origin.segmentId ?? ''}${element}`;
}
