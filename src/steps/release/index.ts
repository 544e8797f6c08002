/**
 * The step release: what waited is translated again when its reason is gone.
 */
export { planRelease } from './plan-release.js';
export { demandReleaseOf, demandReleases, release } from './release.js';
