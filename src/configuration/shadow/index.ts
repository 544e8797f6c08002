/**
 * A planned version that runs beside the live one, without effect.
 */
export { emptyShadowFigures, type ShadowFigures, shadowRunner } from './run-shadow.js';
