/**
 * What a change would have done to documents that go out, for the terminal.
 */
import type { ChangedOutbound, OutboundImpact, OutboundOutcome } from '../../configuration/impact/index.js';
import { columns } from './columns.js';
import { plain } from './impact-text.js';

/** Places named with their counts. */
const placesNamedMax = 15;

/** @param span such as "30 days" */
export function outboundText(impact: OutboundImpact, span: string): string {
  const { documents, changed, shown, capped } = impact;
  if (documents === 0) return `No document that goes out, of the last ${span}, is concerned.\n`;
  const places = Object.entries(impact.places).sort(([, one], [, other]) => other - one);
  const more = places.length - placesNamedMax;
  return [
    `Of those that go out, of the last ${span}, ${documents} ${documents === 1 ? 'was' : 'were'} composed again:\n`,
    columns(countRows(impact), '  '),
    places.length === 0 ? '' : '  places that differ, by documents:\n',
    columns(
      places.slice(0, placesNamedMax).map(([name, count]) => [String(count), plain(name)]),
      '    ',
    ),
    more > 0 ? `    and ${more} more places\n` : '',
    ...shown.flatMap(documentLines),
    changed > shown.length ? `  and ${changed - shown.length} more changed documents\n` : '',
    capped === undefined
      ? ''
      : `Only the newest ${documents} were composed, since ${capped.since} (limits.planDocumentsMax ${capped.documentsMax}).\n`,
  ].join('');
}

function countRows(impact: OutboundImpact): string[][] {
  const rows: [number, string][] = [
    [impact.newlyHeld, 'newly held'],
    [impact.noLongerHeld, 'no longer held'],
    [impact.elsewhere, 'to another partner, agreement or connection'],
  ];
  return [
    [String(impact.unchanged), 'unchanged'],
    [String(impact.changed), 'changed'],
    ...rows.filter(([count]) => count > 0).map(([count, words]) => [String(count), words]),
  ];
}

function documentLines({ from, kind, businessKey, ...document }: ChangedOutbound): string[] {
  const [before, after] = [outcomeText(document.before), outcomeText(document.after)];
  return [
    `  ${plain(`${from} ${kind} ${businessKey}: ${before === after ? after : `${before} -> ${after}`}`)}\n`,
    ...document.places.map(({ place, number, before: old, after: young }) => {
      const where = number === undefined ? place : `${place} (${number})`;
      const values =
        old === undefined && young === undefined ? '' : `: ${old ?? 'nothing'} -> ${young ?? 'nothing'}`;
      return `    ${plain(`${where}${values}`)}\n`;
    }),
    ...(document.morePlaces === 0 ? [] : [`    and ${document.morePlaces} more places\n`]),
  ];
}

function outcomeText({ state, partner, agreement, connection, codes }: OutboundOutcome): string {
  const whom = partner === null ? '' : ` for ${[partner, agreement ?? ''].join(' ').trimEnd()}`;
  const by = connection === null ? '' : ` over ${connection}`;
  return [`${state === 'held' ? 'held' : 'goes out'}${whom}${by}`, ...codes].join(' ');
}
