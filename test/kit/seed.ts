/**
 * One seed for all property tests, so that a run that passed passes again. `WAYBILL_SEED=random` looks further.
 */
import fc from 'fast-check';

const wanted = process.env['WAYBILL_SEED'] ?? '20261122';
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });
