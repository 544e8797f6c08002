/**
 * A guide with an override over it, made once for each pair.
 *
 * It never moves a segment: each stands where the guide puts it, and is then judged as agreed.
 */
import type { Guide } from '../compile-guide.js';
import { overrideDictionary } from './override-dictionary.js';
import { overrideStructure } from './override-structure.js';
import type { GuideOverride } from './override.js';

const made = new WeakMap<GuideOverride, Map<Guide, Guide>>();

/** The guide with the override over it; the guide itself where nothing of the override fits it. */
export function overrideGuide(guide: Guide, override: GuideOverride): Guide {
  let ofOverride = made.get(override);
  if (!ofOverride) made.set(override, (ofOverride = new Map<Guide, Guide>()));
  let found = ofOverride.get(guide);
  if (!found) {
    const dictionary = overrideDictionary(guide.dictionary, override);
    const restructured = overrideStructure(guide, override.segments ?? {});
    found = dictionary === guide.dictionary ? restructured : { ...restructured, dictionary };
    ofOverride.set(guide, found);
  }
  return found;
}
