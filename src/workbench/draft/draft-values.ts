/**
 * Fields of a draft from single values of a sample: what a column of CSV, or an element of XML, becomes in a record.
 *
 * Told by the form of the values; the values themselves are never written into a draft.
 */
import type { RecordKind } from '../../canonical/index.js';
import { unitField } from './draft-hints.js';
import type { DraftField } from './draft-mapping.js';

/** Something in a sample that a selector leads to. */
export interface DraftSource {
  selector: string;
  /** As found, blanks around them left out; none of them empty. */
  values: readonly string[];
}

/**
 * @param field a path of the record, or "vendor item", "buyer item", "manufacturer item", "gtin" and "unit", which are parts of fields
 * @param isIso whether dates are ISO 8601 where no format is said, as in XML and JSON
 */
export function fieldFrom(source: DraftSource, field: string, isIso = false): DraftField {
  const { selector: from, values } = source;
  const clean = cleaningFor(values);
  switch (field) {
    case 'vendor item':
    case 'buyer item':
    case 'manufacturer item':
    case 'gtin':
      return { name: 'item.identifiers', take: { pairs: { [field.split(' ')[0] ?? '']: from } } };
    case 'unit':
      return { name: 'unit', take: from };
    case 'date':
    case 'lots.expires':
      return dateField(field, source, isIso);
    case 'quantity':
    case 'price':
      return { name: field, take: clean === undefined ? { from } : { from, clean } };
    case 'amount':
    case 'totals.stated':
      return { name: field, take: clean === undefined ? from : { from, clean } };
    default:
      return { name: field, take: from };
  }
}

/** Units belong to quantities and prices, and all numbers of an item to its identifiers. */
export function joined(fields: readonly DraftField[], hasUnits: boolean): DraftField[] {
  const unit = fields.find(({ name }) => name === 'unit')?.take;
  const numbers = fields.filter(({ name }) => name === 'item.identifiers');
  const pairs = Object.assign({}, ...numbers.map(({ take }) => (take as { pairs: object }).pairs)) as object;
  const inLots = fields.flatMap(({ name, ...rest }) =>
    name.startsWith('lots.') ? [{ name: name.slice('lots.'.length), ...rest }] : [],
  );
  const lots: DraftField[] =
    inLots.length === 0 ? [] : [{ name: 'lots', list: { each: 'here', fields: inLots } }];
  const others = fields.filter(({ name }) => name !== 'unit' && !name.startsWith('lots.'));
  const whole = others.flatMap((field) => {
    if (field.name === 'item.identifiers') return field === numbers[0] ? [{ ...field, take: { pairs } }] : [];
    if (unit === undefined || (field.name !== 'quantity' && field.name !== 'price')) return [field];
    const made = unitField(field.name, '', String(unit), hasUnits);
    return [{ ...made, take: { ...(made.take as object), ...(field.take as object) } }];
  });
  return [...whole, ...lots];
}

/** What a draft says without asking the sample. */
export function constants(to: RecordKind): DraftField[] {
  return to === 'invoice@1'
    ? [{ name: 'kind', take: { value: 'invoice' }, remark: 'TODO are there credit memos among them?' }]
    : [];
}

const dateForms: readonly [RegExp, string][] = [
  [/^\d{8}$/, 'yyyyMMdd'],
  [/^\d{4}-\d{2}-\d{2}$/, 'yyyy-MM-dd'],
  [/^\d{2}\/\d{2}\/\d{4}$/, 'MM/dd/yyyy'],
  [/^\d{1,2}\/\d{1,2}\/\d{4}$/, 'M/d/yyyy'],
  [/^\d{1,2}\/\d{1,2}\/\d{2}$/, 'M/d/yy'],
  [/^\d{1,2}\.\d{1,2}\.\d{4}$/, 'd.M.yyyy'],
];

const isoForm = /^\d{4}-\d{2}-\d{2}(T.*)?$/;

/** Whether all values are dates in a form that is known here. */
export function areDates(values: readonly string[]): boolean {
  return (
    values.length > 0 &&
    [isoForm, ...dateForms.map(([form]) => form)].some((form) => values.every((value) => form.test(value)))
  );
}

function dateField(name: string, { selector: from, values }: DraftSource, isIso: boolean): DraftField {
  const isAll = (form: RegExp): boolean => values.length > 0 && values.every((value) => form.test(value));
  if (isIso && isAll(isoForm)) return { name, take: from };
  const found = dateForms.find(([form]) => isAll(form));
  if (!found) return { name, take: { from, format: 'yyyy-MM-dd' }, remark: 'TODO how do they write dates?' };
  const isUnclear = /^M.*d/.test(found[1]) && !values.some((value) => Number(value.split('/')[1]) > 12);
  // A day above 12 in the first place: it cannot be the month.
  const isDayFirst = /^M.*d/.test(found[1]) && values.some((value) => Number(value.split('/')[0]) > 12);
  const format = isDayFirst ? found[1].replace('MM/dd', 'dd/MM').replace('M/d', 'd/M') : found[1];
  return {
    name,
    take: { from, format },
    ...(isUnclear && !isDayFirst ? { remark: 'TODO is the month first?' } : {}),
  };
}

/** What numbers need before they are numbers. */
function cleaningFor(values: readonly string[]): string[] | undefined {
  const hasCommaPoint =
    values.some((value) => /\d,\d{1,2}$/.test(value)) && !values.some((value) => /\.\d+$/.test(value));
  const clean = [
    ...(values.some((value) => /[$€£]/.test(value)) ? ['strip-currency'] : []),
    ...(hasCommaPoint
      ? ['decimal-comma']
      : values.some((value) => /\d,\d{3}/.test(value))
        ? ['strip-commas']
        : []),
    ...(values.some((value) => /^\(.*\)$/.test(value)) ? ['parentheses-negative'] : []),
  ];
  return clean.length === 0 ? undefined : clean;
}
