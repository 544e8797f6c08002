/**
 * What a comparison of documents adds up to, and the documents that differ, for the terminal.
 */
import type { ChangedDocument, Figures } from '../../configuration/impact/index.js';
import { columns } from './columns.js';

/** Fields named with their counts. */
const fieldsNamedMax = 15;

/** How many documents, how much money, which fields. */
export function figuresText(figures: Figures): string {
  const fields = Object.entries(figures.fields).sort(([, one], [, other]) => other - one);
  const more = fields.length - fieldsNamedMax;
  return [
    columns(countRows(figures), '  '),
    ...Object.entries(figures.money).map(
      ([currency, { before, after, newlyHeld }]) =>
        `  ${plain(currency)}: totals that differ ${before} -> ${after}; newly held ${newlyHeld}\n`,
    ),
    fields.length === 0 ? '' : '  fields that differ, by documents:\n',
    columns(
      fields.slice(0, fieldsNamedMax).map(([name, documents]) => [String(documents), plain(name)]),
      '    ',
    ),
    more > 0 ? `    and ${more} more fields\n` : '',
  ].join('');
}

/** @param changed how many there are in all */
export function documentsText(shown: readonly ChangedDocument[], changed: number): string {
  const more = changed - shown.length;
  return [...shown.flatMap(documentLines), more > 0 ? `  and ${more} more changed documents\n` : ''].join('');
}

function countRows(figures: Figures): string[][] {
  const rows: [number, string][] = [
    [figures.unchanged, 'unchanged'],
    [figures.changed, 'changed'],
    [figures.newlyHeld, 'newly held'],
    [figures.noLongerHeld, 'no longer held'],
    [figures.newlyRejected, 'newly rejected'],
    [figures.noLongerRejected, 'no longer rejected'],
    [figures.appeared, 'would have a record, and have none now'],
    [figures.gone, 'would have no record any more'],
    [figures.verdictsChanged, 'interchanges answered otherwise'],
  ];
  return rows
    .filter(([count, words]) => count > 0 || words === 'unchanged' || words === 'changed')
    .map(([count, words]) => [String(count), words]);
}

function documentLines(document: ChangedDocument): string[] {
  const { partner, kind, businessKey, file, before, after, fields, moreFields } = document;
  const states = [before, after].map((one) =>
    one === undefined ? 'no record' : [one.state, ...one.codes].join(' '),
  );
  return [
    `  ${plain(`${partner} ${kind} ${businessKey} (${file})`)}${
      states[0] === states[1] ? '' : `: ${states[0]} -> ${states[1]}`
    }\n`,
    ...fields.map(
      (field) =>
        `    ${plain(`${field.path}: ${field.before ?? 'nothing'} -> ${field.after ?? 'nothing'}`)}\n`,
    ),
    ...(moreFields === 0 ? [] : [`    and ${moreFields} more fields\n`]),
  ];
}

/** Values from partners must not steer the terminal. */
export function plain(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ');
}
