/**
 * How often a property is tried. The seed is the one of test/kit/seed.ts.
 *
 * `WAYBILL_SEED=7 WAYBILL_RUNS=50 npx mocha test/x12/properties-sets.test.ts` tries fifty times as many from seed 7.
 */
export function runs(count: number): { numRuns: number } {
  return { numRuns: count * Number(process.env['WAYBILL_RUNS'] ?? 1) };
}
