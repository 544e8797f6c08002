/**
 * Interchange reports at random, as reading could have found them: groups of several versions with sets and their faults.
 */
import fc from 'fast-check';
import type { GroupReport, InterchangeReport, SetReport, X12Issue } from '../../src/x12/report.js';
import { combineVerdicts } from '../../src/x12/read/verdict.js';
import { madeGroup, madeInterchange, madeIssue, madeSet } from './made-reports.js';

const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 120 }), fc.constantFrom('CT', '*~>^', '   '));
const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

/** A fault of a segment (AK3) or of an element of it (AK4), with what a report may hold beside. */
const anyIssue: fc.Arbitrary<X12Issue> = fc
  .record({
    segment: fc.integer({ min: 2, max: 40 }),
    segmentId: fc.constantFrom('BEG', 'N1', 'PO1', 'REF', 'ZZZZ', 'Q', ''),
    loop: fc.constantFrom('', 'N1', 'PO1', 'HL'),
    segmentCode: fc.constantFrom('1', '2', '3', '4', '5', '6', '7'),
    elementCode: optional(fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '12', '13')),
    element: fc.integer({ min: 1, max: 99 }),
    component: optional(fc.integer({ min: 1, max: 12 })),
    repetition: optional(fc.integer({ min: 2, max: 9_999 })),
    elementReference: optional(fc.constantFrom('92', '353', '1073')),
    value: optional(value),
    trigger: optional(fc.integer({ min: 1, max: 60 })),
    implementation: fc.boolean(),
  })
  .map(({ segment, segmentId, loop, segmentCode, elementCode, ...more }) => {
    const { element, component, repetition, elementReference, value: copy, trigger, implementation } = more;
    const at = { segment, segmentId, ...(loop === '' ? {} : { loop }), ...given({ implementation }) };
    if (elementCode === undefined) return madeIssue({ ...at, ak3: segmentCode });
    const place = given({ component, repetition, elementReference, value: copy, trigger });
    return madeIssue({ ...at, ak3: '8', ak4: elementCode, element, ...place });
  });

/** Without what is undefined or false: such keys are absent from a report. */
function given(values: object): Partial<X12Issue> {
  return Object.fromEntries(Object.entries(values).filter(([, one]) => one !== undefined && one !== false));
}

const anySet: fc.Arbitrary<SetReport> = fc
  .record({
    set: fc.constantFrom('850', '810', '856'),
    verdict: fc.constantFrom('accepted', 'accepted-with-errors', 'rejected'),
    issues: fc.array(anyIssue, { minLength: 1, maxLength: 6 }),
    codes: fc.subarray(['1', '2', '3', '4', '6', '7', '23']),
    conventionReference: optional(fc.constantFrom('005010X999', 'OUR-GUIDE-7')),
  })
  .map(({ verdict, issues, codes, set, conventionReference }) => {
    const convention = conventionReference === undefined ? {} : { conventionReference };
    if (verdict === 'accepted') return madeSet({ set, verdict, ...convention });
    return madeSet({ set, verdict, issues, codes: [...codes, '5'], ...convention });
  });

const versions = ['003040', '004010', '004010VICS', '005010', '005010X221A1', '006030'];

const anyGroup: fc.Arbitrary<GroupReport> = fc
  .record({
    version: fc.constantFrom(...versions),
    functionalId: fc.constantFrom('PO', 'IN', 'SH'),
    sender: fc.constantFrom('SUPPGS', 'SUPPLAB', ''),
    sets: fc.array(anySet, { maxLength: 5 }),
    codes: fc.subarray(['1', '2', '4', '5', '6']),
    claimed: optional(fc.nat({ max: 2_000_000 })),
  })
  .map(({ version, functionalId, sender, sets, codes, claimed }) => {
    const verdict = codes.length > 0 || sets.length === 0 ? 'rejected' : combineVerdicts(sets);
    return madeGroup({
      verdict,
      codes,
      sets: sets.map((set, index) => ({
        ...set,
        ordinal: index + 1,
        transactionSetControlNumber: String(index + 1).padStart(4, '0'),
      })),
      setsClaimed: claimed,
      setsAccepted: verdict === 'rejected' ? 0 : sets.filter((set) => set.verdict !== 'rejected').length,
      header: { version, functionalId, sender },
    });
  });

/** An interchange whose envelope holds; its groups are numbered from 101. */
export const anyInterchange: fc.Arbitrary<InterchangeReport> = fc
  .record({
    groups: fc.array(anyGroup, { minLength: 1, maxLength: 4 }),
    version: fc.constantFrom('00401', '00501'),
    asked: fc.boolean(),
  })
  .map(({ groups, version, asked }) => {
    const numbered = groups.map((group, index) => ({
      ...group,
      ordinal: index + 1,
      header: { ...group.header, groupControlNumber: String(101 + index) },
    }));
    return madeInterchange({
      groups: numbered,
      verdict: combineVerdicts(numbered),
      header: { version, acknowledgmentRequested: asked },
    });
  });
