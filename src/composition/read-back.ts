/**
 * The second reading of what we are about to send, by a parser that shares no code with ours.
 *
 * A difference is a bug of ours: the bytes are not sent and an operator sees OUTBOUND_UNREADABLE. Nothing found here is
 * told with document content, only with its place.
 */
import { X12FatInterchange, X12Parser } from 'node-x12';
import type { X12FunctionalGroup, X12Interchange, X12Segment, X12Transaction } from 'node-x12';
import {
  hasRepetitions,
  type OutboundElement,
  type OutboundGroup,
  type OutboundInterchange,
  type OutboundSegment,
  type OutboundSet,
  openX12Reader,
} from '../x12/index.js';

/** What a second reading found; `difference` names a place such as "group 1, set 2, segment 7 (PO1), element 3". */
export type ReadBack = { same: true } | { same: false; difference: string };

/** Where the comparison stands, from "interchange" inwards. */
type Place = string;

/** The first difference; thrown and caught in this file only. */
class Difference extends Error {
  constructor(readonly place: Place) {
    super('what was written reads otherwise');
  }
}

/** Reads outbound bytes again and compares control numbers, counts and every element with what was meant. */
export function readBack(bytes: Uint8Array, meant: OutboundInterchange): ReadBack {
  try {
    const comparison = new Comparison(meant);
    if (meant.ta1 !== undefined && meant.ta1.length > 0) comparison.acknowledgments(bytes);
    if (meant.groups.length > 0) comparison.interchange(parse(bytes, meant));
    return { same: true };
  } catch (error) {
    if (error instanceof Difference) return { same: false, difference: error.place };
    throw error;
  }
}

/** Reads with node-x12 in strict mode, which knows neither TA1 segments nor an unfinished end. */
function parse(bytes: Uint8Array, meant: OutboundInterchange): X12Interchange {
  const { elementSeparator, segmentTerminator } = meant.syntax;
  const segments = decode(bytes).split(segmentTerminator);
  if (!/^[\r\n]*$/.test(segments.at(-1) ?? '')) throw new Difference('the end of the file');
  const isTa1 = (segment: string): boolean => segment.trimStart().startsWith(`TA1${elementSeparator}`);
  const rest = meant.ta1 === undefined ? segments : segments.filter((segment) => !isTa1(segment));
  try {
    const found = new X12Parser(true).parse(rest.join(segmentTerminator));
    if (!(found instanceof X12FatInterchange)) return found;
  } catch {
    // its words may repeat what it read, which is document content
    throw new Difference('the envelope: the second reader refused it');
  }
  throw new Difference('the envelope: more than one interchange was read');
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Difference('the text: it is not UTF-8');
  }
}

class Comparison {
  readonly #meant: OutboundInterchange;
  readonly #delimiters: ReadonlySet<string>;

  constructor(meant: OutboundInterchange) {
    const { elementSeparator, componentSeparator, repetitionSeparator, segmentTerminator } = meant.syntax;
    const repetition = hasRepetitions(meant.version) ? [repetitionSeparator] : [];
    this.#meant = meant;
    this.#delimiters = new Set([elementSeparator, componentSeparator, segmentTerminator, ...repetition]);
  }

  /** TA1 segments, by our own reader: node-x12 refuses them. */
  acknowledgments(bytes: Uint8Array): void {
    const reader = openX12Reader();
    reader.write(bytes);
    const { interchanges, issues } = reader.end();
    const [found] = interchanges;
    if (found === undefined || interchanges.length > 1 || issues.length > 0)
      throw new Difference('the envelope');
    if (found.ta1.status === 'R') throw new Difference('the envelope: our own reader rejects it');
    const { ta1 = [] } = this.#meant;
    same(found.acknowledgments.length, ta1.length, 'the number of TA1 segments');
    ta1.forEach((segment, index) => {
      const { interchangeControlNumber, date, time, status, code } = found.acknowledgments[index]!;
      const read = [interchangeControlNumber, date, time, status, code];
      this.#values(read, segment.slice(1), `TA1 ${index + 1}`);
    });
  }

  interchange(read: X12Interchange): void {
    const { at, groups, syntax, version } = this.#meant;
    const control = this.#meant.interchangeControlNumber;
    const isa = valuesOf(read.header, 'ISA').map((value) => value.trimEnd());
    // the parser makes ISA13 and IEA02 numbers
    const header = ['00', '', '00', '', this.#meant.senderQualifier, this.#meant.sender.trimEnd()];
    header.push(this.#meant.receiverQualifier, this.#meant.receiver.trimEnd(), at.date.slice(2), at.time);
    header.push(hasRepetitions(version) ? syntax.repetitionSeparator : 'U', version, String(control));
    header.push(
      this.#meant.acknowledgmentRequested ? '1' : '0',
      this.#meant.usage,
      syntax.componentSeparator,
    );
    exactly(isa, header, 'ISA');
    exactly(valuesOf(read.trailer, 'IEA'), [String(groups.length), String(control)], 'IEA');
    same(read.functionalGroups.length, groups.length, 'the number of groups');
    groups.forEach((group, index) => this.#group(read.functionalGroups[index]!, group, `group ${index + 1}`));
  }

  #group(read: X12FunctionalGroup, meant: OutboundGroup, place: Place): void {
    const { date, time } = this.#meant.at;
    const control = String(meant.groupControlNumber);
    const day = meant.version.slice(0, 6) < '004010' ? date.slice(2) : date;
    const header = [meant.functionalId, meant.sender, meant.receiver, day, time, control, 'X', meant.version];
    exactly(valuesOf(read.header, 'GS'), header, `${place}, GS`);
    exactly(valuesOf(read.trailer, 'GE'), [String(meant.sets.length), control], `${place}, GE`);
    same(read.transactions.length, meant.sets.length, `${place}, the number of sets`);
    meant.sets.forEach((set, index) =>
      this.#set(read.transactions[index]!, set, `${place}, set ${index + 1}`),
    );
  }

  #set(read: X12Transaction, meant: OutboundSet, place: Place): void {
    const control = String(meant.transactionSetControlNumber).padStart(4, '0');
    const convention = meant.conventionReference === undefined ? [] : [meant.conventionReference];
    exactly(valuesOf(read.header, 'ST'), [meant.set, control, ...convention], `${place}, ST`);
    exactly(valuesOf(read.trailer, 'SE'), [String(meant.segments.length + 2), control], `${place}, SE`);
    same(read.segments.length, meant.segments.length, `${place}, the number of segments`);
    meant.segments.forEach((segment, index) => {
      this.#segment(
        read.segments[index]!,
        segment,
        `${place}, segment ${index + 2} (${segment[0].slice(0, 3)})`,
      );
    });
  }

  #segment(read: X12Segment, meant: OutboundSegment, place: Place): void {
    same(read.tag, meant[0], place);
    this.#values(valuesOf(read, meant[0]), meant.slice(1), place);
  }

  /** Empty values at the end are not sent, so what was not read must be empty. */
  #values(read: readonly string[], meant: readonly OutboundElement[], place: Place): void {
    for (let index = 0; index < Math.max(read.length, meant.length); index += 1) {
      const isSame = this.#isSame(read[index] ?? '', meant[index] ?? '');
      if (!isSame) throw new Difference(`${place}, element ${index + 1}`);
    }
  }

  #isSame(read: string, meant: OutboundElement): boolean {
    if (typeof meant === 'string') return this.#isSameText(read, meant);
    const { componentSeparator, repetitionSeparator } = this.#meant.syntax;
    if (meant.length === 0 || typeof meant[0] === 'string') {
      return this.#areSame(read.split(componentSeparator), meant);
    }
    return this.#areSame(read.split(repetitionSeparator), meant);
  }

  #areSame(read: readonly string[], meant: readonly OutboundElement[]): boolean {
    const places = Math.max(read.length, meant.length);
    return Array.from({ length: places }).every((_, index) =>
      this.#isSame(read[index] ?? '', meant[index] ?? ''),
    );
  }

  /** A character that cannot be written may have become the replacement character; every other one is as meant. */
  #isSameText(read: string, meant: string): boolean {
    if (read === meant) return true;
    const [found, wanted] = [[...read], [...meant]];
    return (
      found.length === wanted.length && found.every((one, index) => this.#mayStandFor(one, wanted[index]!))
    );
  }

  #mayStandFor(found: string, wanted: string): boolean {
    if (found === wanted) return true;
    const unwritable = this.#delimiters.has(wanted) || /[\p{Cc}\p{Cs}]/u.test(wanted);
    return unwritable && found === this.#meant.syntax.replacementCharacter;
  }
}

function valuesOf(segment: X12Segment | undefined, id: string): string[] {
  if (segment?.tag !== id) throw new Difference(`the segment ${id.slice(0, 3)}`);
  return segment.elements.map((element) => element.value);
}

function exactly(read: readonly string[], meant: readonly string[], place: Place): void {
  for (let index = 0; index < Math.max(read.length, meant.length); index += 1) {
    same(read[index], meant[index], `${place}, element ${index + 1}`);
  }
}

function same<Value>(read: Value, meant: Value, place: Place): void {
  if (read !== meant) throw new Difference(place);
}
