/**
 * What a change of the configuration would have done to past documents.
 */
export { compareFile, type Comparison } from './compare-file.js';
export { addFigures, type ChangedDocument, documentsShownMax, emptyFigures, type Figures, type Impact } from './impact-figures.js';
export { findImpact } from './impact.js';
export type { ChangedOutbound, OutboundImpact, OutboundOutcome } from './outbound-figures.js';
export { findOutboundImpact } from './outbound-impact.js';
