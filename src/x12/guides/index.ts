/**
 * The guides at hand: which versions we know, and what each transaction set of them may contain.
 *
 * A version is named by the first six characters of GS08; what an industry adds behind them does not choose the guide.
 */
import { codes as codes4010 } from './4010/codes.js';
import { elements as elements4010 } from './4010/elements.js';
import { composites as composites4010, segments as segments4010 } from './4010/segments.js';
import { set810 } from './4010/set-810.js';
import { set850 } from './4010/set-850.js';
import { set855 } from './4010/set-855.js';
import { set856 } from './4010/set-856.js';
import { set997 } from './4010/set-997.js';
import { compileDictionary, type Dictionary, type DictionaryText } from './compile-dictionary.js';
import { compileGuide, type Guide, type GuideText } from './compile-guide.js';

/** A version as written: its dictionary and its sets. */
interface VersionText {
  dictionary: DictionaryText;
  sets: readonly GuideText[];
}

const versions: Readonly<Record<string, VersionText>> = {
  '004010': {
    dictionary: {
      elements: elements4010,
      segments: segments4010,
      composites: composites4010,
      codes: codes4010,
    },
    sets: [
      { set: '810', functionalId: 'IN', text: set810, counts: 'IT1' },
      { set: '850', functionalId: 'PO', text: set850, counts: 'PO1' },
      { set: '855', functionalId: 'PR', text: set855, counts: 'PO1' },
      { set: '856', functionalId: 'SH', text: set856, counts: 'HL' },
      { set: '997', functionalId: 'FA', text: set997 },
    ],
  },
};

/** The guides of one version. */
export interface VersionGuides {
  readonly version: string;
  readonly dictionary: Dictionary;
  /** By ST01. */
  readonly sets: ReadonlyMap<string, Guide>;
  /** GS01 of the sets we know. */
  readonly functionalIds: ReadonlySet<string>;
}

const compiled = new Map<string, VersionGuides>();

/** The guides for a GS08 such as "004010" or "004010VICS"; undefined when the version is not known. */
export function findVersion(version: string): VersionGuides | undefined {
  const name = version.slice(0, 6);
  const found = compiled.get(name);
  if (found) return found;
  const text = Object.hasOwn(versions, name) ? versions[name] : undefined;
  if (!text) return undefined;
  const guides = compileVersion(name, text);
  compiled.set(name, guides);
  return guides;
}

/** The guide of one set; undefined when the version has none. */
export function findGuide(version: string, set: string): Guide | undefined {
  return findVersion(version)?.sets.get(set);
}

function compileVersion(version: string, text: VersionText): VersionGuides {
  const dictionary = compileDictionary(text.dictionary);
  const sets = new Map(text.sets.map((set) => [set.set, compileGuide(version, set, dictionary)]));
  return { version, dictionary, sets, functionalIds: new Set(text.sets.map((set) => set.functionalId)) };
}
