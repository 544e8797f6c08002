/**
 * Operators, sessions and the first-run secret.
 */
export { anyOperator, createFirstOperator, findPasswordHash, findSession, removeSession, saveSession, saveSetupSecret } from './operators.js';
