/**
 * Generated records of every kind: valid, the same after JSON, and refused as soon as one thing in them is not right.
 */
import { expect } from 'chai';
import fc, { type Arbitrary } from 'fast-check';
import { z, type ZodType } from 'zod';
import { marks } from '../../src/canonical/fields/marks.js';
import { type RecordKind, recordKinds, schemaOf } from '../../src/canonical/records.js';

const leaves: Record<string, Arbitrary<unknown>> = {
  text: fc.oneof(
    fc.string({ minLength: 1, maxLength: 12 }),
    fc.constantFrom('0042', '\u00e4', '__proto__', '=1+1'),
  ),
  decimal: fc
    .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.stringMatching(/^(\.\d{1,10})?$/))
    .map(([minus, whole, places]) => `${minus ? '-' : ''}${whole}${places}`),
  integer: fc.integer({ min: 0, max: 1_000_000 }),
  date: fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
};

/** Values that a schema should accept, made by walking it. */
function valuesOf(schema: ZodType): Arbitrary<unknown> {
  if (schema instanceof z.ZodOptional) return valuesOf(schema.unwrap() as ZodType);
  if (schema instanceof z.ZodObject) return objectsOf(schema.shape);
  if (schema instanceof z.ZodArray) return fc.array(valuesOf(schema.element as ZodType), { maxLength: 2 });
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodRecord) {
    const keys = fc.constantFrom('number', 'lines.0.quantity.unit');
    return fc.dictionary(keys, valuesOf(schema.valueType as ZodType), { maxKeys: 2, noNullPrototype: true });
  }
  const leaf = leaves[marks.get(schema)?.shape ?? ''];
  // The places of values have numbers and words without a mark.
  return leaf ?? (schema instanceof z.ZodNumber ? fc.integer({ min: 1, max: 1_000_000 }) : leaves['text']!);
}

function objectsOf(shape: Record<string, ZodType>): Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, valuesOf(schema)]));
  const requiredKeys = Object.keys(shape).filter((name) => !(shape[name] instanceof z.ZodOptional));
  return fc.record(fields, { requiredKeys, noNullPrototype: true });
}

/** Paths to all values that stand for themselves, and to all objects. */
interface Places {
  texts: (string | number)[][];
  objects: (string | number)[][];
}

function placesIn(
  value: unknown,
  path: (string | number)[] = [],
  found: Places = { texts: [], objects: [] },
): Places {
  if (typeof value === 'string') found.texts.push(path);
  if (typeof value !== 'object' || value === null) return found;
  // What stands in `origins` is named by path, so any name is right there.
  if (!Array.isArray(value) && path.at(-1) !== 'origins') found.objects.push(path);
  for (const [name, inner] of Object.entries(value)) {
    placesIn(inner, [...path, Array.isArray(value) ? Number(name) : name], found);
  }
  return found;
}

function changed(
  record: unknown,
  path: readonly (string | number)[],
  change: (at: unknown) => unknown,
): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(record);
  const copy = (Array.isArray(record) ? [...(record as unknown[])] : { ...(record as object) }) as Record<
    string | number,
    unknown
  >;
  copy[step] = changed(copy[step], rest, change);
  return copy;
}

const parse = (kind: RecordKind, record: unknown) => schemaOf(kind).safeParse(record);

for (const kind of recordKinds) {
  const records = valuesOf(schemaOf(kind)) as Arbitrary<Record<string, unknown>>;
  const place = fc.double({ min: 0, max: 0.999, noNaN: true });
  const runs = { numRuns: 40, seed: 20260404 };

  describe(`generated records of ${kind}`, () => {
    it('are valid, and the same after writing and reading them as JSON', () => {
      let keys = 0;
      fc.assert(
        fc.property(records, (record) => {
          const result = parse(kind, record);
          expect(result.error?.issues).to.equal(undefined);
          expect(result.data).to.deep.equal(record);
          expect(parse(kind, JSON.parse(JSON.stringify(record))).data).to.deep.equal(record);
          keys = Math.max(keys, Object.keys(record).length);
        }),
        runs,
      );
      expect(keys, 'fields in the fullest record').to.be.above(10);
    });

    it('are refused with a field that the kind does not have, wherever it stands', () => {
      fc.assert(
        fc.property(records, place, (record, where) => {
          const { objects } = placesIn(record);
          const path = objects[Math.floor(where * objects.length)]!;
          const issues = parse(
            kind,
            changed(record, path, (at) => ({ ...(at as object), unheardOf: '1' })),
          ).error?.issues;
          expect(issues?.map(({ code }) => code)).to.deep.equal(['unrecognized_keys']);
          expect(issues?.[0]?.path).to.deep.equal(path);
        }),
        runs,
      );
    });

    it('are refused with a number where text is due, and told why', () => {
      fc.assert(
        fc.property(records, place, (record, where) => {
          const texts = placesIn(record).texts.filter(
            (path) => path[0] !== 'record' && path[0] !== 'origins',
          );
          const path = texts[Math.floor(where * texts.length)]!;
          const issues = parse(
            kind,
            changed(record, path, () => 12.5),
          ).error?.issues;
          expect(issues).to.have.length(1);
          expect(issues?.[0]?.path).to.deep.equal(path);
          expect(issues?.[0]?.message).to.match(/a number loses|must be a day|expected one of/);
        }),
        runs,
      );
    });
  });
}
