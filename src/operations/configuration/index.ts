/**
 * Operations on the configuration: plan, apply, approve, roll back, and the shadow.
 */
export { applyConfiguration } from './apply-configuration.js';
export { approveConfiguration, type Approved, cancelConfiguration } from './approve-configuration.js';
export { type Plan, planConfiguration } from './plan-configuration.js';
export { reloadConfiguration } from './reload-configuration.js';
export { listVersions, rollBackConfiguration, type RolledBack } from './roll-back-configuration.js';
export {
  findUpcoming,
  type ShadowReport,
  showShadow,
  startShadow,
  stopShadow,
  type Upcoming,
} from './shadow-configuration.js';
