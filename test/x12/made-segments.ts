/**
 * Segments and composites that a guide's dictionary allows: which elements stand, and what they hold.
 *
 * The conditions are satisfied by a search of its own, which shares no code with the checks it is there to test.
 */
import { ElementKind, type Condition, type Dictionary } from '../../src/x12/guides/compile-dictionary.js';
import type { OutboundElement, OutboundSegment } from '../../src/x12/write/outbound.js';
import { madeValue, type Draw } from './made-values.js';

/** What a segment is made for. */
export interface SegmentPlan {
  dictionary: Dictionary;
  row: number;
  draw: Draw;
  /** Whether elements may repeat: from interchange version 00402 on. */
  repeats: boolean;
}

/** A sound segment of a row. */
export function madeSegment(plan: SegmentPlan): OutboundSegment {
  const { dictionary, row } = plan;
  const elements = madeRow(plan).map((present, position): OutboundElement => {
    const index = dictionary.first[row]! + position;
    return present ? madeElement(plan, index) : '';
  });
  return [dictionary.names[row]!, ...elements];
}

function madeElement(plan: SegmentPlan, index: number): OutboundElement {
  const { dictionary, draw, repeats } = plan;
  const times = repeats ? 1 + draw(Math.min(3, dictionary.repeat[index]!) - 1) : 1;
  if (dictionary.kind[index] !== ElementKind.composite) {
    const values = Array.from({ length: times }, () => madeValue(dictionary, index, draw));
    return times === 1 ? values[0]! : values.map((value) => [value]);
  }
  const row = dictionary.composite[index]!;
  const composites = Array.from({ length: times }, () =>
    madeRow({ ...plan, row }).map((present, position) =>
      present ? madeValue(dictionary, dictionary.first[row]! + position, draw) : '',
    ),
  );
  return times === 1 ? composites[0]! : composites;
}

/** Which positions of a row have a value: the mandatory ones, some others, and what the conditions ask for. */
function madeRow({ dictionary, row, draw }: SegmentPlan): boolean[] {
  const first = dictionary.first[row]!;
  const count = dictionary.first[row + 1]! - first;
  const mandatory = Array.from(
    { length: count },
    (_, position) => dictionary.mandatory[first + position] === 1,
  );
  const conditions = dictionary.conditions[row]!;
  for (let attempt = 0; attempt < 50; attempt++) {
    const rarity = attempt < 40 ? 1 + draw(4) : 1000;
    const present = mandatory.map((must) => must || draw(rarity) === 0);
    if (!present.includes(true)) present[draw(count - 1)] = true;
    for (let round = 0; round < 20 && !conditions.every((one) => holds(one, present)); round++)
      for (const condition of conditions) mend(condition, { present, mandatory, draw });
    if (present.includes(true) && conditions.every((one) => holds(one, present))) return present;
  }
  throw new Error(`no ${dictionary.names[row]} satisfies its conditions`);
}

/** Whether a condition holds over positions that have a value. */
export function holds({ kind, elements }: Condition, present: readonly boolean[]): boolean {
  const has = elements.map((position) => present[position - 1] === true);
  const some = has.filter(Boolean).length;
  switch (kind) {
    case 'P':
      return some === 0 || some === has.length;
    case 'R':
      return some > 0;
    case 'E':
      return some <= 1;
    case 'C':
      return !has[0] || some === has.length;
    case 'L':
      return !has[0] || some > 1;
  }
}

function mend(condition: Condition, row: { present: boolean[]; mandatory: boolean[]; draw: Draw }): void {
  const { present, mandatory, draw } = row;
  if (holds(condition, present)) return;
  const places = condition.elements.map((position) => position - 1);
  const removable = places.filter((place) => present[place] && !mandatory[place]);
  const set = (chosen: readonly number[], value: boolean) =>
    chosen.forEach((place) => (present[place] = value));
  switch (condition.kind) {
    case 'E':
      return set([removable[draw(removable.length - 1)]!], false);
    case 'R':
      return set([places[draw(places.length - 1)]!], true);
    case 'L':
      return removable.includes(places[0]!) && draw(2) === 0
        ? set([places[0]!], false)
        : set([places[1 + draw(places.length - 2)]!], true);
    case 'C':
      return removable.includes(places[0]!) && draw(2) === 0 ? set([places[0]!], false) : set(places, true);
    case 'P':
      return removable.length > 0 && places.every((place) => !mandatory[place]) && draw(2) === 0
        ? set(places, false)
        : set(places, true);
  }
}
