/**
 * Operations on crosswalks: gaps, rows, import and export.
 */
export {
  addToCrosswalk,
  type CrosswalkAnswer,
  exportCrosswalk,
  importIntoCrosswalk,
  type Taken,
} from './crosswalk-rows.js';
export { showGaps, type ShownGaps } from './show-gaps.js';
