/**
 * The step translate: received files become interchanges, records and issues.
 */
export { saveAnswers } from './save-answers.js';
export { holdPossibleDuplicates, type RecordOfFile, saveRevisions, toNewRecord } from './save-records.js';
export { answersTo, type DueWork, endFiles, saveFound, type SavingHub, type TranslatedFile } from './save-translation.js';
export { translate } from './translate.js';
