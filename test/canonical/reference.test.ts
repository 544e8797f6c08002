/**
 * The reference of records is made from the schemas, describes every field, and its examples are records that add up.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { fieldsOf, sensitivePaths } from '../../src/canonical/fields.js';
import { suspectIdentifiers } from '../../src/canonical/fields/check-digits.js';
import { Arithmetic } from '../../src/canonical/fields/scalars.js';
import type { Invoice } from '../../src/canonical/invoice.js';
import { isRecordKind, recordKinds, schemaOf } from '../../src/canonical/records.js';
import type { Remittance } from '../../src/canonical/remittance.js';
import { recordFiles, schemaFolder } from '../kit/records-reference.js';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, schemaFolder, 'examples');

const examples = readdirSync(folder).map((name) => ({
  name,
  record: JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown> & {
    record: string;
  },
}));

describe('the reference of records', () => {
  for (const [path, text] of recordFiles()) {
    it(`is up to date: ${path} (npx tsx test/kit/records-reference.ts)`, () => {
      expect(existsSync(join(root, path)) && readFileSync(join(root, path), 'utf8') === text).to.equal(true);
    });
  }

  it('has no schema of a kind that is gone', () => {
    const schemas = readdirSync(join(root, schemaFolder)).filter((name) => name.endsWith('.schema.json'));
    expect(schemas.sort()).to.deep.equal(recordKinds.map((kind) => `${kind}.schema.json`).sort());
  });

  it('describes every field of every kind', () => {
    for (const kind of recordKinds) {
      const fields = [...fieldsOf(kind).values()];
      expect(fields).to.have.length.above(20);
      expect(
        fields.filter(({ description }) => description.length < 4).map(({ path }) => `${kind} ${path}`),
      ).to.deep.equal([]);
    }
  });

  it('says which fields are masked', () => {
    expect(sensitivePaths('purchase-order@1')).to.deep.equal(['procedure']);
    expect(sensitivePaths('remittance@1')).to.deep.equal(['payerBank', 'payeeBank']);
    expect(sensitivePaths('ship-notice@1')).to.deep.equal(['procedure']);
    expect(sensitivePaths('item@1')).to.deep.equal([]);
  });
});

describe('an example of a record', () => {
  for (const { name, record } of examples) {
    it(`${name} is a record, and its GTINs, GLNs and SSCCs have the right check digits`, () => {
      const kind = isRecordKind(record.record) ? record.record : expect.fail(record.record);
      expect(schemaOf(kind).safeParse(record).error?.issues).to.equal(undefined);
      expect(suspectIdentifiers(record)).to.deep.equal([]);
      expect(name.startsWith(kind.replace(/@.*/, ''))).to.equal(true);
    });
  }

  it('is there for every kind', () => {
    expect([...new Set(examples.map(({ record }) => record.record))].sort()).to.deep.equal(
      [...recordKinds].sort(),
    );
  });

  it('adds up, where it is an invoice or a remittance', () => {
    for (const { name, record } of examples) {
      const sum = sumOf(record as unknown as Invoice | Remittance);
      if (sum) expect(sum.toFixed(2), name).to.equal((record['totals'] as { stated: string }).stated);
    }
  });
});

function sumOf(record: Invoice | Remittance): InstanceType<typeof Arithmetic> | undefined {
  if (record.record === 'remittance@1') return total(record.lines.map(({ paid }) => paid));
  if (record.record !== 'invoice@1') return undefined;
  const all = [record, ...record.lines];
  const added = all.flatMap(({ charges, taxes }) => [...(charges ?? []), ...(taxes ?? [])]);
  const taken = all.flatMap(({ allowances }) => allowances ?? []);
  return total([...record.lines, ...added].map(({ amount }) => amount)).minus(
    total(taken.map(({ amount }) => amount)),
  );
}

function total(amounts: readonly (string | undefined)[]): InstanceType<typeof Arithmetic> {
  return amounts.reduce((sum, amount) => sum.plus(amount ?? 0), new Arithmetic(0));
}
