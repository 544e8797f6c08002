/**
 * Ship notices: one mapping for every HL tree.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { compileMapping } from '../../src/mapping/compile.js';
import { readAt } from '../../src/mapping/file/record-path.js';
import { makeSet } from './made-mapping.js';

const folder = resolve(import.meta.dirname, '../../mappings');
const text = readFileSync(`${folder}/x12-856.yaml`, 'utf8');
const { mapping } = compileMapping(
  { file: 'mappings/x12-856.yaml', text },
  { readText: (path) => readFileSync(`${folder}/${path}`, 'utf8') },
);

type Line = {
  order?: { number?: string };
  package?: string;
  lots?: Record<string, string>[];
  quantity: { value: string };
};

function notice(...body: string[]) {
  const result = mapping!.apply(makeSet('856', ['BSN*00*SHP1*20260403*1200*0001', ...body]), {
    partner: 'acme-medical',
  });
  return { ...result, lines: result.record['lines'] as Line[], packages: result.record['packages'] };
}

const item = (id: number, parent: number, ...more: string[]) => [
  `HL*${id}*${parent}*I`,
  'LIN**VC*AM-7731',
  'SN1**10*CA',
  ...more,
];

describe('a ship notice', () => {
  it('with shipment, order, pack and item gives each item its own order and carton', () => {
    const { lines, packages } = notice(
      ...['HL*1**S', 'HL*2*1*O', 'PRF*PO-A', 'HL*3*2*P', 'MAN*GM*00100'],
      ...item(4, 3),
      ...['HL*5*1*O', 'PRF*PO-B', 'HL*6*5*P', 'MAN*GM*00200'],
      ...item(7, 6),
    );
    expect(lines.map((line) => [line.order?.number, line.package])).to.deep.equal([
      ['PO-A', '3'],
      ['PO-B', '6'],
    ]);
    expect(packages).to.deep.equal([
      { id: '3', kind: 'carton', sscc: '00100' },
      { id: '6', kind: 'carton', sscc: '00200' },
    ]);
  });

  it('with a pallet between order and cartons makes a tree of packages', () => {
    const { lines, packages } = notice(
      ...['HL*1**S', 'HL*2*1*O', 'PRF*PO-A', 'HL*3*2*T', 'MAN*GM*00100', 'HL*4*3*P', 'MAN*GM*00200'],
      ...item(5, 4),
      ...item(6, 3),
    );
    expect(packages).to.deep.equal([
      { id: '3', kind: 'pallet', sscc: '00100' },
      { id: '4', parent: '3', kind: 'carton', sscc: '00200' },
    ]);
    expect(lines.map((line) => line.package)).to.deep.equal(['4', '3']);
  });

  it('without packs leaves the package out and still finds the order', () => {
    const { lines, packages, issues } = notice('HL*1**S', 'HL*2*1*O', 'PRF*PO-A', ...item(3, 2));
    expect(packages).to.equal(undefined);
    expect(lines[0]).to.not.have.property('package');
    expect(lines[0]?.order?.number).to.equal('PO-A');
    expect(issues).to.deep.equal([]);
  });

  it('with cartons above the orders, as cross docks send it, works too', () => {
    const { lines } = notice(
      ...['HL*1**S', 'HL*2*1*T', 'MAN*GM*00100', 'HL*3*2*O', 'PRF*PO-A'],
      ...item(4, 3),
      ...['HL*5*2*O', 'PRF*PO-B'],
      ...item(6, 5),
    );
    expect(lines.map((line) => [line.order?.number, line.package])).to.deep.equal([
      ['PO-A', '2'],
      ['PO-B', '2'],
    ]);
  });

  describe('lots', () => {
    const lots = (...more: string[]) => {
      const { lines, issues } = notice('HL*1**S', 'HL*2*1*O', 'PRF*PO-A', ...item(3, 2, ...more));
      return { lots: lines[0]?.lots, issues };
    };
    const cases: [string, string[], Record<string, string>[]][] = [
      ['come from REF and DTM', ['REF*LT*L1', 'DTM*036*20271231'], [{ lot: 'L1', expires: '2027-12-31' }]],
      ['take DTM 208 and 511 as expiry, 094 as manufacture', ['REF*LT*L1', 'DTM*511*20271231', 'DTM*094*20250101'], [{ lot: 'L1', expires: '2027-12-31', manufactured: '2025-01-01' }]],
      ['pair dates with lots by order', ['REF*LT*L1', 'REF*LT*L2', 'DTM*036*20271231', 'DTM*036*20281231'], [{ lot: 'L1', expires: '2027-12-31' }, { lot: 'L2', expires: '2028-12-31' }]],
      ['share one date', ['REF*LT*L1', 'REF*LT*L2', 'DTM*036*20271231'], [{ lot: 'L1', expires: '2027-12-31' }, { lot: 'L2', expires: '2027-12-31' }]],
      ['hold one serial number each', ['REF*LT*L1', 'REF*SE*S1', 'REF*SE*S2'], [{ lot: 'L1', serial: 'S1' }, { lot: 'L1', serial: 'S2' }]],
      ['may be an expiry date alone', ['DTM*036*20271231'], [{ expires: '2027-12-31' }]],
    ]; // prettier-ignore
    for (const [name, segments, expected] of cases) {
      it(name, () => expect(lots(...segments).lots).to.deep.equal(expected));
    }

    it('are read from LIN pairs, and told once when REF repeats them', () => {
      const { lines } = notice(
        ...[
          'HL*1**S',
          'HL*2*1*O',
          'PRF*PO-A',
          'HL*3*2*I',
          'LIN**VC*AM-7731*LT*L1*SN*S1',
          'SN1**1*CA',
          'REF*LT*L1',
        ],
      );
      expect(lines[0]?.lots).to.deep.equal([{ lot: 'L1', serial: 'S1' }]);
    });

    it('are held when three dates meet two lots', () => {
      const found = lots(
        'REF*LT*L1',
        'REF*LT*L2',
        ...['20271231', '20281231', '20291231'].map((day) => `DTM*036*${day}`),
      );
      expect(found.lots).to.equal(undefined);
      expect(found.issues.map(({ code, action }) => [code, action])).to.deep.equal([
        ['LOTS_UNCLEAR', 'hold'],
      ]);
    });

    it('never give the date of one lot to another when a date is faulty', () => {
      const found = lots('REF*LT*L1', 'REF*LT*L2', 'DTM*036*20270231', 'DTM*036*20281231');
      expect(found.lots).to.deep.equal([{ lot: 'L1' }, { lot: 'L2', expires: '2028-12-31' }]);
      expect(found.issues.map(({ code, value }) => [code, value])).to.deep.equal([
        ['DATE_INVALID', '20270231'],
      ]);
    });
  });

  it('as deep as a partner likes to nest it does not overflow the stack', () => {
    const packs = Array.from({ length: 400 }, (_, index) => `HL*${index + 3}*${index + 2}*P`);
    const { lines } = notice('HL*1**S', 'HL*2*1*O', 'PRF*PO-A', ...packs, ...item(403, 402));
    expect(readAt(lines[0], 'order.number')).to.equal('PO-A');
    expect(lines[0]?.package).to.equal('402');
  });
});
