/**
 * Money as people read it: "1348.02 USD, 12.50 EUR".
 */
import type { Amount } from '../../store/received/index.js';

/** '' when there is none. */
export function amountsText(amounts: readonly Amount[]): string {
  return amounts.map(({ currency, value }) => (currency === '' ? value : `${value} ${currency}`)).join(', ');
}
