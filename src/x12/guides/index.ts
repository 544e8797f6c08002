/**
 * What a transaction set may contain, for one version, and how an agreement changes it.
 */
export {
  CheckForm,
  type CodeList,
  type Condition,
  type Dictionary,
  ElementKind,
} from './compile-dictionary.js';
export type { Guide } from './compile-guide.js';
export { elementIndex, placeIndex } from './element-place.js';
export { findGuide, findVersion, type VersionGuides } from './find-guide.js';
export { elementName, segmentName } from './names.js';
export { type ElementOutline, type LoopOutline, outlineOf, type SetOutline } from './outline.js';
export { checkOverride } from './override/check-override.js';
export { overrideGuide } from './override/override-guide.js';
export type { GuideOverride } from './override/override.js';
