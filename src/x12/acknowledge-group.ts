/**
 * The segments of a 997 for one functional group: AK1, then AK2 to AK5 for each set with its faults, then AK9.
 *
 * Verdicts and codes come from the report; this file only decides their place. Lengths are those of the version written.
 */
import type { OutboundElement, OutboundSegment } from './outbound.js';
import type { GroupReport, SetReport, Verdict, X12Issue } from './report.js';

const valueCharactersMax = 99; // AK404
const codesMax = 5; // AK502-506, AK905-909
const elementIssuesMax = 99; // AK4 within one AK3
const countMax = 999_999; // AK902-904
const positionMax = 99; // components of AK401

const limits = {
  '004010': { segmentPosition: 999_999, loop: 6, from5010: false },
  '005010': { segmentPosition: 9_999_999_999, loop: 4, from5010: true },
};

type Limits = (typeof limits)[keyof typeof limits];

const setCode: Record<Verdict, string> = {
  accepted: 'A',
  'accepted-with-errors': 'E',
  'partially-accepted': 'R',
  rejected: 'R',
};

const groupCode: Record<Verdict, string> = { ...setCode, 'partially-accepted': 'P' };

/** AK1 to AK9 for a group, in the version of the 997 (004010 or 005010). */
export function acknowledgmentSet(group: GroupReport, version: string): OutboundSegment[] {
  const { header, verdict, codes, setsReceived } = group;
  const limit = version === '005010' ? limits['005010'] : limits['004010'];
  const ak1: OutboundElement[] = [header.functionalId, header.groupControlNumber.slice(0, 9)];
  if (limit.from5010) ak1.push(header.version.slice(0, 12));
  const counts = [
    group.setsClaimed ?? setsReceived,
    setsReceived,
    verdict === 'rejected' ? 0 : group.setsAccepted,
  ].map((count) => String(Math.min(count, countMax)));
  return [
    ['AK1', ...ak1],
    ...setsTold(group).flatMap((set) => setSegments(set, limit)),
    ['AK9', groupCode[verdict], ...counts, ...codes.slice(0, codesMax)],
  ];
}

/** In a rejected group nothing is accepted, so a set without a fault of its own is not named: AK5 could only deny it. */
function setsTold({ verdict, sets }: GroupReport): SetReport[] {
  return verdict === 'rejected' ? sets.filter((set) => setCode[set.verdict] === 'R') : sets;
}

function setSegments(set: SetReport, limit: Limits): OutboundSegment[] {
  return [
    ['AK2', set.set.slice(0, 3), set.transactionSetControlNumber.slice(0, 9)],
    ...faultSegments(issuesTold(set), limit),
    ['AK5', setCode[set.verdict], ...set.codes.slice(0, codesMax)],
  ];
}

/** A warning beside errors that reject would be taken for a reason; in an accepted set there is nothing to tell. */
function issuesTold({ verdict, issues }: SetReport): X12Issue[] {
  if (verdict === 'accepted') return [];
  const placed = issues.filter(
    (issue) => issue.segment !== undefined && (issue.ak3 ?? issue.ak4) !== undefined,
  );
  return verdict === 'rejected' ? placed.filter((issue) => issue.severity === 'error') : placed;
}

interface SegmentFault {
  at: X12Issue;
  /** AK304 codes other than 8. */
  codes: Set<string>;
  /** Whether AK304 8 is due, with these below it. */
  elementsAtFault: boolean;
  elements: OutboundSegment[];
}

/** All issues of one segment stand together, in the order in which the segments were found at fault. */
function faultSegments(issues: readonly X12Issue[], limit: Limits): OutboundSegment[] {
  const faults = new Map<string, SegmentFault>();
  for (const issue of issues) {
    const key = [issue.segment, issue.segmentId, issue.loop].join('|');
    const fault = faults.get(key) ?? { at: issue, codes: new Set(), elementsAtFault: false, elements: [] };
    faults.set(key, fault);
    if (issue.ak4 !== undefined || issue.ak3 === '8') fault.elementsAtFault = true;
    else if (issue.ak3 !== undefined) fault.codes.add(issue.ak3);
    if (issue.ak4 !== undefined && issue.element !== undefined) fault.elements.push(ak4(issue, limit));
  }
  return [...faults.values()].flatMap((fault) => [
    ...[...fault.codes].map((code) => ak3(fault.at, code, limit)),
    ...(fault.elementsAtFault
      ? [ak3(fault.at, '8', limit), ...fault.elements.slice(0, elementIssuesMax)]
      : []),
  ]);
}

function ak3(issue: X12Issue, code: string, limit: Limits): OutboundSegment {
  const position = Math.min(issue.segment ?? 0, limit.segmentPosition);
  const id = (issue.segmentId ?? '').slice(0, 3);
  return ['AK3', id, String(position), (issue.loop ?? '').slice(0, limit.loop), code];
}

function ak4(issue: X12Issue, limit: Limits): OutboundSegment {
  const { element = 0, component, repetition } = issue;
  const place = [element, component, limit.from5010 ? repetition : undefined].map((part) =>
    part === undefined ? '' : String(Math.min(part, positionMax)),
  );
  const copy = [...(issue.value ?? '')].slice(0, valueCharactersMax).join('');
  return ['AK4', place, issue.elementReference ?? '', issue.ak4 ?? '', copy];
}
