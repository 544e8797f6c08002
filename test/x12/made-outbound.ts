/**
 * Outbound interchanges for tests, made by hand or at random; and what should come back when they are read.
 */
import fc from 'fast-check';
import {
  usualSyntax,
  type OutboundElement,
  type OutboundInterchange,
  type OutboundSegment,
  type OutboundSyntax,
} from '../../src/x12/write/outbound.js';

export function madeOutbound(values: Partial<OutboundInterchange> = {}): OutboundInterchange {
  return {
    senderQualifier: 'ZZ',
    sender: 'HOSPITAL01',
    receiverQualifier: '01',
    receiver: 'SUPPLIER01',
    version: '00401',
    interchangeControlNumber: 42,
    acknowledgmentRequested: false,
    usage: 'P',
    at: { date: '20260302', time: '0815' },
    syntax: usualSyntax,
    groups: [madeOutboundGroup([['BEG', '00', 'SA', 'PO-1001', '', '20260302']])],
    ...values,
  };
}

export function madeOutboundGroup(segments: readonly OutboundSegment[], groupControlNumber = 7) {
  return {
    functionalId: 'PO',
    sender: 'HOSPGS',
    receiver: 'SUPPGS',
    version: '004010',
    groupControlNumber,
    sets: [{ set: '850', transactionSetControlNumber: 1, segments }],
  };
}

const delimiterCandidates = [...'*|^~!:><&@\'"#;+\u001c\u001d\u001e\u001f'];

/** Any four delimiters that may stand together, with any line ending. */
export const anySyntax: fc.Arbitrary<OutboundSyntax> = fc
  .record({
    delimiters: fc.shuffledSubarray(delimiterCandidates, { minLength: 4, maxLength: 4 }),
    terminator: fc.option(fc.constantFrom('\n', '\r'), { nil: undefined, freq: 3 }),
    lineEnding: fc.constantFrom('none', 'lf', 'crlf'),
    replacementCharacter: fc.constantFrom('_', ' '),
  })
  .map(({ delimiters, terminator, lineEnding, replacementCharacter }) => ({
    elementSeparator: delimiters[0]!,
    componentSeparator: delimiters[1]!,
    repetitionSeparator: delimiters[2]!,
    segmentTerminator: terminator ?? delimiters[3]!,
    lineEnding,
    replacementCharacter,
  }));

const text = fc.string({ unit: 'binary', maxLength: 12 });
const value = fc.oneof(text, fc.string({ maxLength: 8 }), fc.constantFrom('', '', 'AB', '10', '12.50'));
const components = fc.array(value, { minLength: 1, maxLength: 4 });

function elementOf(repeats: boolean): fc.Arbitrary<OutboundElement> {
  const repetitions = fc.array(components, { minLength: 1, maxLength: 3 });
  return repeats ? fc.oneof(value, components, repetitions) : fc.oneof(value, components);
}

/** Segments of a set: at least one element of each is not empty. */
function segmentOf(repeats: boolean): fc.Arbitrary<OutboundSegment> {
  return fc
    .record({
      id: fc.constantFrom('BEG', 'REF', 'N1', 'PO1', 'ZZ9', 'K3'),
      first: fc.string({ unit: fc.constantFrom(...'ABC0123'), minLength: 1, maxLength: 5 }),
      rest: fc.array(elementOf(repeats), { maxLength: 6 }),
    })
    .map(({ id, first, rest }) => [id, first, ...rest]);
}

/** Any interchange that can be written. */
export const anyOutbound: fc.Arbitrary<OutboundInterchange> = fc
  .record({
    syntax: anySyntax,
    repeats: fc.boolean(),
    number: fc.integer({ min: 1, max: 999_999_999 }),
    acknowledgmentRequested: fc.boolean(),
  })
  .chain(({ syntax, repeats, number, acknowledgmentRequested }) =>
    fc
      .array(fc.array(fc.array(segmentOf(repeats), { maxLength: 5 }), { minLength: 1, maxLength: 3 }), {
        minLength: 1,
        maxLength: 3,
      })
      .map((groups) =>
        madeOutbound({
          syntax,
          version: repeats ? '00501' : '00401',
          interchangeControlNumber: number,
          acknowledgmentRequested,
          groups: groups.map((sets, index) => ({
            ...madeOutboundGroup([], index + 1),
            sets: sets.map((segments, place) => ({
              set: '850',
              transactionSetControlNumber: place + 1,
              segments,
            })),
          })),
        }),
      ),
  );
