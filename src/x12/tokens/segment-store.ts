/**
 * Keeps the segments of one set after the other: their bytes in one array and the places of their elements in another.
 *
 * Both arrays are used again for the next set; a document that is done has copies of its own, so it may be kept. Text is
 * made of an element only when it is asked for.
 */
import type { Delimiters } from '../delimiters.js';
import type { X12Segment } from '../document.js';
import { Class } from './byte-classes.js';
import type { SegmentFrame } from './segment-frame.js';
import { decodeText, latin1 } from './text.js';

const initialBytes = 16_384;
const initialPlaces = 4_096;
/** Arrays of more bytes than this are not kept for the next set: they become the document's own. */
const reusedBytesMax = 1_048_576;
/** Up to here a loop copies faster than a view of the bytes is made. */
const loopBytesMax = 96;

/** What the segments of one set share. */
interface KeptBytes {
  bytes: Uint8Array;
  /** Segment after segment: its number, the index in bytes of its first byte, then of each element's end, the identifier first. */
  places: Int32Array;
  readonly delimiters: Delimiters;
}

export class SegmentStore {
  private bytes = new Uint8Array(initialBytes);
  private places = new Int32Array(initialPlaces);
  private bytesUsed = 0;
  private placesUsed = 0;
  private kept!: KeptBytes;
  /** Identifiers by their packed form, so that each is one text. */
  private readonly ids = new Map<number, string>();

  /** Begins a set; what an unfinished one held is given up. */
  begin(delimiters: Delimiters): void {
    this.bytesUsed = 0;
    this.placesUsed = 0;
    this.kept = { bytes: this.bytes, places: this.places, delimiters };
  }

  /** Copies the segment in the frame. */
  add(frame: SegmentFrame, number: number): X12Segment {
    const { kept, ends } = frame;
    // The bytes of a segment over the limit are not at hand, only the beginning of its identifier.
    const length = frame.tooLong ? ends[0]! : frame.length;
    if (this.bytesUsed + length > this.bytes.length) this.growBytes(length);
    if (this.placesUsed + kept + 3 > this.places.length) this.growPlaces(kept + 3);
    const from = this.bytesUsed;
    const first = this.placesUsed;
    copyBytes(frame, length, this.bytes, from);
    const { places } = this;
    places[first] = number;
    places[first + 1] = from;
    for (let element = 0; element <= kept; element++) places[first + 2 + element] = from + ends[element]!;
    this.bytesUsed += length;
    this.placesUsed += kept + 3;
    return new StoredSegment(this.kept, first, this.idOf(frame), frame);
  }

  /** Ends the set: its segments get arrays that nobody else has. */
  finish(): void {
    const { kept, bytes, places, bytesUsed, placesUsed } = this;
    if (bytes.byteLength > reusedBytesMax) this.bytes = new Uint8Array(initialBytes);
    else kept.bytes = bytes.slice(0, bytesUsed);
    if (places.byteLength > reusedBytesMax) this.places = new Int32Array(initialPlaces);
    else kept.places = places.slice(0, placesUsed);
  }

  private idOf(frame: SegmentFrame): string {
    const known = this.ids.get(frame.id);
    if (known !== undefined) return known;
    const id = frame.decode(0, frame.ends[0]!);
    if (frame.id !== 0) this.ids.set(frame.id, id);
    return id;
  }

  private growBytes(length: number): void {
    const larger = new Uint8Array(2 * (this.bytesUsed + length));
    larger.set(this.bytes.subarray(0, this.bytesUsed));
    this.bytes = this.kept.bytes = larger;
  }

  private growPlaces(count: number): void {
    const larger = new Int32Array(2 * (this.placesUsed + count));
    larger.set(this.places.subarray(0, this.placesUsed));
    this.places = this.kept.places = larger;
  }
}

function copyBytes(frame: SegmentFrame, length: number, target: Uint8Array, at: number): void {
  const { bytes, start } = frame;
  if (length > loopBytesMax) target.set(bytes.subarray(start, start + length), at);
  else for (let i = 0; i < length; i++) target[at + i] = bytes[start + i]!;
}

class StoredSegment implements X12Segment {
  readonly offset: number;
  readonly length: number;
  readonly elementCount: number;
  private readonly wrapped: boolean;
  /** One byte is one character everywhere. */
  private readonly plain: boolean;

  /** Elements of the segment in the frame; `first` is the index of its first place. */
  constructor(
    private readonly kept: KeptBytes,
    private readonly first: number,
    readonly id: string,
    frame: SegmentFrame,
  ) {
    this.offset = frame.offset;
    this.length = frame.length;
    this.elementCount = frame.kept;
    this.wrapped = frame.wrapped;
    this.plain = (frame.seen & (Class.newline | Class.high)) === 0;
  }

  get number(): number {
    return this.kept.places[this.first]!;
  }

  element(element: number): string {
    return this.has(element) ? this.text(this.startOf(element), this.endOf(element)) : '';
  }

  component(element: number, component: number, repetition = 1): string {
    if (!this.has(element)) return '';
    const { delimiters } = this.kept;
    const end = this.endOf(element);
    const start = this.partAt(this.startOf(element), end, delimiters.repetition, repetition);
    if (start < 0) return '';
    const repetitionEnd = this.partEnd(start, end, delimiters.repetition);
    const part = this.partAt(start, repetitionEnd, delimiters.component, component);
    return part < 0 ? '' : this.text(part, this.partEnd(part, repetitionEnd, delimiters.component));
  }

  repetitions(element: number): string[] {
    const texts: string[] = [];
    if (!this.has(element)) return texts;
    const separator = this.kept.delimiters.repetition;
    const end = this.endOf(element);
    let start = this.startOf(element);
    if (start === end) return texts;
    for (; start <= end; start = this.partEnd(start, end, separator) + 1)
      texts.push(this.text(start, this.partEnd(start, end, separator)));
    return texts;
  }

  elementRange(element: number): { offset: number; length: number } {
    if (!this.has(element)) return { offset: this.offset + this.length, length: 0 };
    const start = this.startOf(element);
    return {
      offset: this.offset + start - this.kept.places[this.first + 1]!,
      length: this.endOf(element) - start,
    };
  }

  private has(element: number): boolean {
    return Number.isInteger(element) && element >= 1 && element <= this.elementCount;
  }

  /** Behind the separator that ends the element before. */
  private startOf(element: number): number {
    return this.endOf(element - 1) + 1;
  }

  private endOf(element: number): number {
    return this.kept.places[this.first + 2 + element]!;
  }

  private text(start: number, end: number): string {
    if (start >= end) return '';
    const { bytes } = this.kept;
    return this.plain ? latin1(bytes, start, end) : decodeText(bytes, { start, end, wrapped: this.wrapped });
  }

  /** Where a part of bytes[start] to bytes[end - 1] begins, counted from 1; -1 when there are fewer. */
  private partAt(start: number, end: number, separator: number | undefined, part: number): number {
    if (!Number.isInteger(part) || part < 1) return -1;
    let at = start;
    for (let passed = 1; passed < part; passed++) {
      at = this.partEnd(at, end, separator) + 1;
      if (at > end) return -1;
    }
    return at;
  }

  private partEnd(start: number, end: number, separator: number | undefined): number {
    const { bytes } = this.kept;
    let at = start;
    while (at < end && bytes[at] !== separator) at++;
    return at;
  }
}
