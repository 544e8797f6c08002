/**
 * Acknowledgments of any report: our own reader and guides find nothing wrong with them, and reading one back says what
 * the report said.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { readBack } from '../../src/composition/read-back.js';
import {
  composeAcknowledgment,
  planAcknowledgment,
  writeAcknowledgment,
  type AcknowledgmentPlan,
  type AcknowledgmentStamp,
} from '../../src/x12/acknowledge/acknowledge.js';
import {
  readAcknowledgment,
  verdictOfSet,
  type AcknowledgedGroup,
} from '../../src/x12/acknowledge/read-acknowledgment.js';
import type { GroupReport, InterchangeReport, SetReport } from '../../src/x12/report.js';
import { anyInterchange } from './any-report.js';
import { anySyntax } from './made-outbound.js';
import { readAll } from './read-all.js';
import { runs } from './runs.js';

const wanted = fc.constantFrom('997' as const, '999' as const);
const tries = runs(300);

function planOf(interchange: InterchangeReport, set: '997' | '999'): AcknowledgmentPlan {
  return planAcknowledgment(interchange, { acknowledge: () => set, ta1: 'as-asked' })!;
}

function stampOf(plan: AcknowledgmentPlan): AcknowledgmentStamp {
  const groupControlNumbers = plan.groups.map((_, index) => index + 1);
  return { interchangeControlNumber: 7, groupControlNumbers, date: '20260302', time: '0815' };
}

function write(plan: AcknowledgmentPlan, stamp: AcknowledgmentStamp): Uint8Array {
  const written = writeAcknowledgment(plan, stamp);
  if ('faults' in written) throw new Error(JSON.stringify(written.faults));
  return written.bytes;
}

/** Every fault that our own reader finds, warnings too. */
function faultsOf(bytes: Uint8Array): string[] {
  const { interchanges, issues } = readAll(bytes).report;
  const all = interchanges.flatMap((one) => [
    ...one.issues,
    ...one.groups.flatMap((group) => [...group.issues, ...group.sets.flatMap((set) => set.issues)]),
  ]);
  return [...issues, ...all].map(
    ({ place, code, words }) => `${place.segmentId} ${place.element} ${code} ${words}`,
  );
}

/** The places that a set's faults are told at, as "segment/element-component". */
function placesIn(set: SetReport): string[] {
  const told = set.verdict === 'accepted' ? [] : set.issues;
  const places = told.map(({ place: { segment, element, component } }) =>
    placeKey(segment, element, component),
  );
  return [...new Set(places)].sort();
}

function placeKey(segment?: number, element?: number, component?: number): string {
  return `${segment}/${element ?? ''}-${component ?? ''}`;
}

/** What a group says of its sets: in a rejected group sound sets are not named. */
function said(group: GroupReport) {
  const named = group.sets.filter((set) => group.verdict !== 'rejected' || set.verdict === 'rejected');
  return {
    number: group.header.groupControlNumber,
    verdict: group.verdict,
    counts: [
      Math.min(group.setsClaimed ?? group.setsReceived, 999_999),
      group.setsReceived,
      group.setsAccepted,
    ],
    sets: named.map((set) => [set.transactionSetControlNumber, set.verdict, placesIn(set)]),
  };
}

function heard(group: AcknowledgedGroup) {
  return {
    number: group.groupControlNumber,
    verdict: group.verdict,
    counts: [group.setsIncluded, group.setsReceived, group.setsAccepted],
    sets: group.sets.map((set) => {
      const places = set.issues.map(({ place }) => placeKey(place.segment, place.element, place.component));
      return [set.transactionSetControlNumber, set.verdict, [...new Set(places)].sort()];
    }),
  };
}

describe('an acknowledgment of any report', () => {
  it('has no fault that our own reader or node-x12 would find, under any delimiters', () => {
    fc.assert(
      fc.property(anyInterchange, wanted, anySyntax, (interchange, set, syntax) => {
        const plan = planOf(interchange, set);
        const stamp = { ...stampOf(plan), syntax };
        const bytes = write(plan, stamp);
        expect(faultsOf(bytes)).to.deep.equal([]);
        expect(readBack(bytes, composeAcknowledgment(plan, stamp))).to.deep.equal({ same: true });
      }),
      tries,
    );
  });

  it('says, read back, what the report said: verdicts, counts and places', () => {
    fc.assert(
      fc.property(anyInterchange, wanted, (interchange, set) => {
        const plan = planOf(interchange, set);
        const { documents } = readAll(write(plan, stampOf(plan)));
        const told = documents.map((document) => heard(readAcknowledgment(document)!));
        const byNumber = (a: { number: string }, b: { number: string }) => a.number.localeCompare(b.number);
        expect(told.sort(byNumber)).to.deep.equal(interchange.groups.map(said).sort(byNumber));
      }),
      tries,
    );
  });

  it('lets the partner conclude about each set what became of it', () => {
    fc.assert(
      fc.property(anyInterchange, wanted, (interchange, set) => {
        const plan = planOf(interchange, set);
        const { documents } = readAll(write(plan, stampOf(plan)));
        const answers = new Map(
          documents.map((document) => {
            const answer = readAcknowledgment(document)!;
            return [answer.groupControlNumber, answer];
          }),
        );
        for (const group of interchange.groups) {
          const answer = answers.get(group.header.groupControlNumber)!;
          for (const one of group.sets) {
            const verdict = group.verdict === 'rejected' ? 'rejected' : one.verdict;
            expect(verdictOfSet(answer, one.transactionSetControlNumber)).to.equal(verdict);
          }
        }
      }),
      tries,
    );
  });

  it('is the same bytes for the same report and stamp', () => {
    fc.assert(
      fc.property(anyInterchange, wanted, (interchange, set) => {
        const plan = planOf(interchange, set);
        const stored = JSON.parse(JSON.stringify(plan)) as AcknowledgmentPlan;
        expect(write(stored, stampOf(plan))).to.deep.equal(write(planOf(interchange, set), stampOf(plan)));
      }),
      tries,
    );
  });

  it('answers a group from before 005010 by a 997, whatever was agreed, and names the version of each', () => {
    fc.assert(
      fc.property(anyInterchange, wanted, (interchange, set) => {
        const plan = planOf(interchange, set);
        const { documents } = readAll(write(plan, stampOf(plan)));
        for (const { set: kind, version, segments } of documents) {
          const answered = segments.find(({ id }) => id === 'AK1')!;
          const group = interchange.groups.find(
            ({ header }) => header.groupControlNumber === answered.element(2),
          )!;
          const old = group.header.version < '005010';
          expect(kind).to.equal(old ? '997' : set);
          expect(version).to.equal(old ? '004010' : set === '999' ? '005010X231A1' : '005010');
          expect(answered.element(3)).to.equal(old ? '' : group.header.version);
        }
      }),
      tries,
    );
  });
});
