/**
 * Checks conditions between elements of a segment, or between components of a composite.
 */
import type { Condition, Dictionary } from '../guides/index.js';
import { referenceOf, type SetContext } from './set-context.js';

/** Which positions have a value: bits of positions 1 to 30, and of 31 to 60. */
export interface Presence {
  low: number;
  high: number;
}

export interface ConditionSubject {
  dictionary: Dictionary;
  row: number;
  presence: Presence;
  /** Set for a composite: the element it is, and where it ends in the segment. */
  composite?: { element: number; repetition: number; end: number };
}

export function checkConditions(context: SetContext, subject: ConditionSubject): void {
  const { low, high } = subject.presence;
  for (const condition of subject.dictionary.conditions[subject.row]!) {
    const presentLow = low & condition.low;
    const presentHigh = high & condition.high;
    const any = (presentLow | presentHigh) !== 0;
    if (condition.kind === 'R') {
      if (!any) tell(context, subject, { condition, position: condition.elements[0]! });
      continue;
    }
    if (!any || (presentLow === condition.low && presentHigh === condition.high && condition.kind !== 'E'))
      continue;
    checkPresent(context, subject, condition);
  }
}

/** A condition of which some elements are present, but not all (or too many). */
function checkPresent(context: SetContext, subject: ConditionSubject, condition: Condition): void {
  const { elements, kind } = condition;
  const { presence } = subject;
  switch (kind) {
    case 'P':
      tellMissing(context, subject, { condition, from: 0 });
      return;
    case 'C':
      if (hasPosition(presence, elements[0]!)) tellMissing(context, subject, { condition, from: 1 });
      return;
    case 'L':
      if (hasPosition(presence, elements[0]!) && countPresent(presence, elements) === 1)
        tell(context, subject, { condition, position: elements[1]! });
      return;
    case 'E':
      if (countPresent(presence, elements) > 1)
        tell(context, subject, {
          condition,
          position: elements.filter((position) => hasPosition(presence, position))[1]!,
        });
      return;
    case 'R':
  }
}

/** Tells each position of the condition that has no value, the ones before `from` left out. */
function tellMissing(
  context: SetContext,
  subject: ConditionSubject,
  { condition, from }: { condition: Condition; from: number },
): void {
  for (let i = from; i < condition.elements.length; i++) {
    const position = condition.elements[i]!;
    if (!hasPosition(subject.presence, position)) tell(context, subject, { condition, position });
  }
}

function countPresent(presence: Presence, positions: readonly number[]): number {
  let count = 0;
  for (const position of positions) if (hasPosition(presence, position)) count++;
  return count;
}

function hasPosition(presence: Presence, position: number): boolean {
  return position <= 30
    ? (presence.low & (1 << (position - 1))) !== 0
    : (presence.high & (1 << (position - 31))) !== 0;
}

function tell(
  context: SetContext,
  subject: ConditionSubject,
  fault: { condition: Condition; position: number },
): void {
  const { frame } = context;
  const { composite, dictionary, row } = subject;
  const excluded = fault.condition.kind === 'E';
  const element = composite?.element ?? fault.position;
  const inSegment = composite === undefined && element <= frame.kept;
  const missingAt = composite?.end ?? (inSegment ? frame.starts[element]! : frame.length);
  context.elementIssue(context.policy.conditional, {
    code: excluded ? 'EXCLUSION_CONDITION_VIOLATED' : 'CONDITIONAL_ELEMENT_MISSING',
    ak4: excluded ? '10' : '2',
    words: wordsOf(fault.condition, fault.position),
    element,
    component: composite === undefined ? 0 : fault.position,
    repetition: composite?.repetition ?? 1,
    start: excluded && inSegment ? frame.starts[element]! : missingAt,
    end: excluded && inSegment ? frame.ends[element]! : missingAt,
    ...triggerOf(subject.presence, fault),
    ...referenceOf(dictionary, dictionary.first[row]! + fault.position - 1),
  });
}

/** The first element of the condition that has a value; of an R condition none has. */
function triggerOf(
  presence: Presence,
  { condition, position }: { condition: Condition; position: number },
): { trigger?: number } {
  const trigger = condition.elements.find((one) => one !== position && hasPosition(presence, one));
  return trigger === undefined ? {} : { trigger };
}

function wordsOf(condition: Condition, position: number): string {
  const named = (positions: readonly number[]) =>
    positions.map((one) => String(one).padStart(2, '0')).join(', ');
  const others = named(condition.elements.filter((one) => one !== position));
  switch (condition.kind) {
    case 'P':
      return `is missing: it goes together with ${others}`;
    case 'R':
      return `is missing: at least one of ${named(condition.elements)} is needed`;
    case 'C':
      return `is missing: ${named(condition.elements.slice(0, 1))} asks for it`;
    case 'L':
      return `is missing: ${named(condition.elements.slice(0, 1))} asks for one of ${named(condition.elements.slice(1))}`;
    case 'E':
      return `is too many: only one of ${named(condition.elements)} may be sent`;
  }
}
