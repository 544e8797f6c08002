/**
 * The step release: what waited is translated again when its reason is gone.
 */
export { type HeldBefore, planRelease, type ReleasePlan } from './plan-release.js';
export { demandReleaseOf, demandReleases, release } from './release.js';
