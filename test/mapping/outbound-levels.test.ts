/**
 * The levels of a ship notice: from flat lists to a tree, with numbers and parents, and no line lost.
 */
import { expect } from 'chai';
import { issueText, type Json, outboundOf } from './made-outbound.js';
import { segmentText } from '../../src/mapping/mapping-tests.js';

const sopi = ['S', 'O each: orders', 'P each: packages', 'I each: lines'];

function notice(levels: readonly string[], more = ''): string {
  const written = levels.map((level) => {
    const [code, ...rest] = level.split(' ');
    return `      - { level: ${code}${rest.length > 0 ? `, ${rest.join(' ')}` : ''} }`;
  });
  return `map: made
version: 1
status: live
from: ship-notice@1
to: { format: x12, set: "856", version: "004010" }
segments:
  - levels:
${written.join('\n')}
${more}`;
}

interface Shipped {
  orders?: string[];
  packages?: [id: string, parent: string, kind: string][];
  lines: [order: string, inside: string][];
}

function record({ orders = ['A', 'B'], packages = [], lines }: Shipped): Json {
  return {
    record: 'ship-notice@1',
    partner: 'acme',
    number: 'S1',
    date: '2026-04-03',
    orders: orders.map((number) => ({ number })),
    packages: packages.map(([id, parent, kind]) => ({ id, kind, ...(parent === '' ? {} : { parent }) })),
    lines: lines.map(([number, inside]) => ({
      order: { number },
      item: { description: 'x' },
      quantity: { value: '1' },
      ...(inside === '' ? {} : { package: inside }),
    })),
  };
}

function tree(levels: readonly string[], shipped: Shipped, more = ''): { hl: string[]; issues: string[] } {
  const { document, issues } = outboundOf(notice(levels, more)).compose(record(shipped), { partner: 'acme' });
  if (document.format !== 'x12') throw new Error('not X12');
  return {
    hl: document.segments.map((segment) => segmentText(segment).replace(/^HL\*/, '')),
    issues: issues.map(issueText),
  };
}

describe('the levels of a ship notice', () => {
  it('number shipment, orders, packages and items, and name the level around', () => {
    const shipped: Shipped = {
      packages: [
        ['1', '', 'carton'],
        ['2', '', 'carton'],
      ],
      lines: [
        ['A', '1'],
        ['A', '2'],
        ['B', '2'],
        ['A', '1'],
      ],
    };
    expect(tree(sopi, shipped)).to.deep.equal({
      hl: [
        '1**S*1',
        '2*1*O*1',
        '3*2*P*1',
        '4*3*I*0',
        '5*3*I*0',
        '6*2*P*1',
        '7*6*I*0',
        '8*1*O*1',
        '9*8*P*1',
        '10*9*I*0',
      ],
      issues: [],
    });
  });

  it('tell pallets from cartons; a carton on no pallet stands in its order', () => {
    const levels = [
      'S',
      'O each: orders',
      'T each: packages, when: { kind: pallet }, optional: true',
      'P each: packages',
      'I each: lines',
    ];
    const shipped: Shipped = {
      orders: ['A'],
      packages: [
        ['p', '', 'pallet'],
        ['1', 'p', 'carton'],
        ['2', '', 'carton'],
      ],
      lines: [
        ['A', '1'],
        ['A', '2'],
      ],
    };
    expect(tree(levels, shipped)).to.deep.equal({
      hl: ['1**S*1', '2*1*O*1', '3*2*T*1', '4*3*P*1', '5*4*I*0', '6*2*P*1', '7*6*I*0'],
      issues: [],
    });
  });

  it('put packages in packages as deep as they go, and packages above orders where the mapping says so', () => {
    const packages: Shipped['packages'] = [
      ['a', '', 'pallet'],
      ['b', 'a', 'carton'],
      ['c', 'b', 'carton'],
    ];
    const deep = tree(sopi, {
      orders: ['A'],
      packages,
      lines: [
        ['A', 'c'],
        ['A', 'a'],
      ],
    });
    expect(deep.hl).to.deep.equal([
      '1**S*1',
      '2*1*O*1',
      '3*2*P*1',
      '4*3*P*1',
      '5*4*P*1',
      '6*5*I*0',
      '7*3*I*0',
    ]);
    const above = tree(['S', 'P each: packages', 'O each: orders', 'I each: lines'], {
      packages: [['1', '', 'carton']],
      lines: [
        ['A', '1'],
        ['B', '1'],
      ],
    });
    expect(above.hl).to.deep.equal(['1**S*1', '2*1*P*1', '3*2*O*1', '4*3*I*0', '5*2*O*1', '6*5*I*0']);
  });

  it('hold a line that has no order or package where one is needed, and write it all the same', () => {
    const shipped: Shipped = {
      orders: ['A'],
      packages: [['1', '', 'carton']],
      lines: [
        ['A', ''],
        ['Z', '1'],
      ],
    };
    expect(tree(sopi, shipped)).to.deep.equal({
      hl: ['1**S*1', '2*1*O*1', '3*2*I*0', '4*1*P*1', '5*4*I*0'],
      issues: ['LEVEL_MISSING hold lines.0.package HL', 'LEVEL_MISSING hold lines.1.order.number HL'].sort(),
    });
    const free = ['S', 'O each: orders, optional: true', 'P each: packages, optional: true', 'I each: lines'];
    expect(tree(free, shipped).issues).to.deep.equal([]);
  });

  it('tell packages that are unknown, stand in themselves, or hold nothing', () => {
    const unknown: Shipped = {
      orders: ['A'],
      packages: [['1', 'x', 'carton']],
      lines: [
        ['A', '1'],
        ['A', 'y'],
      ],
    };
    expect(tree(sopi, unknown).issues).to.deep.equal([
      'LEVEL_MISSING hold packages.0.parent HL',
      'LEVEL_MISSING hold lines.1.package HL',
    ]);
    const loop: Shipped = {
      packages: [
        ['1', '2', 'carton'],
        ['2', '1', 'carton'],
        ['3', '', 'carton'],
      ],
      lines: [['A', '1']],
    };
    expect(tree(sopi, loop).issues).to.deep.equal([
      'LEVEL_MISSING hold packages.1.parent HL',
      'LEVEL_MISSING hold packages.0.parent HL',
      'LEVEL_EMPTY warn orders.1 HL',
      'LEVEL_EMPTY warn packages.2 HL',
    ]);
  });

  it('let selectors look upward past a level that is skipped', () => {
    const more = '';
    const levels = [
      'S',
      'O each: orders',
      'P each: packages, optional: true',
      'I each: lines, segments: [{ segment: REF, fields: { REF01: { value: VN }, REF02: ^orders.number, REF03: ^packages.id } }]',
    ];
    const shipped: Shipped = {
      orders: ['A'],
      packages: [['1', '', 'carton']],
      lines: [
        ['A', '1'],
        ['A', ''],
      ],
    };
    expect(tree(levels, shipped, more).hl.filter((text) => text.startsWith('REF'))).to.deep.equal([
      'REF*VN*A*1',
      'REF*VN*A',
    ]);
  });

  it('write a line once for each of its lots, where the mapping splits it', () => {
    const line = (lots: Json[]) => ({
      order: { number: 'A', line: '7' },
      quantity: { value: '5', unit: 'EA' },
      item: { identifiers: [{ kind: 'vendor', value: 'X' }] },
      ...(lots.length === 0 ? {} : { lots }),
    });
    const item = `I each: lines, split: lots, segments: [
          { segment: LIN, fixed: { LIN02: VC, LIN04: LT }, fields: { LIN01: ^order.line, LIN03: ^item.id(vendor), LIN05: lot } },
          { segment: SN1, fields: { SN102: { choose: [{ from: quantity, when: { quantity: present } }, ^quantity.value] }, SN103: ^quantity.unit } },
          { segment: DTM, fixed: { DTM01: '036' }, fields: { DTM02: expires } }]`;
    const lots = [
      { lot: 'L1', quantity: '3', expires: '2027-01-31' },
      { lot: 'L2', quantity: '2' },
    ];
    const made = { ...record({ orders: ['A'], lines: [] }), lines: [line(lots), line([])] };
    const { document, origins } = outboundOf(notice(['S', 'O each: orders', item])).compose(made, {
      partner: 'acme',
    });
    expect(document.format === 'x12' && document.segments.slice(2).map(segmentText)).to.deep.equal([
      'HL*3*2*I*0', 'LIN*7*VC*X*LT*L1', 'SN1**3*EA', 'DTM*036*20270131',
      'HL*4*2*I*0', 'LIN*7*VC*X*LT*L2', 'SN1**2*EA',
      'HL*5*2*I*0', 'LIN*7*VC*X', 'SN1**5*EA',
    ]); // prettier-ignore
    expect(origins).to.include({ '5.5': 'lines.0.lots.0.lot', '5.1': 'lines.0.order.line' });
  });

  it('leave HL04 away when the partner does not want it', () => {
    const { hl } = tree(
      ['S', 'I each: lines'],
      { orders: [], lines: [['A', '']] },
      '    childCodes: false\n',
    );
    expect(hl).to.deep.equal(['1**S', '2*1*I']);
  });
});
