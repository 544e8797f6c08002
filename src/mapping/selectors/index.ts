/**
 * Where a value stands: selectors of X12, CSV, JSON, XML and records.
 */
export { openCsvSelectors } from './csv-select.js';
export { checkReach } from './guide-reach.js';
export { jsonLanguage, openJsonSelectors } from './json-select.js';
export { contactKinds, itemKinds, lotDates, lotQualifiers, lotReferences, partyKinds, partyReferenceKinds } from './qualifiers.js';
export { findEntries, findInRecord, placeInRecord, recordSelectors, scopeOfRecord, textOf } from './record-select.js';
export { isPlain, parseRecordList, parseRecordValue, type RecordSelector, type Standpoint } from './record-selector.js';
export { parseNames, type TreeLanguage } from './tree-selector.js';
export { elementOrigin, pairsOf, segmentsOf, x12Selectors } from './x12-select.js';
export { firstPair } from './x12-selector.js';
export { openXmlSelectors, xmlLanguage } from './xml-select.js';
