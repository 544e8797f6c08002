/**
 * Explaining and acknowledging under any bytes: neither throws, no issue is lost, and what is answered can be read.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { readBack } from '../../src/composition/read-back.js';
import { composeAcknowledgment, planAcknowledgment } from '../../src/x12/acknowledge/acknowledge.js';
import { explainX12 } from '../../src/explaining/explain.js';
import { renderRow } from '../../src/explaining/render-explanation.js';
import type { X12Issue, X12Report } from '../../src/x12/report.js';
import { writeInterchange } from '../../src/x12/write/write.js';
import { readX12 } from './read-x12.js';

const folder = new URL('../fixtures/x12/', import.meta.url);
const files = ['ok_2gs.edi', 'ok_3st.edi', 'ok_composite.edi', 'ok_2isa.edi', 'bad_seg_id.edi'].map((name) =>
  readFileSync(new URL(name, folder)),
);

interface Change {
  at: number;
  kind: 'replace' | 'remove' | 'insert';
  bytes: Uint8Array;
}

/** A file with a few places changed: delimiters, control characters and any other bytes. */
const damaged: fc.Arbitrary<Uint8Array> = fc
  .record({
    file: fc.constantFrom(...files),
    changes: fc.array(
      fc.record({
        at: fc.nat(),
        kind: fc.constantFrom('replace', 'remove', 'insert'),
        bytes: fc.oneof(
          fc.uint8Array({ minLength: 1, maxLength: 4 }),
          fc
            .constantFrom('*', '~', '>', '\n', '\u0000', 'ISA', 'GS*', 'ST*850*0001~', 'IEA*1*', '\u00e9')
            .map((text) => new TextEncoder().encode(text)),
        ),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ file, changes }) => changes.reduce(changed, file));

function changed(file: Uint8Array, { at, kind, bytes }: Change): Uint8Array {
  const place = at % (file.length + 1);
  const after = kind === 'insert' ? place : place + bytes.length;
  const middle = kind === 'remove' ? [] : bytes;
  return Uint8Array.from([...file.subarray(0, place), ...middle, ...file.subarray(after)]);
}

/** Segments that repeat addresses and control numbers as they came, whatever they are, so that the partner knows them. */
const repeated = new Set(['GS', 'AK1', 'AK2']);

function errors(report: X12Report): X12Issue[] {
  return allIssues(report).filter((issue) => issue.severity === 'error');
}

function allIssues(report: X12Report): X12Issue[] {
  const inside = report.interchanges.flatMap((interchange) => [
    ...interchange.issues,
    ...interchange.groups.flatMap((group) => [...group.issues, ...group.sets.flatMap((set) => set.issues)]),
  ]);
  return [...report.issues, ...inside];
}

describe('any bytes', () => {
  it('are explained to the last byte, with every issue once and nothing that acts on a terminal', () => {
    fc.assert(
      fc.property(damaged, (bytes) => {
        const report = readX12(bytes);
        const rows = [...explainX12(report, bytes)];
        expect(rows.reduce((count, row) => count + row.issues.length, 0)).to.equal(allIssues(report).length);
        expect(rows.flatMap(renderRow).join('')).to.not.match(/[\p{Cc}\p{Cf}]/u);
        const offsets = rows.map((row) => row.offset);
        expect(offsets).to.deep.equal([...offsets].sort((one, other) => one - other));
      }),
      { numRuns: 1000 },
    );
  });

  it('are answered, if at all, by bytes that read back as meant and are sound', () => {
    fc.assert(
      fc.property(damaged, fc.constantFrom('as-asked', 'always', 'never'), (bytes, ta1) => {
        for (const interchange of readX12(bytes).interchanges) {
          const { senderQualifier, receiverQualifier } = interchange.header;
          // no partner has a qualifier that is none, so nothing is ever planned for one
          if (senderQualifier !== 'ZZ' || receiverQualifier !== 'ZZ') continue;
          const plan = planAcknowledgment(interchange, { acknowledge: () => '997', ta1 });
          if (plan === undefined) continue;
          JSON.stringify(plan, (_, value: unknown) => {
            if (typeof value === 'string') expect(value).to.match(/^[\x20-\x7e]*$/);
            return value;
          });
          const groupControlNumbers = plan.groups.map((_, index) => index + 1);
          const meant = composeAcknowledgment(plan, {
            interchangeControlNumber: 1,
            groupControlNumbers,
            date: '20260302',
            time: '0815',
          });
          const written = writeInterchange(meant);
          // an address that cannot be written is refused; nothing else may be
          if ('faults' in written) {
            expect(written.faults.map((fault) => fault.code)).to.deep.equal(
              written.faults.map(() => 'ENVELOPE_INVALID'),
            );
            continue;
          }
          expect(readBack(written.bytes, meant)).to.deep.equal({ same: true });
          if (plan.groups.some((group) => group.version !== '004010')) continue;
          const faults = errors(readX12(written.bytes)).filter(
            ({ segmentId = '' }) => !repeated.has(segmentId),
          );
          expect(faults).to.deep.equal([]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
