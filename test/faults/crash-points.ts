/**
 * The names of all crash points. armed-crash-points.js takes their place in a hub that a test may kill.
 */

/** Moments of a step that runs only when the configuration has changed. */
export const releasePointNames = [
  'release:after-lease',
  'release:in-save',
  'release:before-commit',
  'release:after-commit',
] as const;

/** Moments of the step that writes what goes on to partners; the files of the waves have none. */
export const composePointNames = [
  'compose:after-lease',
  'compose:in-save',
  'compose:before-commit',
  'compose:after-commit',
] as const;

/** Every moment that has a name, in the order of the way. A test checks that the sources have these and no others. */
export const crashPointNames = [
  'receive:after-claim',
  'receive:before-save',
  'receive:in-save',
  'receive:after-save',
  'receive:after-finish',
  'translate:after-lease',
  'translate:before-save',
  'translate:in-save',
  'translate:before-commit',
  'translate:after-commit',
  'acknowledge:after-lease',
  'acknowledge:in-save',
  'acknowledge:before-commit',
  'acknowledge:after-commit',
  'deliver:after-lease',
  'deliver:before-erp',
  'deliver:after-erp',
  'deliver:before-commit',
  'deliver:after-commit',
  'send:after-lease',
  'send:before-put',
  'send:after-put',
  'send:before-commit',
  'send:after-commit',
  ...releasePointNames,
  ...composePointNames,
] as const;
