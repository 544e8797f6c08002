/**
 * A configuration file against its Zod schema: every issue becomes a problem with a place and, if it can, a suggestion.
 *
 * A file that could not be read is not checked further: its shape is not what its author meant.
 */
import type { core, ZodType } from 'zod';
import { eitherWords, issueWords, orList, shownWords, typeName } from './issue-words.js';
import { nearest } from './nearest.js';
import { problemAt } from './problem-at.js';
import { hasErrors, type Problem, type YamlPath } from './problem.js';
import { problemsPerFileMax, type YamlFile } from './read-yaml.js';
import type { ProblemCode } from '../vocabulary/index.js';

export interface CheckOptions {
  /** Check only what stands at this path; the whole file when absent. */
  at?: YamlPath;
  /** Keys of that map that another schema checks: left out here, but suggested for misspelt ones. */
  checkedElsewhere?: readonly string[];
}

/** @returns the schema's output when there is no problem; the problems of reading the file are among the problems */
export function checkAgainst<T>(
  yaml: YamlFile,
  schema: ZodType<T>,
  options: CheckOptions = {},
): { value?: T; problems: Problem[] } {
  if (hasErrors(yaml.problems)) return { problems: [...yaml.problems] };
  const at = options.at ?? [];
  if (yaml.value === null) return { problems: [...yaml.problems, missing(yaml, [])] };
  const elsewhere = options.checkedElsewhere ?? [];
  const result = schema.safeParse(withoutKeys(valueAt(yaml.value, at), elsewhere), {
    error: issueWords,
    reportInput: true,
  });
  if (result.success) return { value: result.data, problems: [...yaml.problems] };
  const problems = result.error.issues.flatMap((issue) => problemsOf(yaml, at, issue, elsewhere));
  const ordered = withoutEchoes(problems).sort((one, other) => one.line - other.line || one.col - other.col);
  return { problems: [...yaml.problems, ...ordered].slice(0, problemsPerFileMax) };
}

/** What stands at a path of a plain value; undefined when there is nothing. */
export function valueAt(value: unknown, path: YamlPath): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}

function withoutKeys(value: unknown, keys: readonly string[]): unknown {
  if (keys.length === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

type Issue = core.$ZodIssue;

function problemsOf(
  yaml: YamlFile,
  above: YamlPath,
  issue: Issue,
  elsewhere: readonly string[] = [],
): Problem[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  if (issue.code === 'unrecognized_keys') {
    return unknownKeys(yaml, path, issue, issue.path.length === 0 ? elsewhere : []);
  }
  if (issue.code === 'invalid_union') return unionProblems(yaml, path, issue);
  if (issue.code === 'invalid_key') return [keyProblem(yaml, path, issue)];
  if (issue.message === '') return [missing(yaml, path)];
  const [message, help] = lines(issue.message);
  const suggestion = issue.code === 'invalid_value' ? suggestValue(issue.values, issue.input) : undefined;
  return [problemAt(yaml, path, { code: codeOf(issue), message, help: suggestion ?? help })];
}

function codeOf(issue: Issue): ProblemCode {
  return issue.code === 'invalid_type' ? 'VALUE_TYPE' : 'VALUE_INVALID';
}

function lines(message: string): [string, string | undefined] {
  const [first = '', ...rest] = message.split('\n');
  return [first, rest.length === 0 ? undefined : rest.join(' ')];
}

function unknownKeys(
  yaml: YamlFile,
  path: YamlPath,
  issue: core.$ZodIssueUnrecognizedKeys,
  elsewhere: readonly string[],
): Problem[] {
  const own = (lines(issue.message)[1] ?? '').split(', ').filter((word) => word !== '');
  const known = [...own, ...elsewhere];
  const present = Object.keys((valueAt(yaml.value, path) as object | undefined) ?? {});
  return issue.keys.map((key) => {
    const free = known.filter((word) => !present.includes(word));
    const suggestion = nearest(key, free);
    const help =
      suggestion === undefined ? `known keys: ${shownWords(known)}` : `did you mean "${suggestion}"?`;
    return problemAt(yaml, [...path, key], {
      code: 'KEY_UNKNOWN',
      message: `unknown key "${key}"`,
      help,
      target: 'key',
    });
  });
}

function missing(yaml: YamlFile, path: YamlPath): Problem {
  const name = path.at(-1);
  const message =
    name === undefined
      ? 'the file is empty'
      : typeof name === 'number'
        ? `entry ${name + 1} is missing`
        : `missing key "${name}"`;
  return problemAt(yaml, path, { code: 'KEY_MISSING', message });
}

function keyProblem(yaml: YamlFile, path: YamlPath, issue: core.$ZodIssueInvalidKey): Problem {
  const [message, help] = lines(issue.issues[0]?.message ?? issue.message);
  return problemAt(yaml, path, { code: 'VALUE_INVALID', message, help, target: 'key' });
}

/** Of several allowed forms, shows the one that the author most likely meant. */
function unionProblems(yaml: YamlFile, path: YamlPath, issue: core.$ZodIssueInvalidUnion): Problem[] {
  if (issue.message === '') return [missing(yaml, path)];
  if (issue.discriminator !== undefined) return [discriminatorProblem(yaml, path, issue)];
  const branches = issue.errors.filter((branch) => !branch.some(isAboutTheWhole));
  const likely = branches.sort((one, other) => one.length - other.length)[0];
  if (likely) return likely.flatMap((inner) => problemsOf(yaml, path, inner));
  const found = issue.errors.flat().filter(isAboutTheWhole);
  const own = found.find((inner) => inner.code !== 'invalid_type' && inner.code !== 'invalid_value');
  if (own) return problemsOf(yaml, path, own);
  const values = found.flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []));
  const types = found.flatMap((inner) => (inner.code === 'invalid_type' ? [typeName(inner.expected)] : []));
  const expectations = [...values.map((value) => `"${String(value)}"`), ...types];
  const help = suggestValue(values, issue.input);
  return [
    problemAt(yaml, path, { code: 'VALUE_TYPE', message: eitherWords(expectations, issue.input), help }),
  ];
}

/** The value as such has the wrong form, rather than something inside it. */
function isAboutTheWhole(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code !== 'unrecognized_keys' && issue.code !== 'custom';
}

function discriminatorProblem(yaml: YamlFile, path: YamlPath, issue: core.$ZodIssueInvalidUnion): Problem {
  const options = 'options' in issue ? (issue.options ?? []) : [];
  const key = issue.discriminator ?? '';
  const written = valueAt(issue.input, [key]);
  if (written === undefined) return missing(yaml, path);
  const known = options.map(String);
  return problemAt(yaml, path, {
    code: 'VALUE_INVALID',
    message: `"${String(written).slice(0, 40)}" is not one of the allowed values`,
    help: suggestValue(known, written) ?? `one of ${orList(known)}`,
  });
}

function suggestValue(values: readonly unknown[], input: unknown): string | undefined {
  if (typeof input !== 'string') return undefined;
  const suggestion = nearest(input, values.map(String));
  return suggestion === undefined ? undefined : `did you mean "${suggestion}"?`;
}

/** A misspelt key is both unknown and missing: shown once, with the suggestion. */
function withoutEchoes(problems: Problem[]): Problem[] {
  const suggested = new Set(
    problems.flatMap((problem) => {
      const word =
        problem.code === 'KEY_UNKNOWN' ? /^did you mean "(.*)"\?$/.exec(problem.help ?? '')?.[1] : undefined;
      return word === undefined ? [] : [[...problem.path.split('.').slice(0, -1), word].join('.')];
    }),
  );
  return problems.filter((problem) => problem.code !== 'KEY_MISSING' || !suggested.has(problem.path));
}
