/**
 * Rules between the values of a record, such as totals that must add up.
 */
export { constantOperand, documentOperands, isMasked, recordTerm, type RuleLanguage, type RuleOperand, type RuleTerm, type RuleValue } from './rule-operands.js';
export { compileRules, type Rule } from './rules.js';
