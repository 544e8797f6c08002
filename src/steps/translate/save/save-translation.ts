/**
 * Asks, decides and saves the translations of several files in one transaction: all files or none.
 */
import type { HubSettings } from '../../../hub-file/index.js';
import { addShadowFiles } from '../../../store/configuration/index.js';
import type { Sql } from '../../../store/database/index.js';
import { interchangesOf, recordsIn, type TranslatedFile } from '../../../translation/index.js';
import type { DueWork } from '../../../working/index.js';
import { askFacts } from '../ask-facts.js';
import type { DecidingHub } from '../decide/decide-answers.js';
import { decide } from '../decide/decide.js';
import { save } from './save.js';

/** The parts of the hub that saving needs. */
export interface SavingHub extends DecidingHub {
  settings: DecidingHub['settings'] & Pick<HubSettings, 'changes'>;
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
  // If changes are taken at once, no version can run beside the live one.
  if (hub.settings.changes.take === 'applied') {
    await addShadowFiles(
      sql,
      files.map(({ stored }) => stored.id),
    );
  }
  return due;
}
