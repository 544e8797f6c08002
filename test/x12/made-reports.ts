/**
 * Hand-made reports for tests of what follows reading: whatever a test does not name is sound and plain.
 */
import type { GroupReport, InterchangeReport, SetReport, X12Issue } from '../../src/x12/report.js';

export function madeIssue(values: Partial<X12Issue>): X12Issue {
  return {
    code: 'SEGMENT_UNEXPECTED',
    severity: 'error',
    offset: 0,
    length: 0,
    words: 'made for a test',
    ...values,
  };
}

export function madeSet(values: Partial<SetReport> = {}): SetReport {
  const issues = values.issues ?? [];
  return {
    ordinal: 1,
    set: '850',
    transactionSetControlNumber: '0001',
    verdict: 'accepted',
    codes: [],
    segments: 10,
    issueCount: issues.length,
    start: 0,
    end: 0,
    ...values,
    issues,
  };
}

export function madeGroup(
  values: Partial<Omit<GroupReport, 'header'>> & { header?: Partial<GroupReport['header']> } = {},
): GroupReport {
  const sets = values.sets ?? [madeSet()];
  const accepted = sets.filter((set) => set.verdict.startsWith('accepted')).length;
  return {
    ordinal: 1,
    verdict: accepted === sets.length ? 'accepted' : accepted === 0 ? 'rejected' : 'partially-accepted',
    codes: [],
    setsClaimed: sets.length,
    setsReceived: sets.length,
    setsAccepted: accepted,
    issues: [],
    start: 0,
    end: 0,
    ...values,
    sets,
    header: {
      functionalId: 'PO',
      sender: 'SUPPGS',
      receiver: 'HOSPGS',
      date: '20260301',
      time: '1205',
      groupControlNumber: '101',
      agency: 'X',
      version: '004010',
      ...values.header,
    },
  };
}

export function madeInterchange(
  values: Partial<Omit<InterchangeReport, 'header'>> & { header?: Partial<InterchangeReport['header']> } = {},
): InterchangeReport {
  const groups = values.groups ?? [madeGroup()];
  return {
    ordinal: 1,
    delimiters: { element: 0x2a, component: 0x3e, repetition: undefined, segment: 0x7e },
    verdict: values.ta1?.status === 'R' ? 'rejected' : (groups[0]?.verdict ?? 'accepted'),
    ta1: { status: 'A', code: '000' },
    acknowledgments: [],
    issues: [],
    start: 0,
    end: 0,
    ...values,
    groups,
    header: {
      senderQualifier: '01',
      sender: 'SUPPLIER01',
      receiverQualifier: 'ZZ',
      receiver: 'HOSPITAL01',
      date: '260301',
      time: '1205',
      version: '00401',
      interchangeControlNumber: '000000042',
      acknowledgmentRequested: false,
      usage: 'P',
      ...values.header,
    },
  };
}
