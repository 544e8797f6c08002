/**
 * One X12 document of a file, by itself: in an envelope of its own, with what is personal made up.
 */
import type { Mapping } from '../../mapping/index.js';
import { type X12Document, openX12Reader, type X12Report } from '../../x12/index.js';
import { scrubPlaces } from './scrub-places.js';
import { type Scrubbed, scrub } from './scrub.js';

export function recordSet(mapping: Mapping, document: X12Document, bytes: Buffer, partner: string): Scrubbed {
  const result = mapping.apply(document, { partner });
  const { bytes: clean, told } = scrub(bytes, scrubPlaces(mapping, document, result));
  return { bytes: oneSet(clean, document.position), told };
}

/** The set in an envelope of its own: the headers as they came, trailers that count one. */
function oneSet(
  bytes: Buffer,
  { interchange, group, set }: { interchange: number; group: number; set: number },
): Buffer {
  const report = reportOf(bytes);
  const outer = report.interchanges[interchange - 1];
  const middle = outer?.groups[group - 1];
  const inner = middle?.sets[set - 1];
  if (!outer || !middle || !inner) return bytes;
  const element = String.fromCharCode(outer.delimiters.element);
  const terminator = String.fromCharCode(outer.delimiters.segment);
  const line = /[\r\n]/.test(terminator) ? '' : '\n';
  const header = (start: number): string => {
    const end = bytes.indexOf(terminator, start, 'latin1');
    return bytes.subarray(start, end + 1).toString('latin1');
  };
  const segment = (...parts: string[]): string => `${parts.join(element)}${terminator}`;
  const text = [
    header(outer.start),
    header(middle.start),
    bytes.subarray(inner.start, inner.end).toString('latin1').trimEnd(),
    segment('GE', '1', middle.header.groupControlNumber),
    segment('IEA', '1', outer.header.interchangeControlNumber),
  ].join(line);
  return Buffer.from(`${text}${line}`, 'latin1');
}

function reportOf(bytes: Buffer): X12Report {
  const reader = openX12Reader();
  reader.write(bytes);
  return reader.end();
}
