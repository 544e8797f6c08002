/**
 * The step translate: received files become interchanges, records and issues.
 */
export { askFacts, type Facts } from './ask-facts.js';
export { decideAnswers, type DecidingHub, type RoutedAnswer } from './decide/decide-answers.js';
export { type DecidedRevision, decideDuplicate, decideRecords } from './decide/decide-records.js';
export { type Decided, decideNext } from './decide/decide.js';
export { KnownSoFar } from './decide/known-so-far.js';
export { saveAnswers } from './save/save-answers.js';
export { saveRevisions, toNewRecord } from './save/save-revisions.js';
export { endFiles, saveFound } from './save/save.js';
export { translate } from './translate.js';
