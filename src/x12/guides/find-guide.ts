/**
 * The guides at hand: which versions we know, and what each transaction set of them may contain.
 *
 * A version is named by the first six characters of GS08; what an industry adds behind them does not choose the guide.
 * It is compiled when it is first asked for, all its sets at once: that takes some milliseconds.
 */
import { version4010 } from './4010/index.js';
import { version5010 } from './5010/index.js';
import { compileDictionary, type Dictionary } from './compile-dictionary.js';
import { compileGuide, type Guide } from './compile-guide.js';
import { setKinds } from './set-kinds.js';
import type { VersionText } from './version-text.js';

const versions: Readonly<Record<string, VersionText>> = {
  '004010': version4010,
  '005010': version5010,
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

/** The guides of all sets of all versions. */
export function allGuides(): Guide[] {
  return Object.keys(versions).flatMap((version) => [...findVersion(version)!.sets.values()]);
}

function compileVersion(version: string, source: VersionText): VersionGuides {
  const dictionary = compileDictionary(source.dictionary);
  const guides = Object.entries(source.sets).map(([set, text]) =>
    compileGuide(version, { set, text, ...setKinds[set]! }, dictionary),
  );
  return {
    version,
    dictionary,
    sets: new Map(guides.map((guide) => [guide.set, guide])),
    functionalIds: new Set(guides.map((guide) => guide.functionalId)),
  };
}
