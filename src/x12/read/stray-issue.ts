/**
 * The issue for bytes that stand outside of any interchange.
 */
import type { InterchangeReport, X12Issue } from '../report.js';
import type { Stray } from '../tokens/index.js';
import type { IssueCode } from '../../vocabulary/index.js';

export function strayIssue(stray: Stray, interchanges: readonly InterchangeReport[]): X12Issue {
  const { offset, length } = stray;
  const error = (code: IssueCode, words: string): X12Issue => ({
    code,
    severity: 'error',
    offset,
    length,
    words,
  });
  switch (stray.kind) {
    case 'isa-truncated':
      return error('ISA_TRUNCATED', 'the file ends inside an ISA');
    case 'isa-unreadable':
      return error('ISA_UNREADABLE', 'an ISA stands here, but its delimiters cannot be told');
    case 'segments':
      return error('SEGMENTS_OUTSIDE_INTERCHANGE', 'segments stand outside of any interchange');
    case 'text':
  }
  if (interchanges.length === 0) return error('NOT_X12', 'the file does not begin with an ISA');
  const before = offset < interchanges[0]!.start;
  return {
    code: before ? 'LEADING_BYTES' : 'TRAILING_BYTES',
    severity: 'warning',
    offset,
    length,
    words: before
      ? 'bytes that are no X12 stand before the ISA'
      : 'bytes that are no X12 stand after the IEA',
  };
}
