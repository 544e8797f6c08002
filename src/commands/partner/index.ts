/**
 * Commands about partners.
 */
export type { PartnerExplainOptions } from './partner-explain.js';
