/**
 * The verdicts and issues of one X12 file as `waybill validate --json` prints them: docs/validate.md, a stable interface.
 *
 * Every key is always there; what does not apply is null. Keys may be added, never renamed or left out.
 */
import {
  fileVerdict,
  type GroupReport,
  type InterchangeReport,
  type SetReport,
  type Verdict,
  type X12Issue,
  type X12Report,
} from '../../x12/index.js';
import type { IssueCode, Severity } from '../../vocabulary/index.js';

export interface ValidatedIssue {
  code: IssueCode;
  severity: Severity;
  /** Position in the set, ST is 1 (AK302). */
  segment: number | null;
  segmentId: string | null;
  loop: string | null;
  /** From 1 (AK401). */
  element: number | null;
  component: number | null;
  repetition: number | null;
  /** Data element number (AK402). */
  elementReference: string | null;
  /** Bytes in the file. */
  offset: number;
  length: number;
  /** AK304 */
  ak3: string | null;
  /** AK403 */
  ak4: string | null;
  words: string;
  /** As received, when asked for: document content. */
  value?: string | null;
}

export interface ValidatedSet {
  set: string; // ST01
  controlNumber: string; // ST02
  verdict: Verdict;
  codes: string[]; // AK502 to AK506
  segments: number;
  issueCount: number;
  issues: ValidatedIssue[];
}

export interface ValidatedGroup {
  controlNumber: string; // GS06
  functionalId: string; // GS01
  version: string; // GS08
  verdict: Verdict;
  codes: string[]; // AK905 to AK909
  sets: ValidatedSet[];
  issues: ValidatedIssue[];
}

export interface ValidatedInterchange {
  controlNumber: string; // ISA13
  verdict: Verdict;
  ta1: string; // TA105
  groups: ValidatedGroup[];
  issues: ValidatedIssue[];
  /** The answer as it would be sent, when asked for; null when none is due. */
  acknowledgment?: string | null;
}

export interface ValidatedFile {
  file: string;
  /** null when the file could not be read. */
  verdict: Verdict | null;
  interchanges: ValidatedInterchange[];
  /** Outside of any interchange. */
  issues: ValidatedIssue[];
  /** Why the file could not be read, else null. */
  error: string | null;
}

export interface ValidationDetail {
  /** Issues shown of each set, group, interchange and file. */
  maxIssues: number;
  /** Whether issues carry the value received. */
  values: boolean;
}

/** One file. */
export function validatedFile(file: string, report: X12Report, detail: ValidationDetail): ValidatedFile {
  return {
    file,
    verdict: fileVerdict(report),
    interchanges: report.interchanges.map((interchange) => validatedInterchange(interchange, detail)),
    issues: validatedIssues(report.issues, detail),
    error: null,
  };
}

/** A file that could not be read. */
export function unreadFile(file: string, error: string): ValidatedFile {
  return { file, verdict: null, interchanges: [], issues: [], error };
}

/** At most `max` issues in their order; errors before warnings are kept. */
export function firstIssues(issues: readonly X12Issue[], max: number): X12Issue[] {
  if (issues.length <= max) return [...issues];
  const errors = issues.filter(({ severity }) => severity === 'error');
  const warnings = issues.filter(({ severity }) => severity === 'warning');
  const kept = new Set([...errors, ...warnings].slice(0, max));
  return issues.filter((issue) => kept.has(issue));
}

function validatedInterchange(
  interchange: InterchangeReport,
  detail: ValidationDetail,
): ValidatedInterchange {
  const { header, verdict, ta1, groups, issues } = interchange;
  return {
    controlNumber: header.interchangeControlNumber,
    verdict,
    ta1: ta1.code,
    groups: groups.map((group) => validatedGroup(group, detail)),
    issues: validatedIssues(issues, detail),
  };
}

function validatedGroup(group: GroupReport, detail: ValidationDetail): ValidatedGroup {
  const { header, verdict, codes, sets, issues } = group;
  return {
    controlNumber: header.groupControlNumber,
    functionalId: header.functionalId,
    version: header.version,
    verdict,
    codes,
    sets: sets.map((set) => validatedSet(set, detail)),
    issues: validatedIssues(issues, detail),
  };
}

function validatedSet(report: SetReport, detail: ValidationDetail): ValidatedSet {
  const { set, transactionSetControlNumber, verdict, codes, segments, issueCount, issues } = report;
  return {
    set,
    controlNumber: transactionSetControlNumber,
    verdict,
    codes,
    segments,
    issueCount,
    issues: validatedIssues(issues, detail),
  };
}

function validatedIssues(issues: readonly X12Issue[], detail: ValidationDetail): ValidatedIssue[] {
  return firstIssues(issues, detail.maxIssues).map(({ place, ...issue }) => ({
    code: issue.code,
    severity: issue.severity,
    segment: place.segment ?? null,
    segmentId: place.segmentId ?? null,
    loop: place.loop ?? null,
    element: place.element ?? null,
    component: place.component ?? null,
    repetition: place.repetition ?? null,
    elementReference: issue.elementReference ?? null,
    offset: place.offset,
    length: place.length,
    ak3: issue.ak3 ?? null,
    ak4: issue.ak4 ?? null,
    words: issue.words,
    ...(detail.values ? { value: issue.value ?? null } : {}),
  }));
}
