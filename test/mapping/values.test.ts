/**
 * What each field option does with good data and with bad.
 */
import { expect } from 'chai';
import { apply, invoiceMapping, makeInvoice } from './made-mapping.js';

const uom = 'partner,unit,hub,factor\n,EA,EA,1\n,CA,CA,1\n,DZ,EA,12\nacme,CS,CA,1\n';
const items = 'item,unit,number,stock,factor\nA1,CA,0001,BX,10\nA1,DZ,0001,BX,0.12\n';
const files = { 'crosswalks/uom.csv': uom, 'crosswalks/items.csv': items };
const crosswalks = `crosswalks:
  uom: { file: crosswalks/uom.csv, key: unit }
  items: { file: crosswalks/items.csv, key: [item, unit] }
`;

/** An invoice's field, made from these segments. */
function made(fields: string, ...segments: string[]) {
  return apply(invoiceMapping(fields, crosswalks), makeInvoice(segments), files);
}

function lineOf(spec: string, segment: string) {
  const fields = `lines:\n  each: IT1\n  fields:\n    item.number: IT107\n${spec.replace(/^/gm, '    ')}`;
  const result = made(fields, segment);
  return { ...result, line: (result.record['lines'] as Record<string, unknown>[])[0] ?? {} };
}

const codes = (result: { issues: { code: string }[] }) => result.issues.map(({ code }) => code);

describe('a field', () => {
  it('takes the first selector of a list that finds something', () => {
    expect(made('contract: [REF(CT).REF02, REF(CO).REF02]', 'REF*CO*7').record['contract']).to.equal('7');
  });

  it('takes its default when nothing is found', () => {
    expect(made('currency: { from: CUR02, default: USD }').record['currency']).to.equal('USD');
    expect(made('currency: { from: CUR02, default: USD }', 'CUR*SE*CAD').record['currency']).to.equal('CAD');
  });

  it('cleans text in the order given', () => {
    const fields = 'contract: { from: REF02, clean: [digits-only, strip-leading-zeros] }';
    expect(made(fields, 'REF*CT*A-00-12').record['contract']).to.equal('12');
  });

  it('translates by a small table and holds what is not in it', () => {
    const fields = 'shipTo.location: { from: N1(ST).N104, values: { "1": MAIN } }';
    expect(made(fields, 'N1*ST*X*91*1').record['shipTo']).to.deep.equal({ location: 'MAIN' });
    const unknown = made(fields, 'N1*ST*X*91*2');
    expect(unknown.record['shipTo']).to.equal(undefined);
    expect(unknown.issues[0]).to.include({
      code: 'VALUE_UNKNOWN',
      action: 'hold',
      value: '2',
      path: 'shipTo.location',
    });
    expect(unknown.issues[0]?.words).not.to.include('2,');
  });

  it('is not fooled by a value that objects know', () => {
    const fields =
      'shipTo.location: { from: N1(ST).N104, values: { "1": MAIN } }\nshipTo.identifiers: { pairs: IT1 }';
    const result = made(fields, 'N1*ST*X*91*constructor', 'IT1*1*1*EA*1**__proto__*A1');
    expect(codes(result)).to.deep.equal(['VALUE_UNKNOWN']);
  });

  it('is left out when its condition fails', () => {
    const fields = 'terms.discountPercent: { from: ITD03, when: { ITD01: { in: ["01", "08"] } } }';
    expect(made(fields, 'ITD*01*3*2').record['terms']).to.deep.equal({ discountPercent: '2' });
    expect(made(fields, 'ITD*05*3*2').record['terms']).to.equal(undefined);
  });

  it('reads conditions with all, any, not, present and absent', () => {
    const when =
      '{ any: [{ REF(CT).REF02: absent }, { all: [{ CUR02: USD }, { not: { REF(CT).REF02: X } }] }] }';
    const fields = `contract: { value: yes-it-holds, when: ${when} }`;
    const holds = (...segments: string[]) => made(fields, ...segments).record['contract'] !== undefined;
    expect(holds()).to.equal(true);
    expect(holds('CUR*SE*USD', 'REF*CT*Y')).to.equal(true);
    expect(holds('CUR*SE*USD', 'REF*CT*X')).to.equal(false);
    expect(holds('REF*CT*Y')).to.equal(false);
  });

  it('chooses among plain selectors too, each with what it says of missing values', () => {
    const fields =
      'contract:\n  choose:\n    - { from: REF(CO).REF02, when: { REF(CO).REF02: present } }\n    - [REF(CT).REF02, REF(CN).REF02]';
    expect(made(fields, 'REF*CN*7').record['contract']).to.equal('7');
    const asked = 'contract: { choose: [{ from: REF(CO).REF02, required: true, otherwise: warn }] }';
    expect(made(asked).issues[0]).to.include({ code: 'REQUIRED_MISSING', action: 'warn', path: 'contract' });
    const hidden = 'contract: { choose: [{ from: REF(CO).REF02, max: 2, sensitive: true }] }';
    const cut = made(hidden, 'REF*CO*SECRET').issues[0];
    expect(cut).to.include({ code: 'VALUE_CUT' }).and.not.to.have.property('value');
  });

  it('chooses the first form whose condition holds', () => {
    const fields =
      'contract:\n  choose:\n    - { value: none, when: { REF(CT).REF02: absent } }\n    - { from: REF(CT).REF02 }';
    expect(made(fields).record['contract']).to.equal('none');
    expect(made(fields, 'REF*CT*77').record['contract']).to.equal('77');
  });

  it('that is required and missing holds, rejects or warns, as it says', () => {
    for (const action of ['hold', 'reject', 'warn'] as const) {
      const result = made(
        `contract: { from: REF(CT).REF02, required: true, otherwise: ${action} }`,
        'REF*CT*',
      );
      expect(result.issues).to.have.length(1);
      expect(result.issues[0]).to.include({ code: 'REQUIRED_MISSING', action, path: 'contract' });
      expect(result.issues[0]?.place).to.include({ segmentId: 'REF', element: 2, length: 0 });
    }
  });

  it('that the record requires is required though the mapping does not say so', () => {
    const result = apply(
      invoiceMapping(''),
      makeInvoice(['IT1*1*5*EA*1**VC*A1', 'IT1*2**EA*1**VC*A1'], 'TDS*'),
    );
    expect(result.issues.map(({ path }) => path)).to.deep.equal(['totals.stated', 'lines.1.quantity']);
  });

  it('of several that are missing with their segments is told for each', () => {
    const result = apply(
      invoiceMapping('contract: { from: REF02, required: true }\nfacility: { from: N104, required: true }'),
      makeInvoice([]),
    );
    expect(result.issues.map(({ path }) => path)).to.deep.equal(['contract', 'facility']);
    expect(result.issues[0]?.place).to.include({ segment: 1, segmentId: 'ST' });
  });

  it('a line of which nothing says what it is is held', () => {
    const result = apply(invoiceMapping(''), makeInvoice(['IT1*1*5*EA*1']));
    expect(result.issues.map(({ code, path }) => [code, path])).to.deep.equal([
      ['REQUIRED_MISSING', 'lines.0.item'],
    ]);
  });

  it('longer than max is cut with a warning', () => {
    const result = made('contract: { from: REF02, max: 3 }', 'REF*CT*ABCDE');
    expect(result.record['contract']).to.equal('ABC');
    expect(result.issues[0]).to.include({ code: 'VALUE_CUT', action: 'warn', value: 'ABCDE' });
  });

  it('that is sensitive shows its value in no issue', () => {
    const result = made('shipDate: { from: DTM02, sensitive: true }', 'DTM*011*20260231');
    expect(result.issues[0]).to.include({ code: 'DATE_INVALID' });
    expect(result.issues[0]).not.to.have.property('value');
    expect(JSON.stringify(result.issues)).not.to.include('20260231');
  });

  it('never puts document content into the words of an issue', () => {
    const result = made(
      'shipDate: DTM02\nterms.netDays: ITD07\nterms.discountPercent: ITD03',
      ...['DTM*011*SECRET', 'ITD*01*3*SECRET****SECRET'],
    );
    expect(result.issues).to.have.length(3);
    for (const { words, value } of result.issues) {
      expect(words).not.to.include('SECRET');
      expect(value).to.equal('SECRET');
    }
  });
});

describe('numbers', () => {
  it('are multiplied exactly', () => {
    const spec = 'quantity: { from: IT102 }\nprice: { from: IT104 }\namount: { multiply: [quantity, price] }';
    expect(lineOf(spec, 'IT1*1*3*EA*0.1**VC*A1').line['amount']).to.equal('0.3');
    expect(lineOf(spec, 'IT1*1*999999999999.99*EA*0.0001**VC*A1').line['amount']).to.equal('99999999.999999');
  });

  it('are rounded half away from zero', () => {
    const spec =
      'quantity: { from: IT102 }\nprice: { from: IT104 }\namount: { multiply: [quantity, price], round: 2 }';
    expect(lineOf(spec, 'IT1*1*1*EA*1.005**VC*A1').line['amount']).to.equal('1.01');
    expect(lineOf(spec, 'IT1*1*-1*EA*1.005**VC*A1').line['amount']).to.equal('-1.01');
  });

  it('are divided by a price basis: a price per hundred', () => {
    const spec =
      'quantity: { from: IT102 }\nprice: { from: IT104, per: { from: IT105, values: { HP: "100", PE: "1" } } }\namount: { multiply: [quantity, price], round: 2 }';
    const { line } = lineOf(spec, 'IT1*1*250*EA*12.50*HP*VC*A1');
    expect(line['price']).to.deep.equal({ value: '12.50', per: '100', raw: { value: '12.50' } });
    expect(line['amount']).to.equal('31.25');
    expect(lineOf(spec, 'IT1*1*2*EA*12.50*PE*VC*A1').line['amount']).to.equal('25.00');
  });

  it('are summed with the places of the most precise term, and allowances are taken away', () => {
    const fields =
      'charges: { each: SAC(C), fields: { kind: { value: other }, amount: { from: SAC05, type: implied-decimal } } }\n' +
      'allowances: { each: SAC(A), fields: { kind: { value: other }, amount: { from: SAC05, type: implied-decimal } } }\n' +
      'totals.computed: { sum: [charges.amount, -allowances.amount] }';
    const result = made(
      fields,
      'IT1*1*1*EA*1**VC*A1',
      'TDS*10000',
      'SAC*C*D240***2500',
      'SAC*C*D240***7',
      'SAC*A*C310***507',
    );
    expect(result.record['totals']).to.deep.equal({ stated: '100.00', computed: '20.00' });
  });

  it('that cannot be read leave what depends on them empty, without a second issue', () => {
    const fields =
      'lines: { each: IT1, fields: { item.number: IT107, quantity: { from: IT102 }, price: { from: IT104 }, amount: { multiply: [quantity, price] } } }\n' +
      'totals.computed: { sum: [lines.amount] }';
    const rules = 'rules: [{ id: adds-up, check: { equals: [totals.computed, totals.stated] } }]';
    const result = apply(
      invoiceMapping(fields, rules),
      makeInvoice(['IT1*1*six*EA*1**VC*A1', 'IT1*2*1*EA*5**VC*A1']),
    );
    expect(codes(result)).to.deep.equal(['DECIMAL_INVALID']);
    expect(result.record['totals']).to.deep.equal({ stated: '100.00' });
  });

  it('are multiplied by a factor from a table', () => {
    const spec =
      'quantity: { from: IT102 }\namount: { from: IT104, multiplyBy: { from: [IT107, IT103], crosswalk: items.factor } }';
    expect(lineOf(spec, 'IT1*1*1*CA*1.5**VC*A1').line['amount']).to.equal('15');
    expect(codes(lineOf(spec, 'IT1*1*1*EA*1.5**VC*A1'))).to.deep.equal(['CROSSWALK_MISSING']);
  });
});

describe('a quantity', () => {
  const spec =
    'quantity:\n  from: IT102\n  unit: { from: IT103, crosswalk: uom.hub, factor: uom.factor }\n' +
    '  stock: { from: [IT107, IT103], unit: items.stock, factor: items.factor }\n' +
    'price: { from: IT104, unit: { from: IT103, crosswalk: uom.hub, factor: uom.factor } }\n' +
    'amount: { multiply: [quantity, price] }';

  it('keeps what was sent beside what it is in our units', () => {
    const { line, issues } = lineOf(spec, 'IT1*1*2*DZ*6.00**VC*A1');
    expect(issues).to.deep.equal([]);
    expect(line['quantity']).to.deep.equal({
      value: '24',
      unit: 'EA',
      raw: { value: '2', unit: 'DZ' },
      stock: { value: '0.24', unit: 'BX', factor: '0.12' },
    });
    expect(line['price']).to.deep.equal({ value: '0.5', unit: 'EA', raw: { value: '6.00', unit: 'DZ' } });
    expect(line['amount']).to.equal('12');
  });

  it('with a unit that no table knows is held, once, and never guessed', () => {
    const { line, issues } = lineOf(spec, 'IT1*1*2*PL*6.00**VC*A1');
    expect(line['quantity']).to.deep.equal({ raw: { value: '2', unit: 'PL' } });
    expect(issues).to.have.length(1);
    expect(issues[0]).to.deep.include({
      code: 'CROSSWALK_MISSING',
      action: 'hold',
      value: 'PL',
      crosswalks: ['uom', 'items'],
      words:
        'Crosswalks "uom" and "items" have no row for this value; add one to each, and everything that waits for it can go on.',
      missing: [
        { crosswalk: 'uom', file: 'crosswalks/uom.csv', key: { unit: 'PL' } },
        { crosswalk: 'items', file: 'crosswalks/items.csv', key: { item: 'A1', unit: 'PL' } },
      ],
    });
    expect(issues[0]?.also).to.deep.equal(['lines.0.quantity.stock', 'lines.0.price.unit']);
    expect(issues[0]?.place).to.include({ segmentId: 'IT1', element: 3 });
  });

  it('takes the partner row of a unit before the row for everybody', () => {
    expect(
      lineOf(spec.replace(/ {2}stock:.*\n/, ''), 'IT1*1*2*CS*6.00**VC*A1').line['quantity'],
    ).to.deep.equal({
      value: '2',
      unit: 'CA',
      raw: { value: '2', unit: 'CS' },
    });
  });
});

describe('a party', () => {
  it('is read whole from its loop, and fields beside it add to it', () => {
    const fields = 'shipTo.location: { value: MAIN }\nshipTo: { party: N1(ST) }';
    const { record, origins } = made(
      fields,
      ...[
        'N1*ST*MAIN OR*91*0042-OR',
        'N2*SECOND NAME',
        'N3*1 LAKE*DOCK 2',
        'N3*REAR',
        'N4*CHICAGO*IL*60611*US',
      ],
      ...['REF*HI*2F5VM2600', 'PER*IC*A SMITH*TE*312*EM*a@b.example'],
    );
    expect(record['shipTo']).to.deep.equal({
      location: 'MAIN',
      name: 'MAIN OR',
      identifiers: [
        { kind: 'vendor', value: '0042-OR', qualifier: '91' },
        { kind: 'hin', value: '2F5VM2600', qualifier: 'HI' },
      ],
      address: {
        line1: '1 LAKE',
        line2: 'DOCK 2',
        line3: 'REAR',
        city: 'CHICAGO',
        state: 'IL',
        postalCode: '60611',
        country: 'US',
      },
      contacts: [{ role: 'IC', name: 'A SMITH', phone: '312', email: 'a@b.example' }],
    });
    expect(origins['shipTo.address.city']).to.include({ segmentId: 'N4', element: 1 });
  });

  it('that is absent is left out, or told when it is required', () => {
    expect(made('shipTo: { party: N1(ST) }').record).not.to.have.property('shipTo');
    expect(codes(made('shipTo: { party: N1(ST), required: true }'))).to.deep.equal(['REQUIRED_MISSING']);
  });
});

describe('identifiers', () => {
  it('are all the pairs, with lots and serials aside and unknown qualifiers kept', () => {
    const spec = 'quantity: { from: IT102 }\nitem.identifiers: { pairs: IT1, kinds: { ZZ: vendor } }';
    const { line } = lineOf(spec, 'IT1*1*1*EA*1**UK*195*LT*L1*QQ*7*ZZ*V1');
    expect(line['item']).to.deep.equal({
      number: '195',
      identifiers: [
        { kind: 'gtin', value: '195', qualifier: 'UK' },
        { kind: 'other', value: '7', qualifier: 'QQ' },
        { kind: 'vendor', value: 'V1', qualifier: 'ZZ' },
      ],
    });
  });
});

describe('a list', () => {
  it('leaves out half-empty references, with their origins, and numbers the rest without a gap', () => {
    const { record, origins, issues } = made(
      'references: { each: REF, fields: { qualifier: REF01, value: REF02 } }',
      ...['REF*CT*', 'REF*VN*7'],
    );
    expect(record['references']).to.deep.equal([{ qualifier: 'VN', value: '7' }]);
    expect(issues).to.deep.equal([]);
    expect(Object.keys(origins).filter((path) => path.startsWith('references'))).to.deep.equal([
      'references.0.qualifier',
      'references.0.value',
    ]);
    expect(origins['references.0.qualifier']?.segment).to.equal(4);
  });

  it('that must have an entry says so when it has none', () => {
    const result = made(
      'lines: { each: IT1, required: true, fields: { item.number: IT107, quantity: { from: IT102 } } }',
    );
    expect(result.record['lines']).to.deep.equal([]);
    expect(result.issues.map(({ code, path }) => [code, path])).to.deep.equal([
      ['REQUIRED_MISSING', 'lines'],
    ]);
  });

  it('takes fixed values and its condition for each entry', () => {
    const { record } = made(
      'charges: { each: SAC, when: { SAC01: C }, fixed: { kind: freight }, fields: { code: SAC02 } }',
      ...['IT1*1*1*EA*1**VC*A1', 'TDS*1', 'SAC*C*D240***1', 'SAC*A*C310***1', 'SAC*C*F050***1'],
    );
    expect(record['charges']).to.deep.equal([
      { kind: 'freight', code: 'D240' },
      { kind: 'freight', code: 'F050' },
    ]);
  });
});

describe('applying a mapping', () => {
  it('twice gives the same', () => {
    const run = () =>
      JSON.stringify(made('shipTo: { party: N1(ST) }', 'N1*ST*X*91*1', 'IT1*1*x*EA*1**VC*A1'));
    expect(run()).to.equal(run());
  });
});
