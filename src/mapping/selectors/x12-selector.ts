/**
 * The grammar of X12 selectors: `^HL(O)/REF(CT).REF02` to a plain value.
 */
import type { SelectorFault } from '../file/index.js';

/** Element `element` is one of `values`. */
export interface Condition {
  element: number;
  values: readonly string[];
}

/** A loop or segment with what must be true of its first segment, or of itself. */
export interface Step {
  id: string;
  conditions: readonly Condition[];
}

export type Start = 'here' | 'above' | 'set';

export interface ValueSelector {
  start: Start;
  loops: readonly Step[];
  segment: Step;
  take: { element: number; component: number | undefined } | { qualifiers: readonly string[] };
}

export interface EachSelector {
  start: Start;
  steps: readonly Step[];
}

const stepForm = /^([A-Z][A-Z0-9]{1,2})(?:\(([^()]*)\))?/;
const elementForm = /^([A-Z][A-Z0-9]{1,2})(\d\d)(?:-(\d{1,2}))?$/;
const pairForm = /^id\(([^()]+)\)$/;

/** `BIG02`, `REF(CT).REF02`, `N1(ST)/N4.N401`, `IT1.id(VC|VP)`, with `^` or `/` before it. */
export function parseValueSelector(text: string): ValueSelector | SelectorFault {
  const { start, rest } = splitStart(text);
  const parts = splitSteps(rest);
  const last = parts.pop() ?? '';
  const loops = parseSteps(parts, text);
  if (!Array.isArray(loops)) return loops;
  const taken = parseLast(last, text);
  return 'message' in taken ? taken : { start, loops, ...taken };
}

/** `IT1`, `SAC(C)`, `PO1/ACK`, `HL(T|P)`, with `^` or `/` before it. */
export function parseEachSelector(text: string): EachSelector | SelectorFault {
  const { start, rest } = splitStart(text);
  const steps = parseSteps(splitSteps(rest), text);
  if (!Array.isArray(steps)) return steps;
  return steps.length === 0 ? unreadable(text) : { start, steps };
}

function splitStart(text: string): { start: Start; rest: string } {
  if (text.startsWith('^')) return { start: 'above', rest: text.slice(1) };
  if (text.startsWith('/')) return { start: 'set', rest: text.slice(1) };
  return { start: 'here', rest: text };
}

/** At slashes that stand outside brackets. */
function splitSteps(text: string): string[] {
  return text.split(/\/(?![^()]*\))/);
}

function parseSteps(parts: readonly string[], whole: string): Step[] | SelectorFault {
  const steps: Step[] = [];
  for (const part of parts) {
    const step = parseStep(part);
    if (!step || step.rest !== '') return unreadable(whole);
    steps.push(step.step);
  }
  return steps;
}

function parseStep(text: string): { step: Step; rest: string } | undefined {
  const match = stepForm.exec(text);
  if (!match) return undefined;
  const id = match[1] ?? '';
  const conditions =
    match[2] === undefined ? [] : match[2].split('&').map((part) => parseCondition(id, part));
  if (!conditions.every((condition) => condition !== undefined)) return undefined;
  return { step: { id, conditions }, rest: text.slice(match[0].length) };
}

/** `C|A` speaks of element 1, in HL of its level (element 3); `04=X` of element 4. */
function parseCondition(id: string, text: string): Condition | undefined {
  const named = /^(\d\d)=(.+)$/.exec(text);
  const values = (named?.[2] ?? text).split('|').map((value) => value.trim());
  if (values.some((value) => value === '')) return undefined;
  return { element: named ? Number(named[1]) : id === 'HL' ? 3 : 1, values };
}

type Last = Pick<ValueSelector, 'segment' | 'take'>;

function parseLast(text: string, whole: string): Last | SelectorFault {
  const plain = elementForm.exec(text);
  if (plain) return { segment: { id: plain[1] ?? '', conditions: [] }, take: elementOf(plain) };
  const parsed = parseStep(text);
  if (!parsed) return unreadable(whole);
  const { step, rest } = parsed;
  const pair = pairForm.exec(rest.slice(1));
  if (rest.startsWith('.') && pair) {
    if (!Object.hasOwn(firstPair, step.id)) return noPairs(step.id);
    return { segment: step, take: { qualifiers: (pair[1] ?? '').split('|') } };
  }
  const element = elementForm.exec(rest.slice(1));
  if (!rest.startsWith('.') || !element) return noElement(text, step, rest);
  if (element[1] !== step.id) {
    return {
      message: `"${whole}" names ${step.id} and then an element of ${element[1]}`,
      help: `write ${step.id}${element[2]}`,
    };
  }
  return { segment: step, take: elementOf(element) };
}

function elementOf(match: RegExpExecArray): { element: number; component: number | undefined } {
  return { element: Number(match[2]), component: match[3] === undefined ? undefined : Number(match[3]) };
}

/** The element in which the qualifier pairs of a segment start. */
export const firstPair: Readonly<Record<string, number>> = { IT1: 6, PO1: 6, LIN: 2, SLN: 9, ACK: 7, POC: 8 };

function noPairs(id: string): SelectorFault {
  return {
    message: `${id} has no qualifier pairs`,
    help: `segments with pairs: ${Object.keys(firstPair).join(', ')}`,
  };
}

function noElement(text: string, step: Step, rest: string): SelectorFault {
  if (rest !== '') return unreadable(text);
  return { message: `"${text}" names a segment, not an element`, help: `e.g. ${text}.${step.id}02` };
}

function unreadable(text: string): SelectorFault {
  return {
    message: `"${text}" is not a selector`,
    help: 'e.g. BIG02, REF(CT).REF02, N1(ST)/N401, IT1.id(VC|VP), ^PRF01, HL(O)/PRF01',
  };
}
