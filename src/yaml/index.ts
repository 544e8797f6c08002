/**
 * The checker of configuration files: positions, carets, suggestions. The same one serves every kind of file.
 */
export { checkAgainst, valueAt } from './check-against.js';
export { addEntry, flowText, replaceValues, scalarText, type YamlEdit } from './edit-yaml.js';
export { nearest } from './nearest.js';
export { problemAt, type ProblemWords } from './problem-at.js';
export { hasErrors, type Problem, type YamlPath } from './problem.js';
export { isInside, readTextFile, readYamlFile } from './read-yaml-file.js';
export { readYaml, type YamlFile } from './read-yaml.js';
export { renderProblem } from './render-problem.js';
export { unknownName } from './unknown-name.js';
export { writeYaml } from './write-yaml.js';
