/**
 * A version as its data files write it.
 */
import type { DictionaryText } from './compile-dictionary.js';

export interface VersionText {
  dictionary: DictionaryText;
  /** By ST01: loops and segments in the form that compile-guide reads. */
  sets: Readonly<Record<string, string>>;
}
