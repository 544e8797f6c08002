/**
 * A partner file while it is being checked: its text with positions, its checked content, and the partner made of it.
 */
import type { YamlFile } from '../yaml/index.js';
import type { PartnerFile } from './partner-file.js';
import type { Partner } from './partner.js';

export interface LoadedPartner {
  yaml: YamlFile;
  file: PartnerFile;
  partner: Partner;
}
