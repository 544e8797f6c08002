/**
 * What differs between the sets that acknowledge: a 997 of 004010, a 997 of 005010 and a 999.
 *
 * Faults carry the codes of the standard; a 999 has codes of its own for those against the partner's guide, and a 997 of
 * 004010 lacks codes that came later.
 */
import type { SetReport, X12Issue } from '../report.js';

export type AcknowledgmentSet = '997' | '999';

export interface AcknowledgmentForm {
  set: AcknowledgmentSet;
  /** GS08 of the groups that carry it. */
  version: string;
  /** Names of the segments that tell a segment at fault, an element at fault, and the end of a set. */
  segmentFault: 'AK3' | 'IK3';
  elementFault: 'AK4' | 'IK4';
  setAnswer: 'AK5' | 'IK5';
  segmentPositionMax: number; // AK302, IK302
  loopCharactersMax: number; // AK303, IK303
  /** AK103, AK203 and the repetition in AK401 came with 005010. */
  from5010: boolean;
}

const answer997 = { set: '997', segmentFault: 'AK3', elementFault: 'AK4', setAnswer: 'AK5' } as const;
const limits4010 = { segmentPositionMax: 999_999, loopCharactersMax: 6, from5010: false };
const limits5010 = { segmentPositionMax: 9_999_999_999, loopCharactersMax: 4, from5010: true };

const form4010: AcknowledgmentForm = { ...answer997, version: '004010', ...limits4010 };
const form5010: AcknowledgmentForm = { ...answer997, version: '005010', ...limits5010 };
const form999: AcknowledgmentForm = {
  set: '999',
  version: '005010X231A1',
  segmentFault: 'IK3',
  elementFault: 'IK4',
  setAnswer: 'IK5',
  ...limits5010,
};

/**
 * The form that answers a group: 005010 its own family and later ones, 004010 everything before. There is no 999 before
 * 005010, so an older group gets a 997 whatever was agreed.
 */
export function formFor(groupVersion: string, wanted: AcknowledgmentSet): AcknowledgmentForm {
  if (!has999(groupVersion)) return form4010;
  return wanted === '999' ? form999 : form5010;
}

/** Whether a group of this GS08 can be answered by a 999. */
function has999(groupVersion: string): boolean {
  return /^\d{6}/.test(groupVersion) && groupVersion >= '005010';
}

/** AK304 or IK304. */
export function segmentCode(form: AcknowledgmentForm, issue: X12Issue): string {
  const code = issue.ak3 ?? '';
  if (form.set === '997' || issue.implementation !== true) return code;
  const isLoop = issue.loop === issue.segmentId;
  if (code === '3') return isLoop ? 'I7' : 'I8';
  return code === '1' || code === '2' || code === '6' ? 'I4' : code;
}

/** Codes of the standard, and what a 999 says instead when only the partner's guide is broken. */
const guideElementCodes: Readonly<Record<string, string>> = {
  '1': 'I9',
  '2': 'I9',
  '3': 'I10',
  '7': 'I6',
  // An element that the partner does not use: nothing else of a guide excludes.
  '10': 'I10',
};

/** AK403 or IK403. */
export function elementCode(form: AcknowledgmentForm, issue: X12Issue): string {
  const code = issue.ak4 ?? '';
  if (!form.from5010) return code === '12' || code === '13' ? '3' : code;
  if (form.set === '997' || issue.implementation !== true) return code;
  return guideElementCodes[code] ?? code;
}

/** AK502 to AK506, or IK502 to IK506. */
export function setCodes(form: AcknowledgmentForm, set: SetReport, told: readonly X12Issue[]): string[] {
  const codes = form.from5010 ? set.codes.map((code) => (code === '6' ? codeOfKind(set) : code)) : set.codes;
  const inGuide = (issue: X12Issue): boolean => issue.implementation === true;
  if (form.set === '997' || !told.some(inGuide)) return codes;
  // Of issues that were only counted nobody knows whether they are against the guide alone.
  const onlyGuide = told.every(inGuide) && set.issueCount === set.issues.length;
  return codes.flatMap((code) => (code === '5' ? (onlyGuide ? ['I5'] : ['5', 'I5']) : [code]));
}

/** 005010 tells a set in a group of another kind from a set that has no proper identifier. */
function codeOfKind({ issues }: SetReport): string {
  return issues.some((issue) => issue.code === 'SET_NOT_IN_GROUP') ? '18' : '6';
}
