/**
 * The answer to one X12 interchange: the documents that were rejected for their syntax, and those that a rule of the
 * mapping refuses. What is held is a question inside the hospital and does not stand in it.
 */
import { defined } from '../defined.js';
import { counted } from '../wording/index.js';
import type { Origin } from '../canonical/index.js';
import { describeSet, setKindWords, type SetDescription, elementForm } from '../explaining/index.js';
import { answeredGroups, rejectedSets, segmentsOf, setPlace } from '../translation/index.js';
import {
  elementName,
  segmentName,
  openX12Reader,
  type GroupReport,
  type InterchangeReport,
  type SetReport,
  type X12Issue,
  type X12Report,
} from '../x12/index.js';
import { adviceFor } from './answer-advice.js';
import {
  answerIssue,
  limitParts,
  type Answer,
  type AnswerHead,
  type AnswerIssue,
  type Fault,
  type WholePart,
} from './answer.js';

/** A fault that a mapping found. */
export interface RefusedFault extends Fault {
  origin?: Origin | undefined;
}

/** What an answer is made of. Sets are known by `setPlace`. */
export interface X12AnswerSource {
  report: InterchangeReport;
  descriptions: ReadonlyMap<string, SetDescription>;
  /** What mappings refuse in sets whose syntax is sound. */
  refused: ReadonlyMap<string, readonly RefusedFault[]>;
  /** Why the interchange as a whole was refused, beside its own issues. */
  reasons: readonly Fault[];
  /** Whether the sender wants to hear of a set; of all without it. */
  tells?: (place: string) => boolean;
}

/** @returns undefined when everything was accepted */
export function composeX12Answer(head: AnswerHead, source: X12AnswerSource): Answer | undefined {
  const { report } = source;
  const groups = answeredGroups(report);
  if (groups.length === 0 && report.groups.length > 0) return undefined;
  const whole = interchangePart(source);
  const parts = [...whole, ...groups.flatMap((group) => groupParts(group, source))];
  if (parts.length === 0) return undefined;
  const total = sum(groups, ({ sets }) => sets.length);
  const lost = whole.length > 0 ? total : sum(groups, (group) => lostIn(group, source));
  return {
    from: head.from,
    to: head.to,
    facts: factsOf(head, report),
    ...conclusion({ total, lost, whole: whole.length > 0 }),
    ...limitParts(parts),
  };
}

/** The answers to a file by its bytes alone, without a partner: one for each interchange that is not accepted whole. */
export function composeAnswers(report: X12Report, bytes: Uint8Array, head: AnswerHead): Answer[] {
  const rejected = report.interchanges.map(rejectedSets);
  const descriptions = rejected.map(() => new Map<string, SetDescription>());
  const find = (position: { interchange: number; group: number; set: number }) => ({
    place: setPlace({ ordinal: position.group }, { ordinal: position.set }),
    index: position.interchange - 1,
  });
  const reader = openX12Reader({
    wants(position) {
      const { place, index } = find(position);
      return rejected[index]?.has(place) ?? false;
    },
    onSet(document) {
      const { place, index } = find(document.position);
      const { issues } = rejected[index]!.get(place)!;
      descriptions[index]!.set(place, describeSet(document, segmentsOf(issues)));
    },
  });
  reader.write(bytes);
  reader.end();
  return report.interchanges.flatMap((interchange, index) => {
    const source = {
      report: interchange,
      descriptions: descriptions[index]!,
      refused: new Map(),
      reasons: [],
    };
    return composeX12Answer(head, source) ?? [];
  });
}

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0);
}

/** Documents of a group that were not accepted. */
function lostIn(group: GroupReport, { refused }: X12AnswerSource): number {
  if (group.verdict === 'rejected') return group.sets.length;
  return group.sets.filter((set) => set.verdict === 'rejected' || refused.has(setPlace(group, set))).length;
}

function factsOf(head: AnswerHead, { header }: InterchangeReport): Answer['facts'] {
  const from = `${header.senderQualifier} ${header.sender}`;
  const to = `${header.receiverQualifier} ${header.receiver}`;
  return [
    ['Your file', head.fileName],
    ...(head.receivedAt === undefined ? [] : [['Received', head.receivedAt] as const]),
    ['Interchange', `${header.interchangeControlNumber} from ${from} to ${to}`],
  ];
}

function conclusion(counts: { total: number; lost: number; whole: boolean }): {
  result: string;
  todo: string;
} {
  const { total, lost, whole } = counts;
  if (whole) {
    return {
      result: `The interchange was rejected as a whole, with ${counted(total, 'document')} in it.`,
      todo: 'Correct what is listed here and send the whole interchange again, with a new control number (ISA13).',
    };
  }
  if (lost === total) {
    return {
      result: total === 1 ? 'The document was not accepted.' : `None of the ${total} documents was accepted.`,
      todo: 'Correct what is listed here and send it again, in an interchange with a new control number (ISA13).',
    };
  }
  const [were, these] = [lost === 1 ? 'was' : 'were', lost === 1 ? 'this one' : 'these'];
  return {
    result: `${total - lost} of ${counted(total, 'document')} ${total - lost === 1 ? 'was' : 'were'} accepted; ${lost} ${were} not.`,
    todo:
      `Correct what is listed here and send only ${these} again, in an interchange with a new control number ` +
      '(ISA13). Do not send the accepted documents again.',
  };
}

function interchangePart({ report, reasons }: X12AnswerSource): WholePart[] {
  const faults = [...reasons, ...errors(report.issues)];
  if (report.verdict !== 'rejected' || faults.length === 0) return [];
  const title = `Interchange ${report.header.interchangeControlNumber}`;
  const version = '';
  return [
    {
      title,
      subtitle: 'rejected as a whole',
      issues: faults.map((fault) => syntaxIssue(fault, { version })),
    },
  ];
}

function groupParts(group: GroupReport, source: X12AnswerSource): WholePart[] {
  const { header, sets, verdict } = group;
  const tells = (set: SetReport) => source.tells?.(setPlace(group, set)) ?? true;
  const told = sets.filter(tells);
  const faults = verdict === 'rejected' && (told.length > 0 || sets.length === 0) ? errors(group.issues) : [];
  const whole: WholePart[] =
    faults.length === 0
      ? []
      : [
          {
            title: `Group ${header.groupControlNumber}`,
            subtitle: `${header.functionalId} ${header.version}: rejected as a whole, with ${counted(sets.length, 'document')} in it`,
            issues: faults.map((fault) => syntaxIssue(fault, header)),
          },
        ];
  return [...whole, ...told.flatMap((set) => setPart(group, set, source))];
}

function setPart(group: GroupReport, set: SetReport, source: X12AnswerSource): WholePart[] {
  const place = setPlace(group, set);
  const refused = source.refused.get(place) ?? [];
  if (set.verdict !== 'rejected' && refused.length === 0) return [];
  const description = source.descriptions.get(place);
  const rejected = set.verdict === 'rejected';
  const lines = description?.lines;
  const own = rejected ? errors(set.issues) : [];
  const numbers = `set ${set.set}, control number ${set.transactionSetControlNumber}, in group ${group.header.groupControlNumber}`;
  return [
    {
      title: titleOf(set.set, description),
      subtitle: `${numbers}: ${rejected ? 'rejected' : 'read and acknowledged, but refused for its content'}`,
      issues: [
        ...own.map((issue) => syntaxIssue(issue, { version: group.header.version, lines })),
        ...refused.map((fault) => contentIssue(fault, lines)),
      ],
      unkept: rejected ? Math.max(0, set.issueCount - set.issues.length) : 0,
    },
  ];
}

function titleOf(set: string, description: SetDescription | undefined): string {
  const kind = capital(setKindWords(set));
  const number = description?.number;
  if (number === undefined) return kind;
  return number.value === ''
    ? `${kind} without a number (${number.place} is empty)`
    : `${kind} ${number.value}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function errors(issues: readonly X12Issue[]): X12Issue[] {
  return issues.filter(({ severity }) => severity === 'error');
}

function syntaxIssue(
  issue: Fault & Partial<Omit<X12Issue, 'value'>>,
  at: { version: string; lines?: SetDescription['lines'] | undefined },
): AnswerIssue {
  const advice = adviceFor(issue.code);
  const { segment, segmentId, element, component } = issue;
  const missing = issue.code === 'MANDATORY_SEGMENT_MISSING';
  // Told at the segment before which it is missing: its line is the one that ends there.
  const line = at.lines?.get(missing && segment !== undefined ? segment - 1 : (segment ?? 0));
  const form =
    advice.form === true && segmentId !== undefined && element !== undefined
      ? elementForm(at.version, { segmentId, element, ...defined({ component }) })
      : undefined;
  const where = missing ? `before segment ${segment}` : x12Place({ segment, segmentId, element, component });
  return answerIssue(issue, { place: [line ?? '', where].filter(Boolean).join(', '), advice, form });
}

function contentIssue(fault: RefusedFault, lines: SetDescription['lines'] | undefined): AnswerIssue {
  const { origin = {} as Partial<Origin> } = fault;
  const line = lines?.get(origin.segment ?? 0) ?? '';
  const place = [line, x12Place(origin)].filter(Boolean).join(', ');
  return answerIssue(fault, { place, advice: adviceFor(fault.code) });
}

/** "segment 14 (IT1, order line), element IT103 (unit)" */
function x12Place(at: {
  segment?: number | undefined;
  segmentId?: string | undefined;
  element?: number | undefined;
  component?: number | undefined;
}): string {
  const { segment, segmentId = '', element, component } = at;
  const named = [segmentId, segmentName(segmentId)].filter(Boolean).join(', ');
  const parts = segment === undefined ? [] : [`segment ${segment}${named === '' ? '' : ` (${named})`}`];
  if (segmentId !== '' && element !== undefined) {
    const name = elementName(segmentId, element);
    const number = `${segmentId}${String(element).padStart(2, '0')}${component === undefined ? '' : `-${component}`}`;
    parts.push(`element ${number}${name === undefined ? '' : ` (${name})`}`);
  }
  return parts.join(', ');
}
