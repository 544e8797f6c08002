/**
 * Keeps the segments of one set: their bytes in one array and the places of their elements in another.
 *
 * Text is made of an element only when it is asked for.
 */
import type { Delimiters } from './delimiters.js';
import type { X12Segment } from './document.js';
import type { SegmentFrame } from './segment-frame.js';
import { decodeText } from './text.js';

export class SegmentStore {
  bytes: Uint8Array = new Uint8Array(4096);
  /** Start and end in bytes of each element, the identifier first, segment after segment. */
  places = new Int32Array(512);
  private bytesUsed = 0;
  private placesUsed = 0;

  constructor(readonly delimiters: Delimiters) {}

  /** Copies the segment in the frame. */
  add(frame: SegmentFrame, number: number): X12Segment {
    const { kept, starts, ends, start } = frame;
    // The bytes of a segment over the limit are not at hand, only the beginning of its identifier.
    const length = frame.tooLong ? frame.ends[0]! : frame.length;
    this.makeRoom(length, 2 * (kept + 1));
    this.bytes.set(frame.bytes.subarray(start, start + length), this.bytesUsed);
    const first = this.placesUsed;
    for (let element = 0; element <= kept; element++) {
      this.places[this.placesUsed++] = this.bytesUsed + starts[element]!;
      this.places[this.placesUsed++] = this.bytesUsed + ends[element]!;
    }
    const from = this.bytesUsed;
    this.bytesUsed += length;
    return new StoredSegment(this, {
      id: frame.decode(0, ends[0]!),
      number,
      offset: frame.offset,
      length: frame.length,
      elementCount: kept,
      first,
      from,
      wrapped: frame.wrapped,
    });
  }

  private makeRoom(bytes: number, places: number): void {
    if (this.bytesUsed + bytes > this.bytes.length) {
      const larger = new Uint8Array(2 * (this.bytesUsed + bytes));
      larger.set(this.bytes.subarray(0, this.bytesUsed));
      this.bytes = larger;
    }
    if (this.placesUsed + places > this.places.length) {
      const larger = new Int32Array(2 * (this.placesUsed + places));
      larger.set(this.places.subarray(0, this.placesUsed));
      this.places = larger;
    }
  }
}

interface StoredPlace {
  id: string;
  number: number;
  offset: number;
  length: number;
  elementCount: number;
  /** Index of its first place in the store. */
  first: number;
  /** Index of its first byte in the store. */
  from: number;
  wrapped: boolean;
}

class StoredSegment implements X12Segment {
  readonly id: string;
  readonly number: number;
  readonly offset: number;
  readonly length: number;
  readonly elementCount: number;
  readonly #store: SegmentStore;
  readonly #first: number;
  readonly #from: number;
  readonly #wrapped: boolean;

  constructor(store: SegmentStore, place: StoredPlace) {
    this.id = place.id;
    this.number = place.number;
    this.offset = place.offset;
    this.length = place.length;
    this.elementCount = place.elementCount;
    this.#store = store;
    this.#first = place.first;
    this.#from = place.from;
    this.#wrapped = place.wrapped;
  }

  element(element: number): string {
    return this.#text(this.#range(element));
  }

  component(element: number, component: number, repetition = 1): string {
    const { delimiters } = this.#store;
    const repeated = this.#part(this.#range(element), delimiters.repetition, repetition);
    const part = repeated && this.#part(repeated, delimiters.component, component);
    return part ? this.#text(part) : '';
  }

  repetitions(element: number): string[] {
    const range = this.#range(element);
    if (range.start === range.end) return [];
    return this.#split(range, this.#store.delimiters.repetition).map((part) => this.#text(part));
  }

  elementRange(element: number): { offset: number; length: number } {
    if (!this.#has(element)) return { offset: this.offset + this.length, length: 0 };
    const { start, end } = this.#range(element);
    return { offset: this.offset + start - this.#from, length: end - start };
  }

  #has(element: number): boolean {
    return Number.isInteger(element) && element >= 1 && element <= this.elementCount;
  }

  #range(element: number): { start: number; end: number } {
    if (!this.#has(element)) return { start: 0, end: 0 };
    const place = this.#first + 2 * element;
    return { start: this.#store.places[place]!, end: this.#store.places[place + 1]! };
  }

  #text({ start, end }: { start: number; end: number }): string {
    return start === end ? '' : decodeText(this.#store.bytes, { start, end, wrapped: this.#wrapped });
  }

  #part(range: { start: number; end: number }, separator: number | undefined, number: number) {
    return this.#split(range, separator)[number - 1];
  }

  #split(
    range: { start: number; end: number },
    separator: number | undefined,
  ): { start: number; end: number }[] {
    const parts: { start: number; end: number }[] = [];
    let { start } = range;
    for (let i = start; i < range.end; i++) {
      if (this.#store.bytes[i] !== separator) continue;
      parts.push({ start, end: i });
      start = i + 1;
    }
    parts.push({ start, end: range.end });
    return parts;
  }
}
