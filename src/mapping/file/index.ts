/**
 * The mapping file: its form, its compilation, its crosswalks.
 */
export { addProblem, checkColumn, checkPart, type Compilation, compileEach, compileLookup, compileSelect, type Lookup, type MappingSource, suggestion } from './compilation.js';
export { firstForm, type Form, formDate, formDecimal, formFactor, formImpliedDecimal, formInteger, isCalendarDay, recordForm } from './forms.js';
export { crosswalkUses, type FolderReading, loadCrosswalks } from './load-crosswalks.js';
export { type Bound, boundWords, type CheckSpec, cleanings, type FieldSpec, fieldSpec, type ListSpec, listSpec, mappingFile, type MappingFile, type RuleSpec, type TermSpec, type UnitSpec, x12From } from './mapping-file.js';
export type { Action, CrosswalkUse, Mapping, MappingContext, MappingIssue, MappingResult } from './mapping.js';
export { joinMissing, type MissingRow, missingRow, missingWords } from './missing-row.js';
export { csvTo, eachBlock, elementBlock, type LevelsBlock, levelsBlock, loopBlock, lotsBlock, type OutboundField, outboundField, type OutboundFile, outboundFile, type OutboundTest, type PartyBlock, partyBlock, rowBlock, type SegmentBlock, segmentBlock, x12To, xmlTo } from './outbound-file.js';
export { type Entry, isEntry, joined, type Reached, readAt, readEach, readSteps, writeAt } from './record-path.js';
export { type CsvScope, type Found, isFault, type RecordScope, type Scope, type Select, type SelectorFault, type Selectors, type TreeScope } from './scope.js';
export { hashOf, readSource } from './source.js';
export { type Block, isList, isNumber, namesBelow, targetField } from './target-field.js';
export { todoRemarks } from './todo-remarks.js';
