/**
 * Our records: what every partner document becomes, whatever it looked like.
 */
export { type Field, fieldsOf, sensitivePaths } from './fields.js';
export { Arithmetic, decimalDigitsMax, type ItemIdentifier, type ItemIdentifierKind, type Lot, type Origin, type Party, type PartyIdentifier, type PartyIdentifierKind, suspectIdentifiers } from './fields/index.js';
export { businessKeyOf, isRecordKind, orderKeyOf, type RecordKind, recordKinds } from './records.js';
