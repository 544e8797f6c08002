/**
 * A composed document as a file. X12 is written, read by our own reader as the partner would, and read back by a second one,
 * as XML is.
 *
 * Pure: control numbers, clock and agreement are given. Nothing is fit to be sent while an issue holds or rejects.
 */
import { sensitivePaths } from '../canonical/index.js';
import { defined } from '../defined.js';
import type { ComposedX12, ComposeResult, MappingIssue, OutboundMapping } from '../mapping/index.js';
import type { X12Party } from '../partners/index.js';
import {
  findGuide,
  completeSyntax,
  type OutboundInterchange,
  type OutboundSyntax,
  unwritable,
  type ValidationPolicy,
  openX12Reader,
  type X12Issue,
  type X12Report,
  writeInterchange,
  type WriteFault,
} from '../x12/index.js';
import { readBackXml } from './read-back-xml.js';
import { readBack } from './read-back.js';
import { replacedValues, type ReplacedValue } from './replaced-values.js';

/** The envelope of documents, and what was agreed about what stands in them. */
export interface Sending {
  ours: X12Party;
  theirs: X12Party;
  usage: string; // ISA15
  acknowledgmentRequested?: boolean; // ISA14
  interchangeControlNumber: number; // ISA13
  groupControlNumber: number; // GS06
  /** Of the first set; the others count on. */
  transactionSetControlNumber: number; // ST02
  /** The hub's wall: yyyyMMdd and HHmm. */
  at: { date: string; time: string };
  syntax: Partial<OutboundSyntax>;
  validation: Partial<ValidationPolicy>;
}

export interface ComposedFile {
  /** Absent when it cannot be written at all. */
  bytes?: Uint8Array;
  /** Those of the mapping, then what writing and reading found: CHARACTER_REPLACED, OUTBOUND_INVALID, with the field of the record. */
  issues: MappingIssue[];
}

/** What issues are told with: where values came from, and which of them are masked. */
interface Telling {
  origins: Readonly<Record<string, string>>;
  sensitive: readonly string[];
}

export function composeDocument(
  mapping: Pick<OutboundMapping, 'from' | 'sensitive'>,
  composed: ComposeResult,
  sending: Sending,
): ComposedFile {
  const { document, origins, issues } = composed;
  if (document.format !== 'x12') {
    const bytes = new TextEncoder().encode(document.text);
    const place = document.format === 'xml' ? readBackXml(document.text, document.root) : undefined;
    return { bytes, issues: place === undefined ? issues : [...issues, readOtherwise(place)] };
  }
  const telling = { origins, sensitive: [...sensitivePaths(mapping.from), ...mapping.sensitive] };
  const meant = interchangeOf([document], sending);
  const written = writeInterchange(meant);
  if ('faults' in written)
    return { issues: [...issues, ...written.faults.map((fault) => issueOfFault(fault, telling))] };
  const { bytes } = written;
  const replaced = replacedValues(document, unwritable(meant));
  // What the reader says of these is about a value that nobody meant.
  const held = new Set(replaced.flatMap((one) => (one.isText ? [] : [`${one.segment}.${one.element}`])));
  // What an issue has left empty is missing, and need not be told twice. A rule leaves nothing empty.
  const isWhole = issues.every(({ action, code }) => action === 'warn' || code === 'RULE');
  const found = allIssues(read(bytes, sending.validation))
    .filter(({ code }) => isWhole || !code.endsWith('_MISSING'))
    .filter(({ segment, element }) => !held.has(`${segment}.${element}`))
    .map((issue) => issueOfReading(issue, telling));
  const changed = issuesOfReplaced(replaced, telling);
  return { bytes, issues: [...issues, ...changed, ...found, ...secondReading(bytes, meant)] };
}

/**
 * Documents that were found sound one by one, as one interchange with one group: written, and read by both readers.
 * @param documents of one set and version
 */
export function writeTogether(
  documents: readonly ComposedX12[],
  sending: Sending,
): { bytes: Uint8Array } | { difference: string } {
  const meant = interchangeOf(documents, sending);
  const written = writeInterchange(meant);
  if ('faults' in written) return { difference: written.faults[0]?.words ?? '' };
  const { bytes } = written;
  const fault = allIssues(read(bytes, sending.validation)).find(({ severity }) => severity === 'error');
  if (fault !== undefined) return { difference: fault.code };
  const second = readBack(bytes, meant);
  return second.same ? { bytes } : second;
}

function interchangeOf(documents: readonly ComposedX12[], sending: Sending): OutboundInterchange {
  const { ours, theirs, usage, at, transactionSetControlNumber } = sending;
  const { set, version } = documents[0]!;
  const group = {
    functionalId: findGuide(version, set)?.functionalId ?? '',
    sender: ours.group,
    receiver: theirs.group,
    version,
    groupControlNumber: sending.groupControlNumber,
    sets: documents.map(({ segments }, index) => ({
      set,
      transactionSetControlNumber: transactionSetControlNumber + index,
      segments,
    })),
  };
  return {
    senderQualifier: ours.qualifier,
    sender: ours.id,
    receiverQualifier: theirs.qualifier,
    receiver: theirs.id,
    // 004010 goes in an interchange of 00401
    version: version.slice(0, 5),
    interchangeControlNumber: sending.interchangeControlNumber,
    acknowledgmentRequested: sending.acknowledgmentRequested ?? false,
    usage,
    at,
    syntax: completeSyntax(sending.syntax),
    groups: [group],
  };
}

function read(bytes: Uint8Array, validation: Partial<ValidationPolicy>): X12Report {
  const reader = openX12Reader({ policyFor: () => validation });
  reader.write(bytes);
  return reader.end();
}

function allIssues({ interchanges, issues }: X12Report): X12Issue[] {
  const groups = interchanges.flatMap((interchange) => interchange.groups);
  const sets = groups.flatMap((group) => group.sets);
  return [...issues, ...[...interchanges, ...groups, ...sets].flatMap((one) => one.issues)];
}

function issueOfReading(issue: X12Issue, telling: Telling): MappingIssue {
  const { segment, segmentId = '', element, component, severity, words } = issue;
  const target = targetOf(segmentId, element, component);
  const path = pathOf(issue, telling.origins);
  const shown = issue.value !== undefined && !isSensitive(path, telling.sensitive);
  return {
    code: 'OUTBOUND_INVALID',
    action: severity === 'error' ? 'hold' : 'warn',
    words: `${withPlace(target, words)} (${issue.code}).`,
    ...(shown ? { value: issue.value! } : {}),
    ...defined({ path }),
    ...(segment === undefined || target === '' ? {} : { target }),
  };
}

function issueOfFault(fault: WriteFault, telling: Telling): MappingIssue {
  const target = targetOf(fault.segmentId ?? '', fault.element, undefined);
  const path = pathOf(fault, telling.origins);
  return {
    code: 'OUTBOUND_INVALID',
    action: 'hold',
    words: withPlace(target, fault.words),
    ...defined({ path }),
    ...(target === '' ? {} : { target }),
  };
}

/** One for each field of the record, what holds the document first. */
function issuesOfReplaced(replaced: readonly ReplacedValue[], telling: Telling): MappingIssue[] {
  const told = new Map<string, MappingIssue>();
  const ordered = [...replaced.filter(({ isText }) => !isText), ...replaced.filter(({ isText }) => isText)];
  for (const one of ordered) {
    const issue = issueOfReplaced(one, telling);
    const field = issue.path ?? issue.target ?? '';
    if (!told.has(field)) told.set(field, issue);
  }
  return [...told.values()];
}

function issueOfReplaced(replaced: ReplacedValue, telling: Telling): MappingIssue {
  const { segmentId, element, component, value, isText } = replaced;
  const target = targetOf(segmentId, element, component);
  const path = ownPathOf({ ...replaced, component: component ?? 1 }, telling.origins);
  return {
    code: 'CHARACTER_REPLACED',
    action: isText ? 'warn' : 'hold',
    words: isText
      ? `${target}: a delimiter or control character in the value was replaced.`
      : `${target}: the value holds a delimiter or control character, which would be replaced; no identifier, code or number goes out changed.`,
    ...(isSensitive(path, telling.sensitive) ? {} : { value }),
    ...defined({ path }),
    target,
  };
}

function withPlace(target: string, words: string): string {
  return target === '' || words.includes(target) ? words : `${target}: ${words}`;
}

function targetOf(segmentId: string, element: number | undefined, component: number | undefined): string {
  const place = element === undefined ? '' : String(element).padStart(2, '0');
  return `${segmentId}${place}${component === undefined ? '' : `-${component}`}`;
}

interface Placed {
  segment?: number;
  element?: number;
  component?: number;
}

/** The field behind an element; undefined of a constant. */
function ownPathOf(
  { segment, element, component }: Placed,
  origins: Readonly<Record<string, string>>,
): string | undefined {
  const own = `${segment}.${element ?? ''}`;
  return origins[component === undefined ? own : `${own}-${component}`] ?? origins[own];
}

/** The field behind an element; of one that is missing, the entry that its neighbours came from. */
function pathOf(placed: Placed, origins: Readonly<Record<string, string>>): string | undefined {
  const { segment } = placed;
  if (segment === undefined) return undefined;
  const exact = ownPathOf(placed, origins);
  if (exact !== undefined) return exact;
  const near = Object.keys(origins).find((place) => place.startsWith(`${segment}.`));
  return near === undefined ? undefined : /^(.*?\.\d+)\./.exec(origins[near]!)?.[1];
}

/** @param sensitive paths without list positions, of fields and of what holds them */
export function isSensitive(path: string | undefined, sensitive: readonly string[]): boolean {
  // Nothing says what it is, so nobody says that it may be shown.
  if (path === undefined) return true;
  const field = path.replace(/\.\d+(?=\.|$)/g, '');
  return sensitive.some((one) => field === one || field.startsWith(`${one}.`));
}

/** A difference is a fault of ours: it is told, and the file is never sent. */
function secondReading(bytes: Uint8Array, meant: OutboundInterchange): MappingIssue[] {
  const second = readBack(bytes, meant);
  if (second.same) return [];
  return [readOtherwise(second.difference)];
}

function readOtherwise(place: string): MappingIssue {
  const words = `A second reader reads something else than was meant, at ${place}.`;
  return { code: 'OUTBOUND_INVALID', action: 'hold', words };
}
