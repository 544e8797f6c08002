/**
 * The step translate: received files become interchanges, records and issues.
 */
export { askFacts, type Facts } from './ask-facts.js';
export { decideAnswers, type DecidingHub, type RoutedAnswer } from './decide-answers.js';
export { type DecidedRevision, decideDuplicate, decideRecords } from './decide-records.js';
export { type Decided, decideNext } from './decide.js';
export { KnownSoFar } from './known-so-far.js';
export { saveAnswers } from './save-answers.js';
export { saveRevisions, toNewRecord } from './save-revisions.js';
export { type DueWork, endFiles, saveFound } from './save.js';
export { translate } from './translate.js';
