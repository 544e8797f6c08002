/**
 * Operations that release what waits.
 */
export { previewRelease, type ReleasePreview, startRelease } from './release-waiting.js';
