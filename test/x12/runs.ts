/**
 * How often and from which seed a property is tried: always the same in CI, other and more where somebody looks deeper.
 *
 * `WAYBILL_SEED=7 WAYBILL_RUNS=50 npx mocha test/x12/properties-sets.test.ts` tries fifty times as many from seed 7.
 */
export function runs(count: number): { numRuns: number; seed: number } {
  const times = Number(process.env['WAYBILL_RUNS'] ?? 1);
  return { numRuns: count * times, seed: Number(process.env['WAYBILL_SEED'] ?? 20260301) };
}
