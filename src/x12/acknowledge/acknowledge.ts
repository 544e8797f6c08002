/**
 * What to answer an interchange with: a 997 or 999 set per functional group, and a TA1 where one is due.
 *
 * The plan is made while reading, without control numbers, and stored; it is written when its numbers are taken. A 997
 * speaks about syntax only. An acknowledgment is never acknowledged.
 */
import type { GroupReport, InterchangeReport, Verdict } from '../report.js';
import {
  usualSyntax,
  unwritable,
  type OutboundElement,
  type OutboundInterchange,
  type OutboundSegment,
  type OutboundSyntax,
  writeInterchange,
  type WriteResult,
} from '../write/index.js';
import { acknowledgmentSegments } from './acknowledge-group.js';
import { formFor, type AcknowledgmentForm, type AcknowledgmentSet } from './acknowledgment-form.js';

export interface AcknowledgmentPolicy {
  /**
   * What answers a group; not asked for groups that are acknowledgments themselves. A group older than 005010 gets a 997
   * for 999.
   */
  acknowledge: (group: GroupReport) => AcknowledgmentSet | 'none';
  /** as-asked: a TA1 where ISA14 asks for it. */
  ta1: 'as-asked' | 'always' | 'never';
}

/** One 997 or 999 set, before its control number. */
export interface PlannedSet {
  functionalId: string; // GS01 of the group answered
  groupControlNumber: string; // GS06 of the group answered, as sent
  verdict: Verdict;
  /** AK1 to AK9. */
  segments: OutboundSegment[];
}

/** Plain JSON without control characters, so that any database column holds it. */
export interface AcknowledgmentPlan {
  /** ISA13 of the interchange answered, as sent. */
  answers: string;
  /** What it tells the partner, over all groups answered. */
  verdict: Verdict;
  senderQualifier: string; // ISA05
  sender: string; // ISA06
  receiverQualifier: string; // ISA07
  receiver: string; // ISA08
  version: string; // ISA12
  usage: string; // ISA15
  ta1?: OutboundSegment;
  groups: PlannedGroup[];
}

/** One FA group for each pair of application identifiers and kind of answer; each needs a group control number. */
export interface PlannedGroup {
  sender: string; // GS02
  receiver: string; // GS03
  version: string; // GS08
  /** Its sets are 997 where this is left out, as in plans that were stored before there was a 999. */
  set?: '999';
  sets: PlannedSet[];
}

/** What an acknowledgment gets when it is written. */
export interface AcknowledgmentStamp {
  interchangeControlNumber: number;
  /** One for each group of the plan, in its order. */
  groupControlNumbers: readonly number[];
  date: string; // yyyyMMdd
  time: string; // HHmm
  /** ISA15; as received when left out. */
  usage?: string;
  syntax?: OutboundSyntax;
}

/** Plans the answer to one interchange; undefined when none is due. */
export function planAcknowledgment(
  interchange: InterchangeReport,
  policy: AcknowledgmentPolicy,
): AcknowledgmentPlan | undefined {
  const { header, ta1 } = interchange;
  if (isAcknowledgmentOnly(interchange)) return undefined;
  const ta1Due = policy.ta1 === 'always' || (policy.ta1 === 'as-asked' && header.acknowledgmentRequested);
  const groups = planGroups(interchange, policy, ta1Due);
  if (!ta1Due && groups.length === 0) return undefined;
  const told = groups.flatMap((group) => group.sets.map((set) => set.verdict));
  if (ta1Due && (ta1.status !== 'A' || told.length === 0)) told.push(verdictOfTa1[ta1.status]);
  return {
    answers: plain(header.interchangeControlNumber),
    verdict: together(told),
    senderQualifier: plain(header.receiverQualifier),
    sender: plain(header.receiver),
    receiverQualifier: plain(header.senderQualifier),
    receiver: plain(header.sender),
    version: /^00[2-9]\d\d$/.test(header.version) ? header.version : '00401',
    usage: /^[PTI]$/.test(header.usage) ? header.usage : 'P',
    ...(ta1Due ? { ta1: ta1Segment(interchange) } : {}),
    groups,
  };
}

/** Writes a plan with its numbers: the same plan and stamp give the same bytes. */
export function writeAcknowledgment(plan: AcknowledgmentPlan, stamp: AcknowledgmentStamp): WriteResult {
  return writeInterchange(composeAcknowledgment(plan, stamp));
}

/** What a plan sends, as in the name of its file: the set of its first group, or TA1. */
export function documentOf(plan: AcknowledgmentPlan): string {
  const [first] = plan.groups;
  return first === undefined ? 'TA1' : setOf(first);
}

function setOf({ set }: PlannedGroup): AcknowledgmentSet {
  return set ?? '997';
}

/** The interchange that a plan and its stamp mean, before it is written. */
export function composeAcknowledgment(
  plan: AcknowledgmentPlan,
  stamp: AcknowledgmentStamp,
): OutboundInterchange {
  const syntax = stamp.syntax ?? usualSyntax;
  const forbidden = unwritable({ syntax, version: plan.version });
  const groups = plan.groups.map((group, index) => ({
    functionalId: 'FA',
    sender: group.sender,
    receiver: group.receiver,
    version: group.version,
    groupControlNumber: stamp.groupControlNumbers[index] ?? 0,
    sets: group.sets.map((set, place) => ({
      set: setOf(group),
      transactionSetControlNumber: place + 1,
      // A 999 names its guide in ST03 too.
      ...(group.set === '999' ? { conventionReference: group.version } : {}),
      segments: set.segments.map((segment) => sendable(segment, forbidden)),
    })),
  }));
  return {
    senderQualifier: plan.senderQualifier,
    sender: plan.sender,
    receiverQualifier: plan.receiverQualifier,
    receiver: plan.receiver,
    version: plan.version,
    interchangeControlNumber: stamp.interchangeControlNumber,
    acknowledgmentRequested: false,
    usage: stamp.usage ?? plan.usage,
    at: { date: stamp.date, time: stamp.time },
    syntax,
    ...(plan.ta1 === undefined ? {} : { ta1: [sendable(plan.ta1, forbidden)] }),
    groups,
  };
}

const verdictOfTa1 = { A: 'accepted', E: 'accepted-with-errors', R: 'rejected' } as const;

/** Groups of acknowledgments, or TA1 segments and nothing else: answering them could go back and forth forever. */
function isAcknowledgmentOnly({ groups, acknowledgments }: InterchangeReport): boolean {
  if (groups.length === 0) return acknowledgments.length > 0;
  return groups.every(isAcknowledgment);
}

function isAcknowledgment(group: GroupReport): boolean {
  return group.header.functionalId === 'FA';
}

/**
 * The sets that answer, by the FA group that carries them. A TA1 that rejects the interchange speaks for all of it; where
 * none is due, each group is rejected by its own 997, because silence would leave the partner believing it was received.
 */
function planGroups(
  interchange: InterchangeReport,
  policy: AcknowledgmentPolicy,
  ta1Due: boolean,
): AcknowledgmentPlan['groups'] {
  if (interchange.ta1.status === 'R' && ta1Due) return [];
  const nothingAccepted = interchange.ta1.status === 'R' || interchange.verdict === 'rejected';
  const planned = new Map<string, PlannedGroup>();
  for (const group of interchange.groups) {
    if (isAcknowledgment(group)) continue;
    const wanted = policy.acknowledge(group);
    if (wanted === 'none') continue;
    const form = formFor(group.header.version, wanted);
    const { version } = form;
    const sender = plain(group.header.receiver) || plain(interchange.header.receiver);
    const receiver = plain(group.header.sender) || plain(interchange.header.sender);
    const key = JSON.stringify([sender, receiver, version]);
    const carrier = planned.get(key) ?? newGroup({ sender, receiver, version, sets: [] }, form);
    planned.set(key, carrier);
    carrier.sets.push(planSet(nothingAccepted ? { ...group, verdict: 'rejected' } : group, form));
  }
  return [...planned.values()];
}

function newGroup(group: PlannedGroup, { set }: AcknowledgmentForm): PlannedGroup {
  return set === '999' ? { ...group, set } : group;
}

function planSet(group: GroupReport, form: AcknowledgmentForm): PlannedSet {
  return {
    functionalId: plain(group.header.functionalId),
    groupControlNumber: plain(group.header.groupControlNumber),
    verdict: group.verdict,
    segments: acknowledgmentSegments(group, form).map((segment) => mapValues(segment, plain)),
  };
}

function ta1Segment({ header, ta1 }: InterchangeReport): OutboundSegment {
  const echoed = [header.interchangeControlNumber, header.date, header.time].map(plain);
  const [control = '', date = '', time = ''] = echoed;
  return [
    'TA1',
    control.padStart(9, '0').slice(0, 9),
    date.slice(0, 6),
    time.slice(0, 4),
    ta1.status,
    ta1.code,
  ];
}

/** Several verdicts as one: what a partner may conclude about the interchange as a whole. */
function together(verdicts: readonly Verdict[]): Verdict {
  const has = (verdict: Verdict): boolean => verdicts.includes(verdict);
  if (verdicts.every((verdict) => verdict === 'rejected')) return 'rejected';
  if (has('rejected') || has('partially-accepted')) return 'partially-accepted';
  return has('accepted-with-errors') ? 'accepted-with-errors' : 'accepted';
}

/** A received value fit to be repeated: printable ASCII, because an acknowledgment must not itself be at fault. */
function plain(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '').trimEnd();
}

/**
 * Zeros stand where a mandatory value that is repeated could not be read: digits are never a delimiter. What could be
 * read is repeated as it came even when it is too short, so that the partner finds its own numbers again.
 */
const placeholders: Record<string, readonly string[]> = {
  TA1: ['', '000000000', '000000', '0000'],
  AK1: ['', '00', '0'],
  AK2: ['', '000', '0000'],
  AK3: ['', '000'],
  IK3: ['', '000'],
  CTX: ['', '', '000'],
};

/** Which element repeats a segment identifier, from 0. */
const segmentIdIn: Record<string, number> = { AK3: 0, IK3: 0, CTX: 1 };

/** Our delimiters may stand in what was received under theirs: they are left out of what is repeated. */
function sendable(segment: OutboundSegment, forbidden: RegExp): OutboundSegment {
  const [id, ...elements] = mapValues(segment, (value) => value.replace(forbidden, ''));
  const stand = placeholders[id] ?? [];
  const filled = elements.map((element, index) => (element === '' ? (stand[index + 1] ?? '') : element));
  // AK301 has two characters at least; nobody looks anything up by it
  const named = segmentIdIn[id];
  if (named !== undefined && typeof filled[named] === 'string') filled[named] = filled[named].padEnd(2);
  return [id, ...filled];
}

function mapValues(segment: OutboundSegment, change: (value: string) => string): OutboundSegment {
  const [id, ...elements] = segment;
  const changed = (element: OutboundElement): OutboundElement => {
    if (typeof element === 'string') return change(element);
    return element.map((part) =>
      typeof part === 'string' ? change(part) : part.map(change),
    ) as OutboundElement;
  };
  return [id, ...elements.map(changed)];
}
