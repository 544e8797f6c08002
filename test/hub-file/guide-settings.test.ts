/**
 * How what is agreed beyond the guides comes together from hub.yaml, a partner and one agreement.
 */
import { expect } from 'chai';
import { guideSchema, mergeGuides } from '../../src/hub-file/guide-settings.js';
import { builtInSettings, overlaySettings } from '../../src/hub-file/settings.js';

describe('mergeGuides', () => {
  const codes = (before: object, given: object) =>
    mergeGuides({ codes: { '355': before } }, { codes: { '355': given } })!.codes!['355'];

  it('extends a list with the codes of every level', () => {
    expect(codes({ add: ['CS', 'TR'] }, { add: ['TR', 'Q9'] })).to.deep.equal({ add: ['CS', 'TR', 'Q9'] });
  });

  it('extends a list that was replaced', () => {
    expect(codes({ only: ['EA'] }, { add: ['BX'] })).to.deep.equal({ only: ['EA', 'BX'] });
  });

  it('replaces whatever held before', () => {
    expect(codes({ add: ['CS'] }, { only: ['EA'] })).to.deep.equal({ only: ['EA'] });
    expect(codes({ only: ['CS'] }, { only: ['EA'] })).to.deep.equal({ only: ['EA'] });
  });

  it('keeps lists, elements and segments that only one level names', () => {
    const merged = mergeGuides(
      {
        codes: { '355': { add: ['CS'] } },
        elements: { PO107: { max: 60 } },
        segments: { CUR: { use: 'not-used' } },
      },
      { codes: { BEG02: { only: ['SA'] } }, elements: { BEG05: { use: 'required' } } },
    );
    expect(merged).to.deep.equal({
      codes: { '355': { add: ['CS'] }, BEG02: { only: ['SA'] } },
      elements: { PO107: { max: 60 }, BEG05: { use: 'required' } },
      segments: { CUR: { use: 'not-used' } },
    });
  });

  it('lays one word about an element or segment over another', () => {
    const merged = mergeGuides(
      { elements: { PO107: { use: 'required', max: 60 } }, segments: { REF: { use: 'required', max: 2 } } },
      { elements: { PO107: { use: 'optional' } }, segments: { REF: { max: 5 } } },
    );
    expect(merged!.elements).to.deep.equal({ PO107: { use: 'optional', max: 60 } });
    expect(merged!.segments).to.deep.equal({ REF: { use: 'required', max: 5 } });
  });

  it('changes neither of the two', () => {
    const before = Object.freeze({ codes: Object.freeze({ '355': Object.freeze({ add: ['CS'] }) }) });
    mergeGuides(before, { codes: { '355': { add: ['Q9'] } } });
    expect(before).to.deep.equal({ codes: { '355': { add: ['CS'] } } });
  });
});

describe('the settings of an agreement', () => {
  const origin = (level: string) => (path: string[]) => `${level} ${path.at(-1)!}`;
  const hub = overlaySettings(
    builtInSettings,
    { validation: { guide: { codes: { '355': { add: ['CS'] } }, segments: { CUR: { use: 'not-used' } } } } },
    origin('hub.yaml'),
  );

  it('hold one guide for all who add nothing to it', () => {
    const partner = overlaySettings(hub, { validation: { codes: 'warn' } }, origin('partner'));
    expect(partner.values.validation.guide).to.equal(hub.values.validation.guide);
    expect(partner.values.validation.codes).to.equal('warn');
    expect(builtInSettings.values.validation).not.to.have.property('guide');
  });

  it('remember who said what, entry by entry', () => {
    const own = overlaySettings(
      hub,
      {
        validation: {
          guide: { codes: { '355': { add: ['Q9'] } }, elements: { BEG05: { use: 'required' } } },
        },
      },
      origin('agreement'),
    );
    expect(own.values.validation.guide!.codes).to.deep.equal({ '355': { add: ['CS', 'Q9'] } });
    expect(own.origins).to.include({
      'validation.guide.codes.355': 'agreement 355',
      'validation.guide.elements.BEG05': 'agreement BEG05',
      'validation.guide.segments.CUR': 'hub.yaml CUR',
      'validation.length': 'built in',
    });
  });
});

describe('the form of guide:', () => {
  const faultOf = (value: unknown) => guideSchema.safeParse(value).error?.issues[0];

  it('takes one word of use for a map', () => {
    const guide = { elements: { BEG05: 'required' }, segments: { CUR: 'not-used', REF: { max: 5 } } };
    expect(guideSchema.parse(guide)).to.deep.equal({
      elements: { BEG05: { use: 'required' } },
      segments: { CUR: { use: 'not-used' }, REF: { max: 5 } },
    });
  });

  const refused: [string, unknown][] = [
    ['a list of codes that both extends and replaces', { codes: { '355': { add: ['A'], only: ['B'] } } }],
    ['a list of codes that does neither', { codes: { '355': {} } }],
    ['an empty list', { codes: { '355': { only: [] } } }],
    ['a code that is a number', { codes: { '353': { only: [0] } } }],
    ['a code that is empty', { codes: { '353': { only: [''] } } }],
    ['a code with blanks at its end', { codes: { '353': { only: ['A '] } } }],
    ['a name that is no element', { codes: { beg02: { only: ['A'] } } }],
    ['an element number among the elements', { elements: { '355': 'required' } }],
    ['a segment that may never stand', { segments: { CUR: { max: 0 } } }],
    ['a path that is none', { segments: { 'N1//N4': 'required' } }],
    ['a path with a qualifier', { segments: { 'N1(ST)/N4': 'required' } }],
    ['a use that there is not', { segments: { CUR: 'forbidden' } }],
    ['a part that there is not', { loops: {} }],
  ];
  for (const [what, value] of refused)
    it(`refuses ${what}`, () => {
      expect(faultOf(value)).not.to.equal(undefined);
    });
});
