/**
 * Versions of the configuration, approvals and shadows.
 */
export { type Approval, findApproval, refuseApproval, removeApproval, saveApproval } from './approvals.js';
export { findLiveVersion, findVersions, listAppliedVersions, loadVersion, lockVersions, makeLive, notePlan, saveVersion, sha256, type StoredVersion, type Version, type VersionFile } from './configurations.js';
export { addShadowFiles, countShadowFiles, endShadow, findLastShadow, findShadowFile, freeShadow, insertShadow, leaseShadow, listShadowDifferences, saveShadowFindings, setShadowFault, type Shadow, type ShadowFile, takeShadowFile } from './shadows.js';
