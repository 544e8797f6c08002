/**
 * A problem placed by its path: for checks that no schema can make, such as two files that disagree.
 */
import { defined } from '../defined.js';
import type { Problem, YamlPath } from './problem.js';
import type { YamlFile } from './read-yaml.js';
import type { ProblemCode } from '../vocabulary/index.js';

export interface ProblemWords {
  code: ProblemCode;
  message: string;
  help?: string | undefined;
  severity?: 'error' | 'warning';
  /** Underline the value (the default) or the key. */
  target?: 'key' | 'value';
}

export function problemAt(made: YamlFile, madePath: YamlPath, words: ProblemWords): Problem {
  const { yaml, path } = made.writtenAt?.(madePath) ?? { yaml: made, path: madePath };
  const place = yaml.position(path, words.target);
  return {
    code: words.code,
    severity: words.severity ?? 'error',
    message: words.message,
    file: yaml.file,
    ...place,
    path: path.join('.'),
    ...defined({ help: words.help }),
    sourceLine: yaml.line(place.line),
  };
}
