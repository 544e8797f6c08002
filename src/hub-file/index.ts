/**
 * hub.yaml and the environment: one typed, frozen value of settings.
 */
export { type HubConfig, loadConfig } from './config.js';
export { guideProblems } from './guide-problems.js';
export type { GuideCheck } from './guide-settings.js';
export { name } from './hub-file.js';
export { type AgreementSettings, type AnswerSettings, builtInSettings, type EffectiveSettings, type InterchangeSettings, overlaySettings, sameDelimiters, type SendSettings, settingKeys, type ValidationSettings } from './settings.js';
