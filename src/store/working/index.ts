/**
 * Work and leases, connections, hubs, events and figures.
 */
export { ensureConnections, findDueConnections, hastenConnection, hastenFailedConnections, leaseConnection, releaseConnection, renewConnection } from './connections.js';
export { addEvents, chainEvents, type HubEvent } from './events.js';
export { countAll, type HubFigures } from './figures.js';
export { beat, removeHub } from './hubs.js';
export { addWork, deadLetterWork, demandWork, findDueWork, finishWaitingWork, finishWork, hastenFailedWork, lanesOf, type Lease, leaseIsFree, leaseLane, type Leaser, leaseWork, postponeWork, releaseWork, renewLeases, repeatWork } from './work.js';
