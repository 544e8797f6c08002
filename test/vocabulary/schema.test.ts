/**
 * The words that the database allows in a column are those of the catalog: migrations repeat them, and only this tells.
 */
import { expect } from 'chai';
import { sql as raw } from 'kysely';
import {
  acknowledgmentStates,
  connectionStates,
  deliveryStates,
  expectationStates,
  fileStates,
  interchangeStates,
  outboundDocumentStates,
  recordStates,
  shadowEnds,
  versionStates,
  workStates,
} from '../../src/vocabulary/states.js';
import { workSteps } from '../../src/vocabulary/steps.js';
import { openFreshDatabase } from '../kit/fresh-database.js';

/** Catalogs by the column that their words are stored in. */
const catalogs: Record<string, readonly string[]> = {
  'files.state': Object.keys(fileStates),
  'interchanges.state': Object.keys(interchangeStates),
  'records.state': Object.keys(recordStates),
  'deliveries.state': Object.keys(deliveryStates),
  'acknowledgments.state': Object.keys(acknowledgmentStates),
  'outbound_documents.state': Object.keys(outboundDocumentStates),
  'expectations.state': Object.keys(expectationStates),
  'work.state': Object.keys(workStates),
  'connections.state': Object.keys(connectionStates),
  'configurations.state': Object.keys(versionStates),
  'shadows.ended_how': Object.keys(shadowEnds),
  'work.step': workSteps,
};

describe('the schema', function () {
  this.timeout(60_000);
  let allowed: Map<string, string[]>;

  before(async () => {
    const { sql, close } = await openFreshDatabase();
    const { rows } = await raw<{ column: string; rule: string }>`
      SELECT concat(pg_class.relname, '.', pg_attribute.attname) AS column, pg_get_constraintdef(pg_constraint.oid) AS rule
      FROM pg_constraint
      JOIN pg_class ON pg_class.oid = pg_constraint.conrelid
      JOIN pg_attribute ON pg_attribute.attrelid = pg_class.oid AND pg_attribute.attnum = ANY(pg_constraint.conkey)
      WHERE pg_constraint.contype = 'c'`.execute(sql);
    await close();
    allowed = new Map(
      rows.map(({ column, rule }) => [
        column,
        [...rule.matchAll(/'([^']*)'::text/g)].map(([, word]) => word!),
      ]),
    );
  });

  for (const [column, words] of Object.entries(catalogs)) {
    it(`allows in ${column} the words of its catalog, and no others`, () => {
      expect(allowed.get(column)?.sort()).to.deep.equal([...words].sort());
    });
  }

  it('has no other column of states', () => {
    const columns = [...allowed.keys()].filter((column) => column.endsWith('.state'));
    expect(columns.filter((column) => !(column in catalogs))).to.deep.equal([]);
  });
});
