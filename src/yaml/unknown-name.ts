/**
 * The problem of a name that stands for nothing, with the nearest name that does.
 */
import { nearest } from './nearest.js';
import { problemAt } from './problem-at.js';
import type { Problem, YamlPath } from './problem.js';
import type { YamlFile } from './read-yaml.js';

/** Names listed when none is near. */
const namesShownMax = 12;

/** @param unknown what kind of thing it should be, the name as written, and the names that there are */
export function unknownName(
  yaml: YamlFile,
  path: YamlPath,
  unknown: { kind: string; name: string; names: readonly string[] },
): Problem {
  const { kind, name, names } = unknown;
  const suggestion = nearest(name, names);
  const list =
    names.length === 0 ? 'there are none yet' : `there are: ${names.slice(0, namesShownMax).join(', ')}`;
  const help = suggestion === undefined ? list : `did you mean "${suggestion}"?`;
  return problemAt(yaml, path, { code: 'NAME_UNKNOWN', message: `there is no ${kind} "${name}"`, help });
}
