/**
 * The segments of a 997 or 999 for one functional group: AK1, then AK2 to AK5 (IK5) for each set with its faults, then AK9.
 *
 * Verdicts and codes come from the report; this file only decides their place. Lengths are those of the version written.
 */
import type { GroupReport, SetReport, Verdict, X12Issue } from '../report.js';
import type { OutboundElement, OutboundSegment } from '../write/index.js';
import { elementCode, segmentCode, setCodes, type AcknowledgmentForm } from './acknowledgment-form.js';

const valueCharactersMax = 99; // AK404
const codesMax = 5; // AK502-506, AK905-909
const elementIssuesMax = 99; // AK4 within one AK3
const countMax = 999_999; // AK902-904
const positionMax = 99; // element and component of AK401
const repetitionMax = 9_999; // repetition of AK401
const conventionCharactersMax = 35; // AK203

const setCode: Record<Verdict, string> = {
  accepted: 'A',
  'accepted-with-errors': 'E',
  'partially-accepted': 'R',
  rejected: 'R',
};

const groupCode: Record<Verdict, string> = { ...setCode, 'partially-accepted': 'P' };

/** AK1 to AK9 for a group. */
export function acknowledgmentSegments(group: GroupReport, form: AcknowledgmentForm): OutboundSegment[] {
  const { header, verdict, codes, setsReceived } = group;
  const ak1: OutboundElement[] = [header.functionalId.slice(0, 2), header.groupControlNumber.slice(0, 9)];
  if (form.from5010) ak1.push(header.version.slice(0, 12));
  const counts = [
    group.setsClaimed ?? setsReceived,
    setsReceived,
    verdict === 'rejected' ? 0 : group.setsAccepted,
  ].map((count) => String(Math.min(count, countMax)));
  return [
    ['AK1', ...ak1],
    ...setsTold(group).flatMap((set) => setSegments(set, form)),
    ['AK9', groupCode[verdict], ...counts, ...codes.slice(0, codesMax)],
  ];
}

/** In a rejected group nothing is accepted, so a set without a fault of its own is not named: AK5 could only deny it. */
function setsTold({ verdict, sets }: GroupReport): SetReport[] {
  return verdict === 'rejected' ? sets.filter((set) => setCode[set.verdict] === 'R') : sets;
}

function setSegments(set: SetReport, form: AcknowledgmentForm): OutboundSegment[] {
  const ak2: OutboundElement[] = [set.set.slice(0, 3), set.transactionSetControlNumber.slice(0, 9)];
  if (form.from5010) ak2.push((set.conventionReference ?? '').slice(0, conventionCharactersMax));
  const told = issuesTold(set);
  return [
    ['AK2', ...ak2],
    ...faultSegments(told, form),
    [form.setAnswer, setCode[set.verdict], ...setCodes(form, set, told).slice(0, codesMax)],
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
  /** What is wrong with the segment as a whole, by AK304 code other than 8. */
  byCode: Map<string, X12Issue>;
  /** Whether AK304 8 is due, with these below it. */
  elementsAtFault: boolean;
  elements: X12Issue[];
}

function newFault(at: X12Issue): SegmentFault {
  return { at, byCode: new Map(), elementsAtFault: false, elements: [] };
}

/** All issues of one segment stand together, in the order in which the segments were found at fault. */
function faultSegments(issues: readonly X12Issue[], form: AcknowledgmentForm): OutboundSegment[] {
  const faults = new Map<string, SegmentFault>();
  for (const issue of issues) {
    const key = [issue.segment, issue.segmentId, issue.loop].join('|');
    const fault = faults.get(key) ?? newFault(issue);
    faults.set(key, fault);
    if (issue.ak4 !== undefined || issue.ak3 === '8') fault.elementsAtFault = true;
    else fault.byCode.set(segmentCode(form, issue), issue);
    if (issue.ak4 !== undefined && issue.element !== undefined) fault.elements.push(issue);
  }
  return [...faults.values()].flatMap((fault) => [
    ...[...fault.byCode].map(([code, issue]) => segmentFault(issue, code, form)),
    ...(fault.elementsAtFault ? elementFaults(fault, form) : []),
  ]);
}

function segmentFault(issue: X12Issue, code: string, form: AcknowledgmentForm): OutboundSegment {
  return [form.segmentFault, ...placeOf(issue, form), code];
}

function elementFaults({ at, elements }: SegmentFault, form: AcknowledgmentForm): OutboundSegment[] {
  const told = elements.slice(0, elementIssuesMax);
  return [
    segmentFault(at, '8', form),
    ...told.flatMap((issue) => [elementFault(issue, form), ...contextOf(issue, form)]),
  ];
}

/** Identifier, position and loop of a segment, as in AK301 to AK303 and CTX02 to CTX04. */
function placeOf(issue: X12Issue, form: AcknowledgmentForm): [id: string, position: string, loop: string] {
  const position = Math.min(issue.segment ?? 0, form.segmentPositionMax);
  const loop = (issue.loop ?? '').slice(0, form.loopCharactersMax);
  return [(issue.segmentId ?? '').slice(0, 3), String(position), loop];
}

function elementFault(issue: X12Issue, form: AcknowledgmentForm): OutboundSegment {
  const { element = 0, component, repetition, elementReference = '', value = '' } = issue;
  const place = [
    bounded(element, positionMax),
    bounded(component, positionMax),
    bounded(form.from5010 ? repetition : undefined, repetitionMax),
  ];
  const copy = [...value].slice(0, valueCharactersMax).join('');
  return [form.elementFault, place, elementReference, elementCode(form, issue), copy];
}

/** The element that called for the one at fault, or excludes it: only a 999 can say so. */
function contextOf(issue: X12Issue, form: AcknowledgmentForm): OutboundSegment[] {
  if (form.set === '997' || issue.trigger === undefined) return [];
  const inComposite = issue.component !== undefined;
  const place = inComposite ? [issue.element, issue.trigger] : [issue.trigger];
  return [
    [
      'CTX',
      ['SITUATIONAL TRIGGER'],
      ...placeOf(issue, form),
      place.map((part) => bounded(part, positionMax)),
    ],
  ];
}

function bounded(position: number | undefined, max: number): string {
  return position === undefined ? '' : String(Math.min(position, max));
}
