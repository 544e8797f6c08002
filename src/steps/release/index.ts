/**
 * The step release: files in which something waits are translated again when the reason is gone.
 */
export { planRelease } from './plan-release.js';
export { demandReleaseOf, demandReleases, release } from './release.js';
