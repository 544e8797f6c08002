/**
 * Documents that go out, as files: the samples beside their records, and what our own reader finds before a partner does.
 * UPDATE_SAMPLES=1 writes the outputs anew, to be read before they are committed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'chai';
import { schemaOf } from '../../src/canonical/records.js';
import { composeDocument, type Sending } from '../../src/composition/compose-document.js';
import { loadMappings } from '../../src/mapping/load-mappings.js';
import type { OutboundMapping } from '../../src/mapping/outbound/outbound-mapping.js';
import { outlineOf } from '../../src/x12/guides/outline.js';
import type { OutboundSegment } from '../../src/x12/write/outbound.js';

const root = resolve(import.meta.dirname, '../..');
const { outbound } = loadMappings(root, outlineOf);
const update = process.env['UPDATE_SAMPLES'] === '1';

/** Clock and control numbers stand still. */
const sending: Sending = {
  ours: { qualifier: 'ZZ', id: 'STMARYHOSP', group: 'STMARYHOSP' },
  theirs: { qualifier: 'ZZ', id: 'PARTNER', group: 'PARTNER' },
  usage: 'P',
  interchangeControlNumber: 1,
  groupControlNumber: 1,
  transactionSetControlNumber: 1,
  at: { date: '20260415', time: '0930' },
  syntax: {},
  validation: {},
};

type Json = Record<string, unknown>;

function recordOf(path: string): Json {
  return JSON.parse(readFileSync(join(root, 'mappings', path), 'utf8')) as Json;
}

function compose(mapping: OutboundMapping, record: Json, change: Partial<Sending> = {}) {
  const composed = mapping.compose(record, { partner: 'acme-medical', today: '2026-04-15', time: '0930' });
  return composeDocument(mapping, composed, { ...sending, ...change });
}

describe('samples of what goes out', () => {
  for (const mapping of outbound.values()) {
    for (const { name, input, partner, today, time } of mapping.tests) {
      it(`${mapping.name}: ${name}`, () => {
        const record = recordOf(input);
        expect(schemaOf(mapping.from).safeParse(record).error).to.equal(undefined);
        const context = { partner, ...(today ? { today } : {}), ...(time ? { time } : {}) };
        const composed = mapping.compose(record, context);
        const { bytes, issues } = composeDocument(mapping, composed, sending);
        const isSound = issues.every(({ action }) => action === 'warn');
        const path = join(root, 'mappings', dirname(input), 'output.x12');
        if (update && isSound) writeFileSync(path, bytes!);
        expect(isSound ? Buffer.from(bytes!).toString('utf8') : undefined).to.equal(
          existsSync(path) ? readFileSync(path, 'utf8') : undefined,
        );
        expect(issues).to.deep.equal(composed.issues);
      });
    }
  }
});

describe('a composed document', () => {
  const order = () => recordOf('../samples/lakeview-hospital/850-out-bill-only/record.json');
  const mapping = outbound.get('out-850')!;

  it('is read by our own reader, which names the field of the record that is at fault', () => {
    const record = order();
    (record['lines'] as Json[])[0]!['number'] = '1'.repeat(25);
    (record['shipTo'] as Json)['address'] = { city: 'Springfield', state: 'ILLINOIS', postalCode: '01234' };
    const { issues } = compose(mapping, record);
    expect(issues.map(({ code, action, path, target }) => [code, action, path, target])).to.deep.equal([
      ['VALUE_TOO_LONG', 'hold', 'shipTo.address.state', 'N402'],
      ['VALUE_TOO_LONG', 'hold', 'lines.0.number', 'PO101'],
    ]);
  });

  it('is held to what the partner agreed beyond the guide', () => {
    const validation = {
      guide: { segments: { FOB: { use: 'not-used' } }, elements: { BEG03: { max: 5 } } },
    } as const;
    const { issues } = compose(mapping, order(), { validation });
    expect(issues.map(({ code, path, target }) => [code, path, target])).to.deep.equal([
      ['OUTBOUND_INVALID', 'number', 'BEG03'],
      ['OUTBOUND_INVALID', undefined, 'FOB'],
    ]);
  });

  it('is not sent when a value holds a delimiter that may not be replaced', () => {
    const record = { ...order(), contract: 'A*B' };
    const { bytes, issues } = compose(mapping, record, { syntax: { replacementCharacter: '' } });
    expect(bytes).to.equal(undefined);
    expect(issues.map(({ code, path, target }) => [code, path, target])).to.deep.equal([
      ['OUTBOUND_INVALID', 'contract', 'REF02'],
    ]);
  });

  describe('with characters that X12 cannot write', () => {
    const shown = ({ issues }: ReturnType<typeof compose>) =>
      issues.map(({ code, action, path, target, value }) => [code, action, path, target, value]);
    const text = (file: ReturnType<typeof compose>) => Buffer.from(file.bytes!).toString('utf8');
    /** Written as it is, whatever a mapping would have made of it. */
    const written = (segments: OutboundSegment[], origins: Record<string, string>) => {
      const document = { format: 'x12' as const, set: '850', version: '004010', segments };
      const source = { from: 'purchase-order@1' as const, sensitive: ['case.patient'] };
      return composeDocument(source, { document, origins, issues: [], businessKey: '' }, sending);
    };
    const replaced = (file: ReturnType<typeof compose>) =>
      shown(file).filter(([code]) => code === 'CHARACTER_REPLACED');

    it('is held where they stand in an identifier, which would find nothing any more', () => {
      expect(shown(compose(mapping, { ...order(), number: 'F2~*' }))).to.deep.equal([
        ['CHARACTER_REPLACED', 'hold', 'number', 'BEG03', 'F2~*'],
      ]);
      expect(shown(compose(mapping, { ...order(), contract: 'A*B' }))).to.deep.equal([
        ['CHARACTER_REPLACED', 'hold', 'contract', 'REF02', 'A*B'],
      ]);
    });

    it('is held at each number of a party and of an item', () => {
      const record = order();
      const [line] = record['lines'] as Json[];
      const [identifier] = (line!['item'] as { identifiers: Json[] }).identifiers;
      identifier!['value'] = 'A>1';
      (record['shipTo'] as { identifiers: Json[] }).identifiers[0]!['value'] = 'B\n2';
      expect(shown(compose(mapping, record))).to.deep.equal([
        ['CHARACTER_REPLACED', 'hold', 'shipTo.identifiers.0.value', 'N104', 'B\n2'],
        ['CHARACTER_REPLACED', 'hold', 'lines.0.item.identifiers.0.value', 'PO107', 'A>1'],
      ]);
    });

    it('goes out with a warning where they stand in text for people', () => {
      const record = order();
      (record['shipTo'] as Json)['name'] = 'Lakeview\n3*4';
      const file = compose(mapping, record);
      expect(shown(file)).to.deep.equal([
        ['CHARACTER_REPLACED', 'warn', 'shipTo.name', 'N102', 'Lakeview\n3*4'],
      ]);
      expect(text(file)).to.contain('*Lakeview 3 4*');
    });

    it('counts as delimiters what is agreed, and in which version', () => {
      const free = { elementSeparator: '|', segmentTerminator: '\n', componentSeparator: '<' } as const;
      const file = compose(mapping, { ...order(), number: 'F2~*>^' }, { syntax: free });
      expect(shown(file)).to.deep.equal([]);
      expect(text(file)).to.contain('|F2~*>^|');
    });

    it('is held once where a number is no number any more, or another one', () => {
      const syntax = { segmentTerminator: '.', replacementCharacter: '0' };
      const record = order();
      const [line] = record['lines'] as { price: Json }[];
      line!.price['value'] = '1.25';
      expect(shown(compose(mapping, record, { syntax }))).to.deep.include([
        ...['CHARACTER_REPLACED', 'hold', 'lines.0.price.value', 'PO104', '1.25'],
      ]);
      const spoiled = compose(mapping, record, { syntax: { ...syntax, replacementCharacter: '_' } });
      expect(shown(spoiled).filter(([, , path]) => path === 'lines.0.price.value')).to.have.length(1);
    });

    it('tells one issue for a field that stands in several elements, the one that holds it, and shows nothing sensitive', () => {
      const segments: OutboundSegment[] = [['MSG', 'A*B'], ['N9', 'ZZ', 'A*B'], ['MSG', 'C*D'], ['MSG', 'E*F']]; // prettier-ignore
      const origins = { '2.1': 'notes.0.text', '3.2': 'notes.0.text', '4.1': 'case.patient.id' };
      const file = written(segments, origins);
      expect(replaced(file)).to.deep.equal([
        ['CHARACTER_REPLACED', 'hold', 'notes.0.text', 'N902', 'A*B'],
        ['CHARACTER_REPLACED', 'warn', 'case.patient.id', 'MSG01', undefined],
        ['CHARACTER_REPLACED', 'warn', undefined, 'MSG01', undefined],
      ]);
      expect(file.issues.map(({ words }) => words).join()).to.not.match(/[ACE]\*[BDF]/);
    });

    it('knows the elements inside composites, and changes no code', () => {
      const segments: OutboundSegment[] = [['REF', 'C*', 'A', '', ['C>', 'A>B']]];
      expect(replaced(written(segments, { '2.4-2': 'references.0.value' }))).to.deep.equal([
        ['CHARACTER_REPLACED', 'hold', undefined, 'REF01', undefined],
        ['CHARACTER_REPLACED', 'hold', undefined, 'REF04-1', undefined],
        ['CHARACTER_REPLACED', 'hold', 'references.0.value', 'REF04-2', 'A>B'],
      ]);
    });

    it('keeps blanks at the ends of a value', () => {
      const file = written([['REF', 'CT', ' A ']], { '2.2': 'contract' });
      expect(replaced(file)).to.deep.equal([]);
      expect(text(file)).to.contain('*CT* A ~');
    });
  });
});
