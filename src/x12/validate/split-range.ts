/**
 * Splits an element at its repetition or component separators.
 */
import { Class, isNewline, type SegmentFrame } from '../tokens/index.js';
import type { SetContext } from './set-context.js';

/** Bytes relative to the start of the segment. */
export interface ByteRange {
  start: number;
  end: number;
}

/** The parts of a range, at least one; at most limits.componentsMax, the last of which holds the rest. */
export function splitRange(
  context: SetContext,
  range: ByteRange,
  at: 'component' | 'repetition',
): ByteRange[] {
  const { frame, classes, limits } = context;
  const parts: ByteRange[] = [];
  let start = range.start;
  for (let i = range.start; i < range.end && parts.length < limits.componentsMax; i++) {
    if (classes[frame.bytes[frame.start + i]!] !== Class[at]) continue;
    parts.push({ start, end: i });
    start = i + 1;
  }
  parts.push({ start, end: range.end });
  if (frame.wrapped) parts.forEach((part) => passWraps(frame, part));
  return parts;
}

/** A part of nothing but a line end is empty. */
function passWraps({ bytes, start }: SegmentFrame, part: ByteRange): void {
  while (part.start < part.end && isNewline(bytes[start + part.start]!)) part.start++;
}
