/**
 * What is true of a transaction set in every version: the group that carries it and what its CTT01 counts.
 */

export interface SetKind {
  /** GS01 of the groups that carry it. */
  functionalId: string;
  /** The segment that CTT01 counts, where the set has one. */
  counts?: string;
  /**
   * How sure its structure is. checked: compared between at least three public sources; public guides: between two, see
   * docs/x12.md.
   */
  confidence: 'checked' | 'public guides';
}

/** By ST01. */
export const setKinds: Readonly<Record<string, SetKind>> = {
  '810': { functionalId: 'IN', counts: 'IT1', confidence: 'checked' },
  '820': { functionalId: 'RA', confidence: 'checked' },
  '824': { functionalId: 'AG', confidence: 'public guides' },
  '832': { functionalId: 'SC', counts: 'LIN', confidence: 'checked' },
  '846': { functionalId: 'IB', counts: 'LIN', confidence: 'checked' },
  '850': { functionalId: 'PO', counts: 'PO1', confidence: 'checked' },
  '855': { functionalId: 'PR', counts: 'PO1', confidence: 'checked' },
  '856': { functionalId: 'SH', counts: 'HL', confidence: 'checked' },
  '860': { functionalId: 'PC', counts: 'POC', confidence: 'checked' },
  '861': { functionalId: 'RC', counts: 'RCD', confidence: 'public guides' },
  '865': { functionalId: 'CA', counts: 'POC', confidence: 'checked' },
  '867': { functionalId: 'PT', counts: 'PTD', confidence: 'checked' },
  '997': { functionalId: 'FA', confidence: 'checked' },
  '999': { functionalId: 'FA', confidence: 'checked' },
};
