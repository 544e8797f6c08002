/**
 * Values to X12 bytes: segments, sets, groups, interchange, with counts and control numbers.
 *
 * X12 has no escape character: a delimiter inside a value is replaced by the syntax's replacement character, or the
 * interchange is refused. Same values, same bytes. Text is UTF-8.
 */
import {
  hasRepetitions,
  unwritable,
  type OutboundElement,
  type OutboundGroup,
  type OutboundInterchange,
  type OutboundSegment,
  type OutboundSet,
} from './outbound.js';
import { checkEnvelope } from './write-envelope.js';
import type { WriteFault, WritePlace } from './write-fault.js';

export type WriteResult = { bytes: Uint8Array } | { faults: WriteFault[] };

/** More faults say nothing new. */
const faultsMax = 100;
const segmentIdPattern = /^[A-Z][A-Z0-9]{1,2}$/;

/** Writes one interchange. Returns either its bytes, or every reason why it cannot be written as asked. */
export function writeInterchange(interchange: OutboundInterchange): WriteResult {
  const faults = checkEnvelope(interchange);
  if (faults.length > 0) return { faults };
  const pen = new Pen(interchange);
  pen.interchange();
  if (pen.faults.length > 0) return { faults: pen.faults };
  return { bytes: new TextEncoder().encode(pen.lines.join('')) };
}

class Pen {
  readonly faults: WriteFault[] = [];
  readonly lines: string[] = [];
  readonly #meant: OutboundInterchange;
  readonly #unwritable: RegExp;
  readonly #end: string;

  constructor(interchange: OutboundInterchange) {
    const { segmentTerminator, lineEnding } = interchange.syntax;
    const breaks = segmentTerminator === '\n' || segmentTerminator === '\r' ? 'none' : lineEnding;
    this.#meant = interchange;
    this.#unwritable = unwritable(interchange);
    this.#end = segmentTerminator + { none: '', lf: '\n', crlf: '\r\n' }[breaks];
  }

  interchange(): void {
    const { ta1 = [], groups, interchangeControlNumber } = this.#meant;
    const control = String(interchangeControlNumber).padStart(9, '0');
    this.#header(control);
    for (const segment of ta1) this.#segment(segment, {});
    groups.forEach((group, index) => this.#group(group, { group: index + 1 }));
    this.#line(['IEA', String(groups.length), control]);
  }

  /** ISA is the one segment of fixed width: 106 characters with its terminator. */
  #header(control: string): void {
    const { at, version, syntax } = this.#meant;
    const blank = ' '.repeat(10);
    this.#line([
      'ISA',
      ...['00', blank, '00', blank],
      ...[this.#meant.senderQualifier, this.#meant.sender.padEnd(15)],
      ...[this.#meant.receiverQualifier, this.#meant.receiver.padEnd(15)],
      ...[at.date.slice(2), at.time],
      hasRepetitions(version) ? syntax.repetitionSeparator : 'U',
      version,
      control,
      this.#meant.acknowledgmentRequested ? '1' : '0',
      this.#meant.usage,
      syntax.componentSeparator,
    ]);
  }

  #group(group: OutboundGroup, place: WritePlace): void {
    const { functionalId, sender, receiver, version, sets } = group;
    const { date, time } = this.#meant.at;
    const control = String(group.groupControlNumber);
    // GS04 has six digits in versions before 004010
    const day = version.slice(0, 6) < '004010' ? date.slice(2) : date;
    this.#line(['GS', functionalId, sender, receiver, day, time, control, 'X', version]);
    sets.forEach((set, index) => this.#set(set, { ...place, set: index + 1 }));
    this.#line(['GE', String(sets.length), control]);
  }

  #set(set: OutboundSet, place: WritePlace): void {
    const control = String(set.transactionSetControlNumber).padStart(4, '0');
    this.#line(trimmed(['ST', set.set, control, set.conventionReference ?? '']));
    set.segments.forEach((segment, index) => this.#segment(segment, { ...place, segment: index + 2 }));
    this.#line(['SE', String(set.segments.length + 2), control]);
  }

  #segment(segment: OutboundSegment, place: WritePlace): void {
    const [id, ...elements] = segment;
    const here = { ...place, segmentId: id.slice(0, 3) };
    if (!segmentIdPattern.test(id)) {
      this.#fault(
        'SEGMENT_ID_INVALID',
        'A segment identifier is two or three capital letters and digits.',
        here,
      );
    }
    const texts = elements.map((element, index) => this.#element(element, { ...here, element: index + 1 }));
    const kept = trimmed(texts);
    if (kept.length === 0) {
      this.#fault(
        'SEGMENT_EMPTY',
        'A segment needs at least one value; leave the segment out instead.',
        here,
      );
    }
    this.#line([id, ...kept]);
  }

  #element(element: OutboundElement, place: WritePlace): string {
    if (typeof element === 'string') return this.#value(element, place);
    if (!isRepeated(element)) return this.#composite(element, place);
    const repetitions = trimmed(element.map((repetition) => this.#composite(repetition, place)));
    if (repetitions.length > 1 && !hasRepetitions(this.#meant.version)) {
      this.#fault(
        'REPETITION_UNAVAILABLE',
        'Interchange versions before 00402 cannot repeat an element; send one, or raise the version.',
        place,
      );
    }
    return repetitions.join(this.#meant.syntax.repetitionSeparator);
  }

  #composite(components: readonly string[], place: WritePlace): string {
    const texts = components.map((component) => this.#value(component, place));
    return trimmed(texts).join(this.#meant.syntax.componentSeparator);
  }

  #value(value: string, place: WritePlace): string {
    const { replacementCharacter } = this.#meant.syntax;
    const written = value.replace(this.#unwritable, replacementCharacter);
    if (written !== value && replacementCharacter === '') {
      this.#fault(
        'VALUE_NOT_WRITABLE',
        'The value holds a delimiter or a control character, and no replacement character is agreed.',
        place,
      );
    }
    return written;
  }

  #line(parts: readonly string[]): void {
    this.lines.push(parts.join(this.#meant.syntax.elementSeparator) + this.#end);
  }

  #fault(code: WriteFault['code'], words: string, place: WritePlace): void {
    if (this.faults.length < faultsMax) this.faults.push({ code, words, place });
  }
}

function isRepeated(
  element: readonly string[] | readonly (readonly string[])[],
): element is readonly (readonly string[])[] {
  return element.length > 0 && typeof element[0] !== 'string';
}

/** Without the empty values at the end: they are never sent. */
function trimmed(values: readonly string[]): readonly string[] {
  const last = values.findLastIndex((value) => value !== '');
  return values.slice(0, last + 1);
}
