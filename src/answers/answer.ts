/**
 * A supplier's answer file as values: what was received, what became of it, and of each document that was not accepted
 * the faults with their places and what to do. Text and HTML are made of this.
 *
 * It is document content on its way back to whoever sent it: for the answer file only, never for logs or events.
 */
import { defined } from '../defined.js';
import { answerPartsMax } from '../translation/index.js';
import type { AnswerAdvice } from './answer-advice.js';
import type { IssueCode } from '../vocabulary/index.js';

/** One fault of a document, or of the file, group or interchange around it. */
export interface AnswerIssue {
  /** Line, segment and element, or row and column; '' when the whole is meant. */
  place: string;
  problem: string;
  received?: string;
  expected?: string;
  fix: string;
}

/** A document, or the whole around documents, that was not accepted. */
export interface AnswerPart {
  title: string;
  /** Control numbers and what became of it. */
  subtitle: string;
  issues: AnswerIssue[];
  /** Faults that are not listed here. */
  more: number;
}

export interface Answer {
  /** Who answers: the hospital. */
  from: string;
  /** Who is answered: the partner. */
  to: string;
  /** Label and value, in order: file, time, control numbers. */
  facts: readonly (readonly [label: string, value: string])[];
  result: string;
  todo: string;
  parts: AnswerPart[];
  /** Parts that are not listed. */
  moreParts: number;
}

/** Who answers whom about which file. */
export interface AnswerHead {
  from: string;
  to: string;
  fileName: string;
  /** As a person reads it, with its time zone; absent when nothing was received. */
  receivedAt?: string;
}

/** How much is listed: an answer is read by a person. What goes over is counted. */
export const answerLimits = { partsMax: answerPartsMax, issuesPerPartMax: 20, issuesMax: 500 } as const;

/** A part before its issues are cut to the limits. */
export interface WholePart extends Omit<AnswerPart, 'more'> {
  /** Faults that were found but are not at hand. */
  unkept?: number;
}

/** @returns the parts to list, within the limits, and how many are left out */
export function limitParts(whole: readonly WholePart[]): { parts: AnswerPart[]; moreParts: number } {
  const { partsMax, issuesPerPartMax, issuesMax } = answerLimits;
  let left: number = issuesMax;
  const parts: AnswerPart[] = [];
  for (const { unkept = 0, issues, ...part } of whole.slice(0, partsMax)) {
    if (left === 0) break;
    const listed = issues.slice(0, Math.min(issuesPerPartMax, left));
    left -= listed.length;
    parts.push({ ...part, issues: listed, more: issues.length - listed.length + unkept });
  }
  return { parts, moreParts: whole.length - parts.length };
}

/** A fault as the reader, the mapping or the CSV reader tells it. */
export interface Fault {
  code: IssueCode;
  words: string;
  value?: string | undefined;
}

/** @param form what the element may hold, where that is known */
export function answerIssue(
  fault: Fault,
  { place, advice, form }: { place: string; advice: AnswerAdvice; form?: string | undefined },
): AnswerIssue {
  // A rule's sentence is in its value, with what it found filled in.
  const isRule = fault.code === 'RULE';
  const problem = sentence(advice.says ?? (isRule ? (fault.value ?? fault.words) : fault.words));
  const expected = advice.expected ?? form;
  return {
    place,
    problem,
    ...(isRule || fault.value === undefined ? {} : { received: fault.value }),
    ...defined({ expected }),
    fix: advice.fix,
  };
}

/** With a capital letter and a full stop. */
function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
