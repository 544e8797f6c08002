/**
 * One fault in a sound document of each guide: it is told with its code at its place, and nothing else is told.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { allGuides, anyDocument } from './made-documents.js';
import { elementFaults, segmentFaults, type MadeFault } from './made-faults.js';
import { drawFrom } from './made-values.js';
import { makeFile } from './made-x12.js';
import { brief } from './read-set.js';
import { readX12 } from './read-x12.js';
import { runs } from './runs.js';

const choices = fc.array(fc.nat({ max: 0xffff }), { minLength: 5, maxLength: 30 });

describe('one fault in a document of any guide', () => {
  const made = new Map<string, number>();
  for (const [name, make] of Object.entries({ ...elementFaults, ...segmentFaults }))
    it(`is told exactly: ${name}`, () => {
      for (const guide of allGuides)
        fc.assert(
          fc.property(anyDocument(guide), choices, (document, numbers) => {
            const fault = make(document, drawFrom(numbers));
            if (fault === undefined) return;
            made.set(name, (made.get(name) ?? 0) + 1);
            expectTold(fault, { set: guide.set, version: guide.version, functionalId: guide.functionalId });
          }),
          runs(30),
        );
    });

  it('was made often enough to mean something', () => {
    for (const name of Object.keys({ ...elementFaults, ...segmentFaults }))
      expect(made.get(name) ?? 0, name).to.be.greaterThan(20);
  });
});

function expectTold(fault: MadeFault, file: { set: string; version: string; functionalId: string }): void {
  const report = readX12(makeFile([{ set: file.set, body: fault.body }], file));
  const [set] = report.interchanges[0]!.groups[0]!.sets;
  const errors = set!.issues.filter(({ severity }) => severity === 'error');
  const found = `${errors.map(brief).join(', ')} at ${errors.map(({ place }) => place.segment).join()}; ${JSON.stringify(fault)}`;
  expect([set!.verdict, set!.codes], found).to.deep.equal(['rejected', ['5']]);
  const same = errors.some(
    (issue) =>
      (fault.segment === undefined || issue.place.segment === fault.segment) &&
      (fault.segmentId === undefined || issue.place.segmentId === fault.segmentId) &&
      issue.ak3 === fault.ak3 &&
      issue.ak4 === fault.ak4 &&
      (fault.elements === undefined || fault.elements.includes(issue.place.element!)) &&
      (fault.component === undefined || fault.component === issue.place.component),
  );
  expect(same, found).to.equal(true);
  for (const { place } of errors) expect(place.segment, found).to.equal(fault.segment ?? place.segment);
}
