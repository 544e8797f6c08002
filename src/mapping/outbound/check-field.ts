/**
 * Options of a written field that contradict each other, its source or its target: found when the mapping is compiled.
 */
import type { Field } from '../../canonical/index.js';
import type { YamlPath } from '../../yaml/index.js';
import { addProblem, suggestion, type OutboundField } from '../file/index.js';
import type { OutboundCompilation } from './draft.js';
import { lengthOf, type TargetForm, typeOf } from './write-forms.js';

interface Checked {
  label: string;
  path: YamlPath;
  form: TargetForm;
  /** Of the record, where the field takes one. */
  field: Field | undefined;
}

const makers = ['from', 'value', 'multiply', 'sum', 'count', 'clock'] as const;
const takers = ['clean', 'values', 'crosswalk', 'multiplyBy', 'divideBy'] as const;

const besideChoose: readonly string[] = ['choose', 'when', 'required', 'otherwise', 'note', 'sensitive'];

/** What a value is made of is said by the fields of the list. */
export function checkChoice(compilation: OutboundCompilation, spec: OutboundField, path: YamlPath): void {
  for (const [option, value] of Object.entries(spec)) {
    if (value === undefined || besideChoose.includes(option)) continue;
    const message = `${option}: does not go with choose:`;
    addProblem(compilation, [...path, option], { code: 'MAP107', message });
  }
}

export function checkField(compilation: OutboundCompilation, spec: OutboundField, checked: Checked): void {
  const { label, path, form, field } = checked;
  const refuse = (option: string, message: string, help?: string) =>
    addProblem(compilation, [...path, option], { code: 'MAP107', message, help });
  const [maker, second] = makers.filter((option) => spec[option] !== undefined);
  if (maker === undefined && spec.default === undefined)
    refuse('from', `nothing says what ${label} holds`, 'give it from: or value:');
  if (spec.each !== undefined)
    refuse('each', 'each: is for elements of X12, and not inside of other options');
  if (second !== undefined) refuse(second, `${second}: does not go with ${maker}:`);
  for (const option of takers) {
    if (spec[option] !== undefined && spec.from === undefined) refuse(option, `${option}: needs from:`);
  }
  const type = typeOf(spec, field?.shape ?? 'text', form);
  if (spec.places !== undefined && type !== 'implied-decimal')
    refuse('places', 'places: goes with type: implied-decimal');
  if (spec.format !== undefined && type !== 'date') refuse('format', 'format: is for dates');
  if (spec.max !== undefined && type !== 'text')
    refuse('max', `max: cuts text, and ${label} is written as ${type}`);
  if (field) checkShape(compilation, spec, { ...checked, field });
  checkConstants(compilation, spec, checked);
}

/** Our own words are not the partner's codes, and a word that the record never holds is never translated. */
function checkShape(
  compilation: OutboundCompilation,
  spec: OutboundField,
  { label, path, form, field }: Checked & { field: Field },
): void {
  const { choices } = field;
  if (!choices) return;
  const isCode = form.kind === 'code' && !spec.values && spec.crosswalk === undefined;
  if (isCode && !choices.every((word) => form.codes?.has(word) ?? false)) {
    const message = `${label} is a code, and ${field.path} holds a word of ours: ${choices.slice(0, 6).join(', ')} ...`;
    const help = `translate it: { from: ${field.path}, values: { ${choices[0]}: ... } }`;
    addProblem(compilation, path, { code: 'MAP112', message, help });
  }
  for (const word of Object.keys(spec.values ?? {})) {
    if (choices.includes(word)) continue;
    const message = `${field.path} is never "${word}"`;
    const help = suggestion(word, choices, `it is one of ${choices.join(', ')}`);
    addProblem(compilation, [...path, 'values', word], { code: 'MAP112', message, help, target: 'key' });
  }
}

function checkConstants(compilation: OutboundCompilation, spec: OutboundField, checked: Checked): void {
  const { path } = checked;
  const check = (constant: string, at: YamlPath) =>
    checkConstant(compilation, constant, { ...checked, path: at });
  if (spec.value !== undefined) check(String(spec.value), [...path, 'value']);
  if (spec.default !== undefined) check(String(spec.default), [...path, 'default']);
  for (const [word, constant] of Object.entries(spec.values ?? {}))
    check(constant, [...path, 'values', word]);
}

/** What stands in the mapping as it will be written must fit its element. */
export function checkConstant(
  compilation: OutboundCompilation,
  constant: string,
  { label, path, form }: Omit<Checked, 'field'>,
): void {
  const refuse = (message: string, help?: string) =>
    addProblem(compilation, path, { code: 'MAP112', message, help });
  if (constant === '') return refuse(`${label} cannot be written empty`, 'leave it out');
  if (form.codes && !form.codes.has(constant)) {
    const shown = [...form.codes].sort();
    const help = suggestion(
      constant,
      shown,
      `codes: ${shown.slice(0, 30).join(' ')}${shown.length > 30 ? ' ...' : ''}`,
    );
    return refuse(`"${constant}" is no code of ${label}`, help);
  }
  const length = lengthOf(constant, form.kind);
  if (form.max > 0 && (length > form.max || length < form.min)) {
    const range = form.min === form.max ? `${form.max}` : `${form.min} to ${form.max}`;
    return refuse(`"${constant}" does not fit ${label}, which takes ${range} characters`);
  }
  const isForm = {
    number: /^-?\d+$/,
    decimal: /^-?(\d+\.?\d*|\.\d+)$/,
    date: /^(\d{6}|\d{8})$/,
    time: /^\d{4}(\d\d){0,2}$/,
  } as const;
  const wanted = form.kind in isForm ? isForm[form.kind as keyof typeof isForm] : undefined;
  if (wanted && !wanted.test(constant)) refuse(`"${constant}" is no ${form.kind}, which ${label} takes`);
}
