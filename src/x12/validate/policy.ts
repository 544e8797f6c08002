/**
 * What validation does about each kind of fault; an agreement may change it per set.
 *
 * Faults that leave a document unreadable (missing mandatory parts, dates that are none, envelopes that do not agree) are
 * not negotiable and have no switch here.
 */
import type { GuideOverride } from '../guides/index.js';

/**
 * fail: the set is rejected. tolerate: the fault is told in the acknowledgment and the set is accepted with errors.
 * warn: it is only noted. off: it is not looked for.
 */
export type Strictness = 'fail' | 'tolerate' | 'warn' | 'off';

export interface ValidationPolicy {
  /** Elements too short or too long. */
  length: Strictness;
  /** Characters that the element's type or the agreed text does not have. */
  characters: Strictness;
  /** Elements that repeat, or composites that have components, beyond what the guide allows. */
  repetitions: Strictness;
  /** Segments of the set at a wrong place. */
  order: Strictness;
  /** Segments and loops more often than the guide allows. */
  maxUse: Strictness;
  /** Segments that the set does not have. */
  unknownSegments: Strictness;
  /** Conditions between elements. */
  conditional: Strictness;
  /** guide: a code that a whole list lacks fails, one that a partial list lacks warns. */
  codes: 'guide' | 'tolerate' | 'warn' | 'off';
  /** ST02 unique within its group. */
  uniqueControlNumbers: 'fail' | 'warn' | 'off';
  /** Characters that text may hold: any printable one, or the extended or basic character set of X12. */
  text: 'printable' | 'extended' | 'basic';
  /** What one rejected set does to its neighbours. */
  onBadSet: 'reject-set' | 'reject-group' | 'reject-interchange';
  /** What differs from the guide of the set; one object for all sets of an agreement, since a guide is made for each. */
  guide?: GuideOverride | undefined;
}

export const defaultPolicy: Readonly<ValidationPolicy> = Object.freeze({
  length: 'fail',
  characters: 'fail',
  repetitions: 'fail',
  order: 'fail',
  maxUse: 'fail',
  unknownSegments: 'fail',
  conditional: 'fail',
  codes: 'guide',
  uniqueControlNumbers: 'fail',
  text: 'printable',
  onBadSet: 'reject-set',
});
