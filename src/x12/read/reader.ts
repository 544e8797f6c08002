/**
 * Reads an X12 file in chunks of any size and reports what it finds; the one door to reading.
 *
 * It never throws on any bytes. A set may be taken only when its own verdict, its group's and its interchange's are all
 * not "rejected", and that is known when the report is there: documents are handed out before it.
 */
import type { X12Report } from '../report.js';
import { defaultLimits, type X12Limits, SegmentFrame, Tokenizer } from '../tokens/index.js';
import { Envelope } from './envelope.js';
import type { X12ReaderOptions } from './reader-options.js';

export type { X12ReaderOptions };

export interface X12Reader {
  /** Takes the next bytes of the file; the chunk may be used again afterwards. */
  write(chunk: Uint8Array): void;
  /** The file has ended: what was found. */
  end(): X12Report;
}

/** Opens a reader for one file. */
export function openX12Reader(options: X12ReaderOptions = {}): X12Reader {
  const limits: X12Limits = { ...defaultLimits, ...options.limits };
  const frame = new SegmentFrame(limits.elementsMax);
  const envelope = new Envelope(frame, limits, options);
  const tokenizer = new Tokenizer(envelope, frame, limits);
  return {
    write: (chunk) => tokenizer.write(chunk),
    end: () => {
      tokenizer.end();
      return envelope.finish();
    },
  };
}
