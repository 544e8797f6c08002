/**
 * A draft of a mapping as values: fields with their sources and remarks, made to compile before anybody reads it.
 *
 * What the checker refuses is turned into a remark, and what a record must have gets a stand-in, each marked TODO.
 */
import { type Field, fieldsOf, type RecordKind } from '../../canonical/index.js';
import { defined } from '../../defined.js';
import { compileMapping } from '../../mapping/index.js';
import { outlineOf } from '../../x12/index.js';
import { type Problem, flowText, scalarText, writeYaml } from '../../yaml/index.js';

export interface DraftField {
  /** As in the mapping file, relative to the list it stands in. */
  name: string;
  /** The right side: a selector, options, or a list with `each`. */
  take?: string | Record<string, unknown>;
  /** Of a list. */
  list?: { each: string; fields: DraftField[] };
  /** Behind the field, without "#". */
  remark?: string;
}

export interface Draft {
  map: string;
  title: string;
  extends?: string;
  from: Record<string, unknown>;
  to: RecordKind;
  crosswalks?: Record<string, unknown>;
  fields: DraftField[];
  /** Comments below the fields, a line each, without "#"; '' is an empty line. */
  remarks: string[];
}

/** The crosswalk of units as our own mappings name it. */
export const usualUnits = { uom: { file: 'crosswalks/uom.csv', key: 'unit', onMissing: 'hold' } };

/** Rounds of checking and mending; each mends all that it finds. */
const roundsMax = 8;

/** @returns the text of a mapping file that the checker takes. @param readText of a file in the mappings folder */
export function draftText(
  draft: Draft,
  schema: string,
  readText: (path: string) => string | undefined,
): { text: string; problems: Problem[] } {
  let problems: Problem[] = [];
  for (let round = 0; round < roundsMax; round += 1) {
    const text = schema + renderDraft(draft);
    const compiled = compileMapping({ file: 'mappings/draft.yaml', text }, { readText, outlines: outlineOf });
    problems = compiled.problems.filter(({ severity }) => severity === 'error');
    if (problems.length === 0 || !problems.map((problem) => mend(draft, problem)).includes(true)) break;
  }
  return { text: schema + renderDraft(draft), problems };
}

export function renderDraft(draft: Draft): string {
  const { map, title, extends: base, from, to, crosswalks, fields, remarks } = draft;
  const head = writeYaml({
    map,
    version: 1,
    status: 'draft',
    title,
    ...defined({ extends: base }),
    from,
    to,
    crosswalks,
  });
  const own =
    fields.length === 0 ? '' : `\nfields:\n${fields.map((field) => fieldText(field, '  ')).join('')}`;
  const rest = remarks.map((line) => (line === '' ? '\n' : `# ${line}\n`)).join('');
  return `${head}${own}${rest === '' ? '' : `\n${rest}`}`;
}

function fieldText({ name, take, list, remark }: DraftField, indent: string): string {
  const behind = remark === undefined ? '' : ` # ${remark}`;
  if (list === undefined) return `${indent}${scalarText(name)}: ${flowText(take)}${behind}\n`;
  const inner = list.fields.map((field) => fieldText(field, `${indent}    `)).join('');
  const fields = inner === '' ? ' {}\n' : `\n${inner}`;
  return `${indent}${name}:${behind}\n${indent}  each: ${scalarText(list.each)}\n${indent}  fields:${fields}`;
}

/** @returns whether anything was changed */
function mend(draft: Draft, problem: Problem): boolean {
  const at = findField(draft.fields, problem.path);
  if (problem.code === 'MAP105') return fillIn(draft, problem);
  if (!at) return false;
  const { fields, field } = at;
  const index = fields.indexOf(field);
  if (index < 0) return false;
  fields.splice(index, 1);
  draft.remarks.push(
    `${field.name}: ${flowText(field.take ?? field.list?.each)} was left out: ${problem.message}`,
  );
  return true;
}

/** The field that a path such as fields.lines.fields.amount.from leads to. */
function findField(
  fields: DraftField[],
  path: string,
): { fields: DraftField[]; field: DraftField } | undefined {
  if (!path.startsWith('fields.')) return undefined;
  const rest = path.slice('fields.'.length);
  const field = fields
    .filter(({ name }) => rest === name || rest.startsWith(`${name}.`))
    .sort((one, other) => other.name.length - one.name.length)[0];
  if (!field) return undefined;
  const inner = field.list && findField(field.list.fields, rest.slice(field.name.length + 1));
  return inner ?? { fields, field };
}

/** A stand-in for what a record must have: it is visible at once, and it is marked. */
function fillIn(draft: Draft, problem: Problem): boolean {
  const path = /^nothing fills (\S+),/.exec(problem.message)?.[1];
  const field = path === undefined ? undefined : fieldsOf(draft.to).get(path);
  if (path === undefined || !field) return false;
  const above = problem.path.startsWith('fields.') ? findField(draft.fields, problem.path)?.field : undefined;
  const fields = above?.list?.fields ?? draft.fields;
  const prefix = above === undefined ? '' : `${listPath(draft.fields, above) ?? above.name}.`;
  const name = path.startsWith(prefix) ? path.slice(prefix.length) : path;
  if (fields.some((one) => one.name === name)) return false;
  fields.push(standIn(name, field));
  return true;
}

function listPath(fields: readonly DraftField[], wanted: DraftField): string | undefined {
  for (const { name, list } of fields) {
    const inner = list && listPath(list.fields, wanted);
    if (inner !== undefined) return `${name}.${inner}`;
  }
  return fields.includes(wanted) ? wanted.name : undefined;
}

function standIn(name: string, { shape, choices, description, names }: Field): DraftField {
  const remark = `TODO where does it come from? ${description}`;
  if (shape === 'choice') return { name, take: { value: choices?.[0] ?? '' }, remark };
  if (shape === 'date') return { name, take: { value: '2000-01-01' }, remark };
  if (shape === 'decimal' || shape === 'integer') return { name, take: { value: '0' }, remark };
  if (shape === 'list' || shape === 'lots') return { name, list: { each: 'here', fields: [] }, remark };
  if (shape === 'quantity' || shape === 'price')
    return { name: `${name}.value`, take: { value: '0' }, remark };
  if (shape === 'object') return { name: `${name}.${names[0] ?? ''}`, take: { value: 'TODO' }, remark };
  return { name, take: { value: 'TODO' }, remark };
}
