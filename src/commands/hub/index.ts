/**
 * Commands about a running hub.
 */
export type { OutboundOptions } from './outbound.js';
export type { OverdueOptions } from './overdue.js';
export type { ReleaseOptions } from './release.js';
