/**
 * Runs the tests inside mapping files of a configuration folder, from the files as they are now.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  loadMappings,
  type Mapping,
  type MappingTestResult,
  type OutboundMapping,
  runMappingTests,
  runOutboundTests,
} from '../../mapping/index.js';
import { whyUnreadable } from '../../wording/index.js';
import { outlineOf } from '../../x12/index.js';
import { isInside, type Problem, readYamlFile } from '../../yaml/index.js';
import { mappingDocuments } from './mapping-documents.js';

export interface TestedMapping {
  mapping: string;
  /** Relative to the configuration folder. */
  file: string;
  tests: (MappingTestResult & { /** Where the test stands in the file. */ line: number })[];
}

export interface TestRun {
  mappings: TestedMapping[];
  /** Of the mapping files that were asked for. */
  problems: Problem[];
  /** What was asked for and is not there. */
  unknown: string[];
}

/** @param wanted names of mappings, mapping files or folders; all when there are none */
export function runTests(root: string, wanted: readonly string[]): TestRun {
  const { mappings, outbound, problems } = loadMappings(root, outlineOf);
  const all = [...mappings.values(), ...outbound.values()];
  const files = new Set([...all.map(({ file }) => file), ...problems.map(({ file }) => file)]);
  const isFor = (one: string, { name, file }: { name?: string; file: string }) =>
    one === name || isAt(root, one, file);
  const isWanted = (one: { name?: string; file: string }) =>
    wanted.length === 0 || wanted.some((word) => isFor(word, one));
  const unknown = wanted.filter(
    (word) => ![...all, ...[...files].map((file) => ({ file }))].some((one) => isFor(word, one)),
  );
  return {
    mappings: all.filter(isWanted).map((mapping) => runOne(root, mapping)),
    problems: problems.filter(isWanted),
    unknown,
  };
}

/** Whether a path of the command line, from where it was typed or from the root, is this file or a folder around it. */
export function isAt(root: string, path: string, file: string): boolean {
  return [resolve(path), resolve(root, path)].some((place) => {
    const full = resolve(root, file);
    return place === full || isInside(place, full);
  });
}

function runOne(root: string, mapping: Mapping | OutboundMapping): TestedMapping {
  const yaml = readYamlFile(root, mapping.file);
  const results =
    'apply' in mapping
      ? runEach(mapping, (one) =>
          runMappingTests(one, (path) => mappingDocuments(one.from, bytesOf(root, path)).documents),
        )
      : runEach(mapping, (one) => runOutboundTests(one, (path) => recordOf(root, path)));
  const tests = results.map((result, index) => ({
    ...result,
    line: yaml.position(['tests', index]).line,
  }));
  return { mapping: mapping.name, file: mapping.file, tests };
}

/** One test at a time, so that an input that cannot be read fails its own test only. */
function runEach<One extends Mapping | OutboundMapping>(
  mapping: One,
  run: (mapping: One) => MappingTestResult[],
): MappingTestResult[] {
  return mapping.tests.flatMap((test) => {
    try {
      return run({ ...mapping, tests: [test] });
    } catch (error) {
      if (!(error instanceof InputFault)) throw error;
      const difference = { path: 'input', expected: test.input, found: error.message };
      return [{ name: test.name, passed: false, differences: [difference], found: {} }];
    }
  });
}

/** The input of a test cannot be read. */
class InputFault extends Error {}

function bytesOf(root: string, path: string): Buffer {
  try {
    return readFileSync(join(root, path));
  } catch (error) {
    throw new InputFault(`${path}: ${whyUnreadable(error)}`, { cause: error });
  }
}

function recordOf(root: string, path: string): Record<string, unknown> {
  const text = bytesOf(root, path).toString('utf8');
  try {
    const record: unknown = JSON.parse(text);
    if (typeof record === 'object' && record !== null && !Array.isArray(record))
      return record as Record<string, unknown>;
  } catch (error) {
    throw new InputFault(`${path}: it is no JSON`, { cause: error });
  }
  throw new InputFault(`${path}: it is no record, which is a JSON object`);
}
