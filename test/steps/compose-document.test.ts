/**
 * Documents that go out, as files: the samples beside their records, and what our own reader finds before a partner does.
 * UPDATE_SAMPLES=1 writes the outputs anew, to be read before they are committed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'chai';
import { schemaOf } from '../../src/canonical/index.js';
import { loadMappings, type OutboundMapping } from '../../src/mapping/index.js';
import { composeDocument, type Sending } from '../../src/steps/compose-document.js';
import { outlineOf } from '../../src/x12/guides/outline.js';

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
    expect(compose(mapping, record).issues).to.deep.equal([]);
  });
});
