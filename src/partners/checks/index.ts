/**
 * What a partner file must agree with: connections, mappings, other partners.
 */
export { checkAgreements } from './check-agreements.js';
export { checkAnswers } from './check-answers.js';
export { checkConnections, checkFolders, checkSecrets } from './check-connections.js';
export { checkExpectations } from './check-expectations.js';
export { checkForwards } from './check-forwards.js';
export { checkGuides } from './check-guides.js';
export { checkNumberRanges } from './check-number-ranges.js';
