/**
 * Whether the envelope of an outbound interchange can be written: delimiters, identifiers, control numbers, dates.
 *
 * Nothing here is ever replaced or cut: a changed address or number would send the file to somebody else.
 */
import {
  hasRepetitions,
  unwritable,
  type OutboundGroup,
  type OutboundInterchange,
  type OutboundSet,
} from './outbound.js';
import type { WriteFault, WritePlace } from './write-fault.js';

const controlNumberMax = 999_999_999;
/** GE01 has at most six digits. */
const setsMax = 999_999;
const printable = /^[\x20-\x7e]*$/;
/** Printable ASCII without letters, digits and the blank: a delimiter must not be taken for data. */
const delimiterPattern = /^[!-/:-@[-`{-~]$/;
/** A separator may also be one of the four ASCII information separators. */
const separatorPattern = /^[\x1c-\x1f]$/;

/** Everything wrong with the envelope; empty when it can be written. */
export function checkEnvelope(interchange: OutboundInterchange): WriteFault[] {
  const syntax = checkSyntax(interchange);
  if (syntax.length > 0) return syntax;
  const faults = [...checkHeader(interchange), ...checkClock(interchange)];
  if (interchange.groups.length === 0 && (interchange.ta1 ?? []).length === 0) {
    faults.push({ code: 'NOTHING_TO_WRITE', words: 'An interchange needs a functional group or a TA1.' });
  }
  if (repeats(interchange.groups.map((group) => group.groupControlNumber))) {
    const words = 'The control numbers of the groups of an interchange must differ.';
    faults.push({ code: 'ENVELOPE_INVALID', words, place: { segmentId: 'GS', element: 6 } });
  }
  const forbidden = unwritable(interchange);
  interchange.groups.forEach((group, index) => faults.push(...checkGroup(group, index + 1, forbidden)));
  return faults;
}

function checkSyntax({ syntax, version }: OutboundInterchange): WriteFault[] {
  const { elementSeparator, componentSeparator, repetitionSeparator, segmentTerminator } = syntax;
  const separators = [elementSeparator, componentSeparator];
  if (hasRepetitions(version)) separators.push(repetitionSeparator);
  const all = [...separators, segmentTerminator];
  const usable =
    separators.every((one) => delimiterPattern.test(one) || separatorPattern.test(one)) &&
    (delimiterPattern.test(segmentTerminator) || /^[\r\n\x1c-\x1f]$/.test(segmentTerminator));
  const words: string[] = [];
  if (!usable) words.push('A delimiter is one ASCII character that is no letter, digit, blank or tab.');
  if (new Set(all).size < all.length) words.push('The delimiters must differ from each other.');
  const replacement = syntax.replacementCharacter;
  if (replacement !== '' && (!/^[\x20-\x7e]$/.test(replacement) || all.includes(replacement))) {
    words.push('The replacement character is one printable ASCII character that is no delimiter, or none.');
  }
  return words.map((one) => ({ code: 'SYNTAX_UNUSABLE', words: one }));
}

function checkHeader(interchange: OutboundInterchange): WriteFault[] {
  const rules: [boolean, number, string][] = [
    [
      isQualifier(interchange.senderQualifier),
      5,
      'The qualifier of the sender is two capital letters or digits.',
    ],
    [fits(interchange.sender, 1, 15), 6, 'The sender has 1 to 15 characters.'],
    [
      isQualifier(interchange.receiverQualifier),
      7,
      'The qualifier of the receiver is two capital letters or digits.',
    ],
    [fits(interchange.receiver, 1, 15), 8, 'The receiver has 1 to 15 characters.'],
    [/^\d{5}$/.test(interchange.version), 12, 'The interchange version has five digits.'],
    [isControlNumber(interchange.interchangeControlNumber), 13, controlNumberWords],
    [/^[A-Z]$/.test(interchange.usage), 15, 'The usage is P, T or I.'],
  ];
  const forbidden = unwritable(interchange);
  const values = [
    interchange.senderQualifier,
    interchange.sender,
    interchange.receiverQualifier,
    interchange.receiver,
  ];
  values.forEach((value, index) => {
    rules.push([!holds(value, forbidden), index + 5, 'The value holds a delimiter or a control character.']);
  });
  return broken(rules, { segmentId: 'ISA' });
}

function checkClock({ at }: OutboundInterchange): WriteFault[] {
  const rules: [boolean, number, string][] = [
    [/^\d{8}$/.test(at.date), 9, 'The date has the form yyyyMMdd.'],
    [/^\d{4}$/.test(at.time), 10, 'The time has the form HHmm.'],
  ];
  return broken(rules, { segmentId: 'ISA' });
}

function checkGroup(group: OutboundGroup, ordinal: number, forbidden: RegExp): WriteFault[] {
  const values = [group.functionalId, group.sender, group.receiver];
  const rules: [boolean, number, string][] = [
    [fits(group.functionalId, 2, 2), 1, 'The functional identifier has two characters.'],
    [fits(group.sender, 1, 15), 2, 'The sender has 1 to 15 characters.'],
    [fits(group.receiver, 1, 15), 3, 'The receiver has 1 to 15 characters.'],
    [isControlNumber(group.groupControlNumber), 6, controlNumberWords],
    [
      fits(group.version, 1, 12) && !holds(group.version, forbidden),
      8,
      'The version has 1 to 12 characters.',
    ],
  ];
  values.forEach((value, index) => {
    rules.push([!holds(value, forbidden), index + 1, 'The value holds a delimiter or a control character.']);
  });
  const faults = broken(rules, { segmentId: 'GS', group: ordinal });
  if (group.sets.length === 0 || group.sets.length > setsMax) {
    const words = `A group needs 1 to ${setsMax} transaction sets.`;
    faults.push({ code: 'NOTHING_TO_WRITE', words, place: { group: ordinal } });
  }
  if (repeats(group.sets.map((set) => set.transactionSetControlNumber))) {
    const words = 'The control numbers of the sets of a group must differ.';
    faults.push({ code: 'ENVELOPE_INVALID', words, place: { group: ordinal, segmentId: 'ST', element: 2 } });
  }
  group.sets.forEach((set, index) => {
    faults.push(...checkSet(set, { group: ordinal, set: index + 1 }, forbidden));
  });
  return faults;
}

function checkSet(set: OutboundSet, place: { group: number; set: number }, forbidden: RegExp): WriteFault[] {
  const { conventionReference: convention } = set;
  const fitting = convention === undefined || (fits(convention, 1, 35) && !holds(convention, forbidden));
  const rules: [boolean, number, string][] = [
    [/^[A-Z0-9]{3}$/.test(set.set), 1, 'The set identifier has three characters.'],
    [isControlNumber(set.transactionSetControlNumber), 2, controlNumberWords],
    [fitting, 3, 'The reference to an implementation guide has 1 to 35 characters.'],
  ];
  return broken(rules, { segmentId: 'ST', ...place });
}

const controlNumberWords = `A control number is a whole number from 1 to ${controlNumberMax}.`;

function isControlNumber(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= controlNumberMax;
}

function isQualifier(value: string): boolean {
  return /^[A-Z0-9]{2}$/.test(value);
}

function repeats(numbers: readonly number[]): boolean {
  return new Set(numbers).size < numbers.length;
}

function fits(value: string, min: number, max: number): boolean {
  return printable.test(value) && value.trim() !== '' && value.length >= min && value.length <= max;
}

function holds(value: string, forbidden: RegExp): boolean {
  return value.search(forbidden) >= 0;
}

function broken(
  rules: readonly [kept: boolean, element: number, words: string][],
  place: WritePlace,
): WriteFault[] {
  return rules
    .filter(([kept]) => !kept)
    .map(([, element, words]) => ({ code: 'ENVELOPE_INVALID', words, place: { ...place, element } }));
}
