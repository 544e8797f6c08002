/**
 * One segment as the tokenizer sees it: where its elements are in a buffer that is used again.
 *
 * There is a single frame per reader. It is valid only during the call it is given to; whoever wants to keep something
 * copies it.
 */
import { Class, isNewline } from './byte-classes.js';
import { decodeText } from './text.js';

/** Most characters of a value that an issue keeps (AK404). */
const valueCharactersMax = 99;

export class SegmentFrame {
  bytes: Uint8Array = new Uint8Array(0);
  /** Index of the first byte of the identifier in bytes. */
  start = 0;
  /** Bytes without the terminator. */
  length = 0;
  /** The same byte in the file. */
  offset = 0;
  /** First byte of the file after the terminator. */
  next = 0;
  /** Packed identifier; 0 when malformed. */
  id = 0;
  /** Elements received; only the first `kept` have a place here. */
  count = 0;
  kept = 0;
  /** Longer than limits.segmentBytesMax: its elements were not kept. */
  tooLong = false;
  /** The binary data does not end where its length says. */
  binaryFault = false;
  /** Byte classes that occur anywhere in the segment. */
  seen = 0;
  /** Relative to start; index 0 is the identifier. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Byte classes that occur in each element, see byte-classes.ts. */
  readonly flags: Uint16Array;

  constructor(readonly elementsMax: number) {
    this.starts = new Int32Array(elementsMax + 1);
    this.ends = new Int32Array(elementsMax + 1);
    this.flags = new Uint16Array(elementsMax + 1);
  }

  /** The element as received; '' when absent. */
  text(element: number): string {
    if (element > this.kept) return '';
    return this.decode(this.starts[element]!, this.ends[element]!);
  }

  /** Bytes of the frame, relative to its start, as text without line wraps. */
  decode(start: number, end: number): string {
    return decodeText(this.bytes, {
      start: this.start + start,
      end: this.start + end,
      wrapped: this.wrapped,
    });
  }

  /** The same, cut to what an issue may keep. */
  decodeForIssue(start: number, end: number): string {
    const text = this.decode(start, Math.min(end, start + valueCharactersMax * 4));
    return text.length <= valueCharactersMax ? text : text.slice(0, valueCharactersMax);
  }

  /** The identifier as received, at most 3 characters (AK301). */
  get idText(): string {
    return this.decode(0, Math.min(this.ends[0]!, 12)).slice(0, 3);
  }

  /** Whether CR or LF stand inside the segment, which are no part of its data. */
  get wrapped(): boolean {
    return (this.seen & Class.newline) !== 0;
  }

  /** Begins elements behind line ends that stand before them, so that one of nothing else is empty. Ends stay. */
  passWraps(): void {
    const { bytes, start, starts, ends } = this;
    for (let element = 1; element <= this.kept; element++)
      while (starts[element]! < ends[element]! && isNewline(bytes[start + starts[element]!]!))
        starts[element]!++;
  }

  /** Whether the element is absent or empty. */
  isEmpty(element: number): boolean {
    return element > this.kept || this.starts[element] === this.ends[element];
  }

  /** The element as a whole number of at most 15 digits; -1 when it is none. */
  wholeNumber(element: number): number {
    if (element > this.kept) return -1;
    const end = this.start + this.ends[element]!;
    const start = this.start + this.starts[element]!;
    if (end === start || end - start > 15) return -1;
    let value = 0;
    let digits = 0;
    for (let i = start; i < end; i++) {
      const byte = this.bytes[i]!;
      // A line wrapped here is no part of the number.
      if (isNewline(byte)) continue;
      if (byte < 0x30 || byte > 0x39) return -1;
      value = value * 10 + byte - 0x30;
      digits++;
    }
    return digits === 0 ? -1 : value;
  }
}
