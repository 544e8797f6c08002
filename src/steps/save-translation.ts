/**
 * Asks, decides and saves what translate found in several files, inside one transaction. All files or none.
 */
import type { HubConfig } from '../config.js';
import type { Sql } from '../store/schema.js';
import { addShadowFiles } from '../store/shadows.js';
import { askFacts } from './translate/ask-facts.js';
import { decide } from './translate/decide.js';
import type { DecidingHub } from './translate/decide-answers.js';
import { save, type DueWork } from './translate/save.js';
import { interchangesOf, recordsIn, type TranslatedFile } from './translation.js';

/** What saving needs of the hub. */
export interface SavingHub extends DecidingHub {
  config: DecidingHub['config'] & Pick<HubConfig, 'changes'>;
  configurationHash?: string;
}

/** @param files in the order in which they came @returns work that became due */
export async function saveTranslations(
  sql: Sql,
  files: readonly TranslatedFile[],
  hub: SavingHub,
): Promise<DueWork> {
  const facts = await askFacts(sql, {
    interchanges: files.flatMap(({ translation }) => interchangesOf(translation)),
    records: files.flatMap(recordsIn),
  });
  const due = await save(sql, decide(files, facts, hub), hub.configurationHash);
  // Where changes are taken at once there is no version that could run beside the live one.
  if (hub.config.changes.take === 'applied') {
    await addShadowFiles(
      sql,
      files.map(({ stored }) => stored.id),
    );
  }
  return due;
}
