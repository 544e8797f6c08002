/**
 * The bytes of a file that are still needed: those from `start` on.
 *
 * Chunks are copied in, so a caller may use its own buffer again; what lies before `start` is given up when room is short.
 */
const initialBytes = 131_072;

export class ByteWindow {
  bytes: Uint8Array = new Uint8Array(initialBytes);
  /** Bytes in use. */
  length = 0;
  /** Offset in the file of bytes[0]. */
  base = 0;
  /** First byte still needed. */
  start = 0;
  /** Next byte to read; may lie beyond length when bytes are to be passed over unread. */
  position = 0;

  append(chunk: Uint8Array): void {
    if (this.length + chunk.length > this.bytes.length) this.makeRoom(chunk.length);
    this.bytes.set(chunk, this.length);
    this.length += chunk.length;
  }

  /** Gives up everything before the position. */
  moveTo(position: number): void {
    this.position = position;
    this.start = position;
  }

  /** Offset in the file of an index. */
  offsetOf(index: number): number {
    return this.base + index;
  }

  /** Whether the text stands at the position; undefined when too few bytes are at hand to tell. */
  startsWith(text: readonly number[]): boolean | undefined {
    for (let i = 0; i < text.length; i++) {
      if (this.position + i >= this.length) return undefined;
      if (this.bytes[this.position + i] !== text[i]) return false;
    }
    return true;
  }

  private makeRoom(wanted: number): void {
    const drop = Math.min(this.start, this.length);
    const kept = this.length - drop;
    if (kept + wanted > this.bytes.length) {
      const larger = new Uint8Array(2 * (kept + wanted));
      larger.set(this.bytes.subarray(drop, this.length));
      this.bytes = larger;
    } else {
      this.bytes.copyWithin(0, drop, this.length);
    }
    this.base += drop;
    this.start -= drop;
    this.position -= drop;
    this.length = kept;
  }
}
