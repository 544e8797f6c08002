/**
 * hub.yaml and the environment: one typed, frozen value of settings.
 */
export { type HubSettings, loadHubFile } from './load-hub-file.js';
export { guideProblems } from './guide-problems.js';
export type { GuideCheck } from './guide-settings.js';
export { name } from './hub-file.js';
export {
  type AgreementSettings,
  type AnswerSettings,
  builtInSettings,
  type EffectiveSettings,
  type InterchangeSettings,
  overlaySettings,
  sameDelimiters,
  type SendSettings,
  settingKeys,
  type ValidationSettings,
} from './settings.js';
