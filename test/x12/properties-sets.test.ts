/**
 * Documents made from each guide: written and read they are the same, and one fault in them is told exactly.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { readBack } from '../../src/composition/read-back.js';
import type { X12Document } from '../../src/x12/document.js';
import type { OutboundElement, OutboundInterchange } from '../../src/x12/write/outbound.js';
import type { X12Report } from '../../src/x12/report.js';
import { writeInterchange } from '../../src/x12/write/write.js';
import { allGuides, anyDocument, outboundOf, segmentTexts, type MadeDocument } from './made-documents.js';
import { anySyntax } from './made-outbound.js';
import { envelopePlaces, makeFile } from './made-x12.js';
import { readX12 } from './read-x12.js';
import { runs } from './runs.js';

function write(interchange: OutboundInterchange): Uint8Array {
  const written = writeInterchange(interchange);
  if ('faults' in written) throw new Error(JSON.stringify(written.faults[0]));
  return written.bytes;
}

/** Everything that was found wrong, or noted. */
function told({ issues, interchanges }: X12Report) {
  const groups = interchanges.flatMap((one) => one.groups);
  const sets = groups.flatMap((one) => one.sets);
  return [issues, ...[...interchanges, ...groups, ...sets].map((one) => one.issues)].flat();
}

/** An element as repetitions of components, without what is empty at the end. */
function parts(element: OutboundElement): string[][] {
  const repetitions = typeof element === 'string' ? [[element]] : element;
  const lists = typeof repetitions[0] === 'string' ? [repetitions as string[]] : (repetitions as string[][]);
  return lists.map((components) => components.slice(0, components.findLastIndex((one) => one !== '') + 1));
}

describe('X12 documents of every guide', () => {
  it('are made for all sets there are', () => {
    expect(allGuides.map(({ version, set }) => `${version} ${set}`)).to.include.members(
      ['810', '850', '855', '856', '997'].map((set) => `004010 ${set}`),
    );
  });

  for (const guide of allGuides) {
    it(`${guide.version} ${guide.set}: written and read again, nothing is found and every value is the same`, () => {
      fc.assert(
        fc.property(anyDocument(guide), anySyntax, fc.nat({ max: 200 }), (made, syntax, size) => {
          const bytes = write({ ...outboundOf(made), syntax });
          const documents: X12Document[] = [];
          const report = readX12(bytes, {
            size: size + 1,
            wants: () => true,
            onSet: (document) => documents.push(document),
          });
          expect(told(report)).to.deep.equal([]);
          expect(report.interchanges.map((one) => one.verdict)).to.deep.equal(['accepted']);
          expect(documents).to.have.lengthOf(1);
          expectSame(documents[0]!, made);
        }),
        runs(60),
      );
    });
  }
});

describe('any document, read by node-x12 too', () => {
  for (const guide of allGuides)
    it(`${guide.version} ${guide.set}: has the same elements`, () => {
      fc.assert(
        fc.property(anyDocument(guide), (made) => {
          const meant = outboundOf(made);
          expect(readBack(write(meant), meant)).to.deep.equal({ same: true });
        }),
        runs(15),
      );
    });
});

describe('any document wrapped at any column', () => {
  for (const guide of allGuides)
    it(`${guide.version} ${guide.set}: is read as if it were not wrapped`, () => {
      const columns = fc.integer({ min: 1, max: 90 });
      fc.assert(
        fc.property(anyDocument(guide), columns, fc.constantFrom('\n', '\r\n'), (made, column, lineEnd) => {
          const file = Buffer.from(makeFile([{ set: guide.set, body: segmentTexts(made) }], guide));
          const lines: Uint8Array[] = [file.subarray(0, 106)];
          for (let at = 106; at < file.length; at += column)
            lines.push(file.subarray(at, at + column), Buffer.from(lineEnd));
          const documents: X12Document[] = [];
          const report = readX12(Buffer.concat(lines), {
            wants: () => true,
            onSet: (document) => documents.push(document),
          });
          expect(JSON.stringify(told(report).filter(({ code }) => code !== 'LINES_WRAPPED'))).to.equal('[]');
          expectSame(documents[0]!, made);
        }),
        runs(30),
      );
    });
});

describe('the envelope of any document', () => {
  for (const guide of allGuides)
    it(`${guide.version} ${guide.set}: no changed identifier, number or count goes unnoticed`, () => {
      const character = fc.integer({ min: 0x20, max: 0x7e });
      fc.assert(
        fc.property(anyDocument(guide), fc.nat(), character, (made, which, byte) => {
          const file = makeFile([{ set: guide.set, body: segmentTexts(made) }], guide);
          const places = envelopePlaces(file);
          const changed = Buffer.from(file);
          const place = places[which % places.length]!;
          changed[Buffer.from(file.slice(0, place)).length] = byte;
          // A 997 that names no set is a sound 999 too, and the other way round.
          const set = /ST\*(\w*)/.exec(changed.toString('latin1'))?.[1] ?? '';
          fc.pre(set === guide.set || !['997', '999'].includes(set));
          fc.pre(!changed.equals(Buffer.from(file)));
          expect(told(readX12(changed)), `byte ${place}`).not.to.deep.equal([]);
        }),
        runs(60),
      );
    });
});

function expectSame(document: X12Document, { segments }: MadeDocument): void {
  const body = document.segments.slice(1, -1);
  expect(body.map(({ id }) => id)).to.deep.equal(segments.map(({ segment: [id] }) => id));
  segments.forEach(({ segment: [, ...elements] }, at) => {
    const read = body[at]!;
    const meant = elements.map(parts);
    const found = meant.map((repetitions, position) =>
      repetitions.map((components, repetition) =>
        components.map((_, component) => read.component(position + 1, component + 1, repetition + 1)),
      ),
    );
    expect(found).to.deep.equal(meant);
  });
}
