/**
 * What a schema finds wrong, in our words: what was expected, what stands there, what to do.
 *
 * The first line is the message and a second line is the help. A schema's own message follows the same convention and wins.
 */
import type { core } from 'zod';

/** Words offered in a help line; a longer list helps nobody. */
const wordsShownMax = 12;

/** The sentence for one issue; '' when the value is missing altogether, because only its parent can say its name. */
export function issueWords(issue: core.$ZodRawIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown key\n${knownKeys(issue).join(', ')}`;
  if (issue.input === undefined) return '';
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(String(issue.expected), issue.input);
    case 'invalid_value':
      return valueWords(issue.values, issue.input);
    case 'too_small':
      return boundWords(issue, 'at least', issue.minimum);
    case 'too_big':
      return boundWords(issue, 'at most', issue.maximum);
    case 'not_multiple_of':
      return `expected a multiple of ${String(issue.divisor)}`;
    case 'invalid_format':
      return `this text does not have the form ${issue.pattern ?? issue.format}`;
    default:
      return 'this value is not allowed here';
  }
}

/** @returns the message for a value that could have had one of several forms */
export function eitherWords(expectations: readonly string[], input: unknown): string {
  return `expected ${orList([...new Set(expectations)])}, found ${nameOfType(input)}`;
}

/** "a, b or c" */
export function orList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;
}

/** At most a dozen words, with a mark when there are more. */
export function shownWords(words: readonly string[]): string {
  return words.slice(0, wordsShownMax).join(', ') + (words.length > wordsShownMax ? ', ...' : '');
}

/** "text", "a number", ...: a schema's expected type as people say it. */
export function typeName(expected: string): string {
  return typeNames[expected] ?? expected;
}

const typeNames: Partial<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  null: 'nothing',
  undefined: 'nothing',
  never: 'nothing',
};

interface Bound {
  origin: string;
  inclusive?: boolean;
}

function typeWords(expected: string, input: unknown): string {
  const sentence = `expected ${typeName(expected)}, found ${nameOfType(input)}`;
  if (expected === 'string' && (typeof input === 'number' || typeof input === 'boolean')) {
    return `${sentence}\nput it in quotation marks`;
  }
  if (input === null) return `${sentence}\ngive the key a value, or remove it`;
  if (expected === 'array')
    return `${sentence}\nwrite [${typeof input === 'string' ? input.slice(0, 40) : '...'}]`;
  return sentence;
}

function valueWords(values: readonly unknown[], input: unknown): string {
  const known = values.map(String);
  if (known.length === 1) return `expected ${known[0]!}`;
  const quote = ['number', 'boolean'].includes(typeof input) && known.includes(String(input));
  if (quote)
    return `expected text, found ${nameOfType(input)}\nput it in quotation marks: "${String(input)}"`;
  const found =
    typeof input === 'string' ? `"${input.slice(0, 40)}" is not one of the allowed values` : undefined;
  return `${found ?? `expected one word, found ${nameOfType(input)}`}\none of ${shownWords(known)}`;
}

function boundWords(issue: Bound, words: string, limit: number | bigint): string {
  const noun = { string: 'characters', array: 'entries', set: 'entries', object: 'keys' }[issue.origin];
  if (noun !== undefined && words === 'at least' && Number(limit) === 1) return 'must not be empty';
  if (noun !== undefined) return `must have ${words} ${String(limit)} ${noun}`;
  if (issue.inclusive === false)
    return `must be ${words === 'at least' ? 'more' : 'less'} than ${String(limit)}`;
  return `must be ${words} ${String(limit)}`;
}

function nameOfType(input: unknown): string {
  if (input === null) return 'nothing';
  if (input === undefined) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'string') return 'text';
  if (typeof input === 'number') return 'a number';
  if (typeof input === 'boolean') return `the boolean ${String(input)}`;
  return 'a map of keys and values';
}

/** The keys of the schema that refused one. */
function knownKeys(issue: core.$ZodRawIssue): string[] {
  const definition = (issue.inst as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def;
  return Object.keys(definition?.shape ?? {});
}
