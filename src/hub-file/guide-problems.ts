/**
 * Faults of what was agreed beyond the guides, as problems at their place in the file.
 */
import { nearest, type Problem, problemAt, type YamlFile, type YamlPath } from '../yaml/index.js';
import type { GuideFault } from './guide-settings.js';

/** @param at where `guide:` stands in the file */
export function guideProblems(yaml: YamlFile, at: YamlPath, faults: readonly GuideFault[]): Problem[] {
  return faults.map(({ path, message, help, known }) => {
    const suggestion = known && nearest(String(path.at(-1)), known);
    return problemAt(yaml, [...at, ...path], {
      code: known ? 'NAME_UNKNOWN' : 'VALUE_INVALID',
      message,
      help: help ?? (suggestion === undefined ? undefined : `did you mean "${suggestion}"?`),
      target: known ? 'key' : 'value',
    });
  });
}
