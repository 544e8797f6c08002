/**
 * Decides whether the control number of an interchange was used before, and whether numbers are missing before it. A number
 * that was used before makes a duplicate, which is held or rejected as the partner file says.
 */
import { defined } from '../../../defined.js';
import type { InterchangeState } from '../../../vocabulary/index.js';
import type { SeenNumber, NewIssue } from '../../../store/received/index.js';
import { acknowledgmentDue, type TranslatedInterchange } from '../../../translation/index.js';
import { isNumbered, numberKey, numberPolicy } from '../ask-facts.js';
import type { KnownSoFar } from './known-so-far.js';

export interface DecidedNumber {
  interchange: TranslatedInterchange;
  /** The number that counts as used from now on, if there is one. */
  seen: SeenNumber[];
  issues: NewIssue[];
}

/** Adds to `known`. */
export function decideNumber(interchange: TranslatedInterchange, known: KnownSoFar): DecidedNumber {
  if (!isNumbered(interchange)) return { interchange, seen: [], issues: [] };
  const { id, contentSha256 } = interchange;
  const key = numberKey(interchange);
  const { duplicate, gap } = numberPolicy(interchange);
  const before = known.firstUse(key);
  if (before !== undefined && duplicate !== 'accept') {
    const state = before === contentSha256 ? 'duplicate' : duplicate === 'reject' ? 'rejected' : 'held';
    return { interchange: stopped(interchange, state), seen: [], issues: [] };
  }
  const missing = Number(key.interchangeControlNumber) - Number(known.lastNumber(key)) - 1;
  known.addNumber(key, contentSha256);
  return {
    interchange,
    seen: [{ ...key, interchangeId: id, contentSha256 }],
    issues: missing > 0 && gap === 'warn' ? [gapIssue(id, missing)] : [],
  };
}

/** An interchange whose number was used before is not processed. */
function stopped(
  { acknowledgment: _, ...interchange }: TranslatedInterchange,
  state: InterchangeState,
): TranslatedInterchange {
  const reason = state === 'duplicate' ? 'SAME_INTERCHANGE' : 'DUPLICATE_CONTROL_NUMBER';
  const issue: NewIssue = {
    subjectKind: 'interchange',
    subjectId: interchange.id,
    code: reason,
    severity: 'error',
    ...(state === 'held' ? { action: 'hold' } : {}),
    words:
      state === 'duplicate'
        ? 'The same interchange was received before; it was not processed again.'
        : 'This control number (ISA13) was used before by this sender for another interchange.',
  };
  const issues = [...interchange.issues.filter(({ subjectKind }) => subjectKind !== 'record'), issue];
  const found = { ...interchange, state, reason, records: [], issues };
  return state === 'rejected' ? answeredWith025(found) : found;
}

/** TA1 025, or a 997 that rejects every group if no TA1 is due. */
function answeredWith025(interchange: TranslatedInterchange): TranslatedInterchange {
  const report: TranslatedInterchange['report'] = {
    ...interchange.report,
    verdict: 'rejected',
    ta1: { status: 'R', code: '025' },
  };
  const acknowledgment = acknowledgmentDue({ ...interchange, report });
  return { ...interchange, report, ...defined({ acknowledgment }) };
}

function gapIssue(subjectId: string, missing: number): NewIssue {
  return {
    subjectKind: 'interchange',
    subjectId,
    code: 'CONTROL_NUMBER_GAP',
    severity: 'warning',
    words: `${missing} control numbers (ISA13) are missing between the last interchange of this sender and this one.`,
  };
}
