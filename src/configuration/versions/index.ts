/**
 * Versions of the configuration: which is live or goes live when, and what differs.
 */
export { findAffectedPartners, partnerMarks } from './affected-partners.js';
export { type FileDifference, findDifferences, findSameVersions } from './differences.js';
export { faultOf, takeDueVersion } from './due-version.js';
export { readFolderVersion } from './folder-version.js';
export { type ConfigurationStatus, LiveConfiguration, partsToRestart } from './live-configuration.js';
export { type Home, readConfigurationOf } from './load-version.js';
export { findStartVersion, keepVersion, type LoadedVersion, loadFolder, loadStored, noteLive } from './start-version.js';
