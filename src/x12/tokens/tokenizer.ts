/**
 * Bytes in chunks of any size -> interchanges and segments, in one pass.
 *
 * Everything it decides depends on the bytes alone, never on where a chunk ends: where more bytes are needed it waits.
 */
import { packSegmentId, segmentIdOf } from '../segment-id.js';
import { byteClasses, Class, isFiller, isNewline, isWordByte } from './byte-classes.js';
import { ByteWindow } from './byte-window.js';
import { isaBytes, isStandardIsa, readIsa, type Isa } from './isa.js';
import type { X12Limits } from './limits.js';
import type { SegmentFrame } from './segment-frame.js';

/** What the tokenizer finds, in file order. Offsets are bytes in the file. */
export interface TokenSink {
  interchange(isa: Isa, offset: number): void;
  segment(frame: SegmentFrame): void;
  /** An ISA stands where a segment should: the interchange before it was never closed. */
  cut(offset: number): void;
  /** The file, or the interchange, ends inside a segment. */
  unterminated(offset: number): void;
  /** Bytes outside any interchange that are no filler. */
  stray(stray: Stray): void;
}

export interface Stray {
  offset: number;
  length: number;
  kind: 'text' | 'segments' | 'isa-truncated' | 'isa-unreadable';
}

type Mode = 'seek' | 'stray' | 'gap' | 'segment' | 'discard';

const sliceBytes = 65_536;
const IEA = segmentIdOf('IEA');
const BIN = segmentIdOf('BIN');
const BDS = segmentIdOf('BDS');
const tab = 0x09;
const letterI = 0x49;
const isaTag = [letterI, 0x53, 0x41];
const byteOrderMark = [0xef, 0xbb, 0xbf];
/** Bytes of an identifier that are kept of a segment over the limit. */
const idBytesKept = 12;

export class Tokenizer {
  private readonly window = new ByteWindow();
  private mode: Mode = 'seek';
  private atEnd = false;
  private classes: Uint16Array = new Uint16Array(256);
  private terminatorIsNewline = false;
  /** Classes seen in the element that is being read. */
  private flags = 0;
  /** The element that tells the length of binary data; -1 for none. */
  private binaryElement = -1;
  /** Where the binary data must end, relative to the segment. */
  private binaryEnd = -1;
  private readonly stray = { offset: 0, kind: 'text' as Stray['kind'], told: true };
  /** Of a segment over the limit: its offset in the file, and binary bytes still to pass over. */
  private readonly discarded = { offset: 0, skip: 0 };

  constructor(
    private readonly sink: TokenSink,
    private readonly frame: SegmentFrame,
    private readonly limits: X12Limits,
  ) {}

  write(chunk: Uint8Array): void {
    for (let start = 0; start < chunk.length; start += sliceBytes) {
      this.window.append(chunk.subarray(start, start + sliceBytes));
      this.read();
    }
  }

  end(): void {
    this.atEnd = true;
    this.read();
    const { window } = this;
    if (this.mode === 'stray') this.tellStray(window.offsetOf(window.length));
    else if (this.mode === 'segment') this.sink.unterminated(window.offsetOf(window.start));
    else if (this.mode === 'discard') this.sink.unterminated(this.discarded.offset);
  }

  /** Reads on until the bytes at hand are used up or more are needed to decide. */
  private read(): void {
    let going = true;
    while (going) going = this.step();
  }

  private step(): boolean {
    switch (this.mode) {
      case 'gap':
        return this.readGap();
      case 'segment':
        return this.readSegment();
      case 'seek':
        return this.seekInterchange();
      case 'stray':
        return this.readStray();
      case 'discard':
        return this.readDiscarded();
    }
  }

  /** Outside an interchange: passes over filler and reads an ISA. */
  private seekInterchange(): boolean {
    const { window } = this;
    let position = window.position;
    while (position < window.length && isFiller(window.bytes[position]!)) position++;
    window.moveTo(position);
    if (position >= window.length) return false;
    // Three bytes tell a byte order mark, an ISA and a segment from each other.
    if (!this.atEnd && window.length - position < 3) return false;
    if (window.startsWith(byteOrderMark) === true) {
      window.moveTo(position + byteOrderMark.length);
      return true;
    }
    const tagged = window.startsWith(isaTag);
    if (tagged !== true) return this.beginStray(this.looksLikeSegment() ? 'segments' : 'text');
    const isa = readIsa(window.bytes, position, { end: window.length, atEnd: this.atEnd });
    if (isa === 'more') return false;
    if (typeof isa === 'string') return this.beginStray(isa === 'none' ? 'text' : `isa-${isa}`);
    this.sink.interchange(isa, window.offsetOf(position));
    // Behind delimiters that cannot be used the next ISA may begin at once.
    window.moveTo(position + (isa.readable ? isa.length : 1));
    this.classes = byteClasses(isa.delimiters);
    this.terminatorIsNewline = isNewline(isa.delimiters.segment);
    // What follows delimiters that cannot be used was told with the ISA.
    this.stray.told = true;
    this.mode = isa.readable ? 'gap' : 'stray';
    return true;
  }

  private looksLikeSegment(): boolean {
    const { bytes, position, length } = this.window;
    if (position + 2 >= length || isWordByte(bytes[position + 2]!)) return false;
    return ['GS', 'ST', 'SE', 'GE'].includes(String.fromCharCode(bytes[position]!, bytes[position + 1]!));
  }

  private beginStray(kind: Stray['kind']): true {
    this.stray.offset = this.window.offsetOf(this.window.position);
    this.stray.kind = kind;
    this.stray.told = false;
    this.mode = 'stray';
    // The first byte is no start of an interchange, or this would not be stray.
    this.window.moveTo(this.window.position + 1);
    return true;
  }

  /** Inside stray bytes only an ISA of the standard's width is believed. */
  private readStray(): boolean {
    const { window } = this;
    for (;;) {
      const found = window.bytes.subarray(0, window.length).indexOf(letterI, window.position);
      window.moveTo(found < 0 ? window.length : found);
      if (found < 0) return false;
      const tagged = window.startsWith(isaTag);
      const standard = tagged === true ? isStandardIsa(window.bytes, found, window.length) : tagged;
      if (standard === undefined && !this.atEnd) return false;
      if (standard === true) break;
      window.moveTo(found + 1);
    }
    this.tellStray(window.offsetOf(window.position));
    this.mode = 'seek';
    return true;
  }

  private tellStray(end: number): void {
    const { offset, kind, told } = this.stray;
    this.stray.told = true;
    if (!told) this.sink.stray({ offset, length: end - offset, kind });
  }

  /** Between segments: passes over line ends and blanks, and notices an ISA. */
  private readGap(): boolean {
    const { window, classes } = this;
    const { bytes, length } = window;
    let position = window.position;
    for (; position < length; position++) {
      const byte = bytes[position]!;
      const blank = (classes[byte]! & (Class.newline | Class.space)) !== 0;
      const indent = byte === tab && classes[byte] === Class.control;
      if (!blank && !indent && !(this.terminatorIsNewline && isNewline(byte))) break;
    }
    window.moveTo(position);
    if (position === length) return false;
    if (bytes[position] === letterI) {
      const tagged = window.startsWith(isaTag);
      if (tagged !== false && position + 3 >= length && !this.atEnd) return false;
      if (tagged === true && position + 3 < length && !isWordByte(bytes[position + 3]!)) {
        this.sink.cut(window.offsetOf(position));
        this.mode = 'seek';
        return true;
      }
    }
    this.beginSegment();
    return true;
  }

  private beginSegment(): void {
    this.mode = 'segment';
    this.frame.count = 0;
    this.frame.id = 0;
    this.frame.seen = 0;
    this.frame.binaryFault = false;
    this.flags = 0;
    this.binaryElement = -1;
    this.binaryEnd = -1;
  }

  private readSegment(): boolean {
    const { window, classes, frame } = this;
    const { bytes, length, start } = window;
    const { starts, ends, flags: elementFlags, elementsMax } = frame;
    let flags = this.flags;
    let count = frame.count;
    let { seen } = frame;
    let i = window.position;
    for (; i < length; i++) {
      const kind = classes[bytes[i]!]!;
      if (kind < Class.element) {
        flags |= kind;
        continue;
      }
      if (count <= elementsMax) {
        ends[count] = i - start;
        elementFlags[count] = flags;
      }
      seen |= flags;
      flags = 0;
      if (kind === Class.segment) {
        frame.seen = seen;
        frame.count = count;
        window.position = i + 1;
        if (i - start < isaBytes || !this.isCutByIsa(i + 1 - isaBytes)) this.finishSegment(i);
        return true;
      }
      count++;
      if (count <= elementsMax) starts[count] = i + 1 - start;
      if (count === 1) this.closeIdentifier(i);
      if (count - 1 === this.binaryElement) {
        frame.count = count;
        const skip = this.binaryLength();
        if (skip > this.limits.segmentBytesMax) return this.beginDiscard(i + 1, skip);
        if (skip >= 0) this.binaryEnd = i + 1 + skip - start;
        if (skip > 0) i += skip;
      }
    }
    frame.count = count;
    frame.seen = seen;
    this.flags = flags;
    window.position = i;
    if (length - start > this.limits.segmentBytesMax) return this.beginDiscard(length, i - length);
    return this.atEnd && this.closeLastTrailer();
  }

  /** The segment has no end: what looks like its last elements is the ISA of another interchange, which begins at the index. */
  private isCutByIsa(at: number): boolean {
    const { bytes, start } = this.window;
    if (bytes[at] !== letterI || !isStandardIsa(bytes, at, at + isaBytes)) return false;
    if (this.binaryElement >= 0 || at + isaBytes - start > this.limits.segmentBytesMax) return false;
    // An IEA that ends with its line is whole, see cutTrailer.
    if (this.frame.id === IEA && isFiller(bytes[at - 1]!)) return false;
    this.sink.unterminated(this.window.offsetOf(start));
    this.sink.cut(this.window.offsetOf(at));
    this.window.moveTo(at);
    this.mode = 'seek';
    return true;
  }

  private closeIdentifier(end: number): void {
    const { bytes, start } = this.window;
    let id = packSegmentId(bytes, start, end);
    if (id === 0 && (this.frame.flags[0]! & Class.newline) !== 0 && end - start <= idBytesKept) {
      const unwrapped = bytes.slice(start, end).filter((byte) => !isNewline(byte));
      id = packSegmentId(unwrapped, 0, unwrapped.length);
    }
    this.frame.id = id;
    this.binaryElement = id === BIN ? 1 : id === BDS ? 2 : -1;
  }

  /** Bytes of binary data that the element before announces; -1 when it is no number. */
  private binaryLength(): number {
    const { frame, window } = this;
    frame.bytes = window.bytes;
    frame.start = window.start;
    frame.kept = this.binaryElement;
    return frame.wholeNumber(this.binaryElement);
  }

  /** The segment ends before the index; the window stands where the next thing begins. */
  private finishSegment(end: number): void {
    const { frame, window } = this;
    frame.bytes = window.bytes;
    frame.start = window.start;
    frame.length = end - window.start;
    frame.offset = window.offsetOf(window.start);
    frame.kept = Math.min(frame.count, frame.elementsMax);
    frame.tooLong = frame.length > this.limits.segmentBytesMax;
    if (frame.count === 0) this.closeIdentifier(end);
    if (this.binaryElement >= 0)
      frame.binaryFault =
        frame.count !== this.binaryElement + 1 || frame.ends[frame.count] !== this.binaryEnd;
    if (frame.tooLong) this.forgetElements();
    else if (frame.id === IEA) this.cutTrailer();
    if (frame.wrapped && this.binaryElement < 0) frame.passWraps();
    frame.next = window.offsetOf(window.position);
    window.moveTo(window.position);
    this.mode = frame.id === IEA ? 'seek' : 'gap';
    this.sink.segment(frame);
  }

  /** The last IEA of a file may lack its terminator; filler behind it is not its own. */
  private closeLastTrailer(): boolean {
    const { window, classes } = this;
    if (this.frame.id !== IEA || window.position > window.length) return false;
    let end = window.length;
    while (end > window.start && isTrailing(window.bytes[end - 1]!, classes)) end--;
    window.position = window.length;
    this.frame.kept = Math.min(this.frame.count, this.frame.elementsMax);
    this.cutElements(end);
    this.finishSegment(end);
    return true;
  }

  /** An IEA without terminator, then a line end and the ISA of the next interchange: ends the IEA at the line end. */
  private cutTrailer(): void {
    const { frame, window } = this;
    const { bytes, start, length } = window;
    for (let i = start + 3; i < start + frame.length; i++) {
      if (!isNewline(bytes[i]!)) continue;
      const lineEnd = i;
      while (i + 1 < length && isFiller(bytes[i + 1]!)) i++;
      const isTag = isaTag.every((byte, index) => bytes[i + 1 + index] === byte);
      if (!isTag || i + 4 >= length || isWordByte(bytes[i + 4]!)) continue;
      this.cutElements(lineEnd);
      frame.length = lineEnd - start;
      window.position = lineEnd;
      return;
    }
  }

  /** Forgets what the segment holds from the index on. */
  private cutElements(end: number): void {
    const { frame, window, classes } = this;
    const length = end - window.start;
    while (frame.kept > 0 && frame.starts[frame.kept]! > length) frame.kept--;
    frame.count = frame.kept;
    frame.ends[frame.kept] = length;
    let flags = 0;
    for (let i = window.start + frame.starts[frame.kept]!; i < end; i++) flags |= classes[window.bytes[i]!]!;
    frame.flags[frame.kept] = flags;
    frame.seen = 0;
    for (let element = 0; element <= frame.kept; element++) frame.seen |= frame.flags[element]!;
  }

  /** The segment is over the limit: its bytes from the index on are passed over, `skip` of them unread. */
  private beginDiscard(from: number, skip: number): true {
    const { frame, window } = this;
    this.discarded.offset = window.offsetOf(window.start);
    this.discarded.skip = skip;
    frame.bytes = window.bytes.slice(window.start, window.start + idBytesKept);
    frame.start = 0;
    if (frame.count === 0) frame.ends[0] = idBytesKept;
    this.forgetElements();
    window.moveTo(from);
    this.mode = 'discard';
    return true;
  }

  private forgetElements(): void {
    const { frame } = this;
    frame.kept = 0;
    frame.count = 0;
    frame.flags[0] = 0;
    frame.seen = 0;
    frame.ends[0] = Math.min(frame.ends[0]!, idBytesKept);
    frame.binaryFault = false;
    frame.tooLong = true;
  }

  private readDiscarded(): boolean {
    const { frame, window, classes, discarded } = this;
    let end = Math.min(window.position + discarded.skip, window.length);
    discarded.skip -= end - window.position;
    while (end < window.length && classes[window.bytes[end]!] !== Class.segment) end++;
    window.moveTo(end);
    if (end === window.length) return false;
    frame.offset = discarded.offset;
    frame.length = window.offsetOf(end) - frame.offset;
    window.moveTo(end + 1);
    frame.next = window.offsetOf(end + 1);
    this.mode = frame.id === IEA ? 'seek' : 'gap';
    this.sink.segment(frame);
    return true;
  }
}

/** Filler behind the last IEA that is no delimiter. */
function isTrailing(byte: number, classes: Uint16Array): boolean {
  return isFiller(byte) && classes[byte]! < Class.component;
}
