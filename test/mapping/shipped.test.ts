/**
 * The mappings that are shipped: no problems, their own tests pass, and what they make are records.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { schemaOf } from '../../src/canonical/records.js';
import { readAt } from '../../src/mapping/file/record-path.js';
import { loadMappings } from '../../src/mapping/load-mappings.js';
import { runMappingTests, runOutboundTests } from '../../src/mapping/mapping-tests.js';
import { outlineOf } from '../../src/x12/guides/outline.js';
import { readFor } from './made-mapping.js';

const root = resolve(import.meta.dirname, '../..');

describe('the shipped mappings', () => {
  const { mappings, outbound, problems } = loadMappings(root, outlineOf);

  it('have no problems', () => {
    expect(problems.map(({ file, line, message }) => `${file}:${line} ${message}`)).to.deep.equal([]);
    expect([...mappings.keys()]).to.include.members([
      'x12-810',
      'x12-850',
      'x12-855',
      'x12-856',
      'ohio-lab-invoices',
    ]);
  });

  for (const mapping of mappings.values()) {
    const read = (path: string) => readFor(mapping, readFileSync(join(root, path)));

    it(`${mapping.name}: passes the tests in its file`, () => {
      const results = runMappingTests(mapping, read);
      expect(results).not.to.have.length(0);
      expect(results.filter(({ passed }) => !passed)).to.deep.equal([]);
    });

    it(`${mapping.name}: makes a record of its kind wherever nothing is held`, () => {
      const made = mapping.tests.flatMap(({ input, partner }) =>
        read(join('mappings', input)).map((document) =>
          mapping.apply(document, { partner, today: '2026-04-10' }),
        ),
      );
      const sound = made.filter(({ issues }) => issues.every(({ action }) => action === 'warn'));
      expect(sound).not.to.have.length(0);
      for (const { record } of sound)
        expect(schemaOf(mapping.to).safeParse(record).error).to.equal(undefined);
    });

    it(`${mapping.name}: says of its values at which bytes they stood, and of nothing else`, () => {
      for (const { input, partner } of mapping.tests) {
        const bytes = readFileSync(join(root, 'mappings', input));
        const { origins, record } = mapping.apply(readFor(mapping, bytes)[0]!, { partner });
        expect(Object.keys(origins)).to.have.length.above(10);
        expect(Object.keys(origins).filter((path) => readAt(record, path) === undefined)).to.deep.equal([]);
        const path = mapping.to === 'order-acknowledgment@1' ? 'order.number' : 'number';
        const { offset, length } = origins[path]!;
        const written = bytes.subarray(offset, offset + length).toString();
        // A text of JSON stands there with its quotation marks.
        const value: unknown = mapping.from.format === 'json' ? JSON.parse(written) : written;
        expect(value).to.equal(readAt(record, path));
      }
    });
  }

  for (const mapping of outbound.values()) {
    it(`${mapping.name}: passes the tests in its file`, () => {
      const read = (path: string) =>
        JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, unknown>;
      const results = runOutboundTests(mapping, read);
      expect(results).not.to.have.length(0);
      expect(results.filter(({ passed }) => !passed)).to.deep.equal([]);
    });
  }
});
