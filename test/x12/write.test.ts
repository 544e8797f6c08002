/**
 * Values to bytes: the exact form of an interchange, what is refused, and that nothing is lost on the way.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import type { X12Segment } from '../../src/x12/document.js';
import {
  completeSyntax,
  unwritable,
  usualSyntax,
  type OutboundElement,
  type OutboundInterchange,
  type OutboundSyntax,
} from '../../src/x12/write/outbound.js';
import { writeInterchange } from '../../src/x12/write/write.js';
import { anyOutbound, madeOutbound, madeOutboundGroup } from './made-outbound.js';
import { readAll } from './read-all.js';
import { runs } from './runs.js';

function written(values: Partial<OutboundInterchange> = {}): string {
  const result = writeInterchange(madeOutbound(values));
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return new TextDecoder().decode(result.bytes);
}

function faults(values: Partial<OutboundInterchange>) {
  const result = writeInterchange(madeOutbound(values));
  return 'faults' in result ? result.faults : [];
}

function syntax(values: Partial<OutboundSyntax>): { syntax: OutboundSyntax } {
  return { syntax: { ...usualSyntax, ...values } };
}

/** The segments between ST and SE, without line ends. */
function body(
  segments: Parameters<typeof madeOutboundGroup>[0],
  values: Partial<OutboundInterchange> = {},
): string[] {
  const lines = written({ ...values, groups: [madeOutboundGroup(segments)] }).split(/\r?\n/);
  return lines.slice(3, -4);
}

describe('writeInterchange: the form', () => {
  it('writes counts, padded control numbers and an ISA of 106 bytes', () => {
    const text = written();
    expect(text.split('\n')).to.deep.equal([
      'ISA*00*          *00*          *ZZ*HOSPITAL01     *01*SUPPLIER01     *260302*0815*U*00401*000000042*0*P*>~',
      'GS*PO*HOSPGS*SUPPGS*20260302*0815*7*X*004010~',
      'ST*850*0001~',
      'BEG*00*SA*PO-1001**20260302~',
      'SE*3*0001~',
      'GE*1*7~',
      'IEA*1*000000042~',
      '',
    ]);
    expect(text.indexOf('\n')).to.equal(106);
  });

  it('gives the same bytes for the same values', () => {
    expect(writeInterchange(madeOutbound())).to.deep.equal(writeInterchange(madeOutbound()));
  });

  it('leaves empty elements and components at the end out, and keeps those inside', () => {
    expect(
      body([
        ['REF', '', 'A', '', ''],
        ['SVC', ['', 'B', '', ''], ['', '']],
        ['K3', [], 'C'],
      ]),
    ).to.deep.equal(['REF**A~', 'SVC*>B~', 'K3**C~']);
  });

  it('repeats elements from version 00402 on, and names the separator in ISA11', () => {
    const segments = [['REF', [['A'], ['B', 'C'], ['']]] as const];
    expect(body(segments, { version: '00501' })).to.deep.equal(['REF*A^B>C~']);
    expect(written({ version: '00501' })).to.contain('*0815*^*00501*');
  });

  it('refuses repetitions before version 00402, where their separator is an ordinary character', () => {
    expect(faults({ groups: [madeOutboundGroup([['REF', 'X', [['A'], ['B']]]])] })).to.deep.equal([
      {
        code: 'REPETITION_UNAVAILABLE',
        words: 'Interchange versions before 00402 cannot repeat an element; send one, or raise the version.',
        place: { group: 1, set: 1, segment: 2, segmentId: 'REF', element: 2 },
      },
    ]);
    expect(body([['REF', 'A^B']])).to.deep.equal(['REF*A^B~']);
  });

  it('writes a group date of six digits before version 004010', () => {
    const group = { ...madeOutboundGroup([['K3', 'A']]), version: '003040' };
    expect(written({ groups: [group] })).to.contain('GS*PO*HOSPGS*SUPPGS*260302*0815*7*X*003040~');
  });

  it('adds no line ending to a terminator that is one', () => {
    const text = written(syntax({ segmentTerminator: '\n', lineEnding: 'crlf' }));
    expect(text)
      .to.match(/\*>\nGS/)
      .and.not.match(/\r|\n\n/);
    expect(written(syntax({ lineEnding: 'crlf' }))).to.match(/~\r\nGS/);
    expect(written(syntax({ lineEnding: 'none' })))
      .to.match(/~GS/)
      .and.match(/~$/);
  });

  it('writes TA1 segments between ISA and the first group, with or without groups', () => {
    const ta1 = [['TA1', '000000009', '260301', '1205', 'A', '000']] as const;
    expect(written({ ta1 })).to.match(/\*>~\nTA1\*000000009\*260301\*1205\*A\*000~\nGS/);
    expect(written({ ta1, groups: [] })).to.match(/\*A\*000~\nIEA\*0\*000000042~\n$/);
  });
});

describe('writeInterchange: values that cannot be written', () => {
  it('replaces delimiters and control characters inside a value', () => {
    expect(body([['K3', 'a*b~c>d\ne\u0000f\u0085g\ud800h^i', ['x>y']]])).to.deep.equal([
      'K3*a b c d e f g h^i*x y~',
    ]);
    expect(body([['K3', 'a^b']], { version: '00501' })).to.deep.equal(['K3*a b~']);
  });

  it('takes a replacement character literally', () => {
    expect(body([['K3', 'a*b']], syntax({ replacementCharacter: '$' }))).to.deep.equal(['K3*a$b~']);
  });

  it('refuses the interchange when no replacement is agreed, and says where, not what', () => {
    const groups = [
      madeOutboundGroup([
        ['K3', 'fine'],
        ['REF', 'CT', ['ok', 'SECRET*1']],
      ]),
    ];
    const found = faults({ groups, ...syntax({ replacementCharacter: '' }) });
    expect(found).to.deep.equal([
      {
        code: 'VALUE_NOT_WRITABLE',
        words: 'The value holds a delimiter or a control character, and no replacement character is agreed.',
        place: { group: 1, set: 1, segment: 3, segmentId: 'REF', element: 2 },
      },
    ]);
  });

  it('refuses a segment without values and an identifier that is none', () => {
    expect(faults({ groups: [madeOutboundGroup([['REF', '', ['']]])] })[0]?.code).to.equal('SEGMENT_EMPTY');
    for (const id of ['', 'R', 'ref', 'REFX', '1AB', 'R*F']) {
      const found = faults({ groups: [madeOutboundGroup([[id, 'A']])] })[0];
      expect(found?.code, id).to.equal('SEGMENT_ID_INVALID');
    }
  });

  it('lists at most 100 faults', () => {
    const segments = Array.from({ length: 500 }, () => ['REF', ''] as const);
    expect(faults({ groups: [madeOutboundGroup(segments)] })).to.have.length(100);
  });
});

describe('writeInterchange: envelopes that cannot be written', () => {
  const group = madeOutboundGroup([['K3', 'A']]);
  const set = group.sets[0]!;
  const cases: [string, Partial<OutboundInterchange>, string][] = [
    ['a sender longer than ISA06', { sender: 'X'.repeat(16) }, 'ISA 6'],
    ['a sender with a delimiter', { sender: 'A*B' }, 'ISA 6'],
    ['a sender with a letter that needs two bytes', { sender: 'SAO JO\u00c3O' }, 'ISA 6'],
    ['an empty receiver', { receiver: '' }, 'ISA 8'],
    ['a blank receiver', { receiver: '   ' }, 'ISA 8'],
    ['a qualifier of one character', { receiverQualifier: 'Z' }, 'ISA 7'],
    ['a qualifier that is no identifier', { senderQualifier: '%1' }, 'ISA 5'],
    ['a version that is no number', { version: '4010' }, 'ISA 12'],
    ['control number 0', { interchangeControlNumber: 0 }, 'ISA 13'],
    ['a control number of ten digits', { interchangeControlNumber: 1_000_000_000 }, 'ISA 13'],
    ['half a control number', { interchangeControlNumber: 1.5 }, 'ISA 13'],
    ['no usage', { usage: '' }, 'ISA 15'],
    ['a date of six digits', { at: { date: '260302', time: '0815' } }, 'ISA 9'],
    ['a time of six digits', { at: { date: '20260302', time: '081500' } }, 'ISA 10'],
    ['nothing to send', { groups: [] }, 'undefined undefined'],
    ['a group without sets', { groups: [{ ...group, sets: [] }] }, 'undefined undefined'],
    ['a functional identifier of three characters', { groups: [{ ...group, functionalId: 'POX' }] }, 'GS 1'],
    ['an application sender with a delimiter', { groups: [{ ...group, sender: 'A~B' }] }, 'GS 2'],
    ['a group version with a delimiter', { groups: [{ ...group, version: '004*10' }] }, 'GS 8'],
    ['group control number 0', { groups: [{ ...group, groupControlNumber: 0 }] }, 'GS 6'],
    ['the same group control number twice', { groups: [group, group] }, 'GS 6'],
    ['a set identifier of two characters', { groups: [{ ...group, sets: [{ ...set, set: '85' }] }] }, 'ST 1'],
    ['the same set control number twice', { groups: [{ ...group, sets: [set, set] }] }, 'ST 2'],
  ];
  for (const [name, values, place] of cases) {
    it(`refuses ${name}`, () => {
      const found = faults(values);
      expect(found.map((fault) => `${fault.place?.segmentId} ${fault.place?.element}`)).to.include(place);
    });
  }

  for (const [name, values] of [
    ['a letter as separator', { elementSeparator: 'A' }],
    ['a digit as separator', { componentSeparator: '1' }],
    ['a blank as terminator', { segmentTerminator: ' ' }],
    ['a tab as separator', { elementSeparator: '\t' }],
    ['a line break as separator', { elementSeparator: '\n' }],
    ['two characters as terminator', { segmentTerminator: '~~' }],
    ['a separator beyond ASCII', { componentSeparator: '\u00a7' }],
    ['no terminator', { segmentTerminator: '' }],
    ['the same delimiter twice', { componentSeparator: '*' }],
    ['a replacement that is a delimiter', { replacementCharacter: '~' }],
    ['a replacement of two characters', { replacementCharacter: '__' }],
    ['a control character as replacement', { replacementCharacter: '\u0000' }],
  ] as [string, Partial<OutboundSyntax>][]) {
    it(`refuses ${name}`, () => {
      expect(faults(syntax(values)).map((fault) => fault.code)).to.include('SYNTAX_UNUSABLE');
    });
  }
});

describe('completeSyntax', () => {
  it('fills in what an agreement leaves open without using a delimiter twice', () => {
    expect(completeSyntax({})).to.deep.equal(usualSyntax);
    const odd = completeSyntax({ elementSeparator: '>', segmentTerminator: '^', lineEnding: 'none' });
    expect(odd).to.include({ componentSeparator: ':', repetitionSeparator: '!', lineEnding: 'none' });
    expect(written({ syntax: odd, version: '00501' })).to.match(/^ISA>00>.*>:\^GS>/);
  });
});

describe('writeInterchange, then reading', () => {
  it('gives the same values, whatever they hold', () => {
    fc.assert(
      fc.property(anyOutbound, (meant) => {
        const result = writeInterchange(meant);
        if ('faults' in result) throw new Error(JSON.stringify(result.faults));
        const { report, documents } = readAll(result.bytes);
        expect(report.interchanges).to.have.length(1);
        expect(report.interchanges[0]?.ta1).to.deep.equal({ status: 'A', code: '000' });
        const sets = meant.groups.flatMap((group) => group.sets);
        expect(documents).to.have.length(sets.length);
        sets.forEach((set, index) => {
          const body = documents[index]!.segments.slice(1, -1);
          expect(body.map((segment) => segment.id)).to.deep.equal(set.segments.map((segment) => segment[0]));
          body.forEach((segment, place) => {
            const [, ...elements] = set.segments[place]!;
            elements.forEach((element, at) => expectSame(segment, at + 1, { element, meant }));
          });
        });
      }),
      runs(500),
    );
  });
});

/** Compares one element as read with its repetitions and components as meant. */
function expectSame(
  read: X12Segment,
  place: number,
  { element, meant }: { element: OutboundElement; meant: OutboundInterchange },
): void {
  const forbidden = unwritable(meant);
  const isRepeated = typeof element !== 'string' && typeof element[0] !== 'string' && element.length > 0;
  const components = typeof element === 'string' ? [element] : (element as readonly string[]);
  const repetitions = isRepeated ? (element as readonly (readonly string[])[]) : [components];
  repetitions.forEach((repetition, one) => {
    repetition.forEach((value, component) => {
      const wanted = value.replace(forbidden, meant.syntax.replacementCharacter);
      expect(read.component(place, component + 1, one + 1)).to.equal(wanted);
    });
  });
}
