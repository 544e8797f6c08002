/**
 * Reads received files, and saves their content: interchanges, records, issues, and the deliveries and acknowledgments that are
 * now due. Files of one connection keep their order.
 */
import { crashPoint } from '#crash-points';
import { wallDate, type Sql } from '../../store/database/index.js';
import { findFiles, setFileStates, type StoredFile } from '../../store/received/index.js';
import { translateFile, type TranslatedFile } from '../../translation/index.js';
import { fileToTranslate, leasedStep, type Saved, type Job } from '../../working/index.js';
import { saveTranslations } from './save/save-translation.js';

/** Files are read one after another and saved in that order. If a file fails, those after it wait. */
export const translate = leasedStep({
  step: 'translate',
  atOnce: 16,
  laneLimit: 16,
  load: async ({ sql, settings }, ids) => ({
    subjects: await findFiles(sql, ids),
    today: await wallDate(sql, settings.timezone),
  }),
  run: readOne,
  save: saveRead,
  // A file that cannot be read after several attempts is quarantined; its bytes are kept.
  giveUp: (sql, id, errorCode) => setFileStates(sql, [{ id, state: 'quarantined', reason: errorCode }]),
});

async function readOne(stored: StoredFile, { hub, today }: Job<{ today: string }>): Promise<TranslatedFile> {
  const { book, mappings, settings } = hub;
  const file = await fileToTranslate(hub, stored);
  const translation = await translateFile(file, { book, mappings, limits: settings.limits, today });
  crashPoint('translate:before-save');
  return { stored, translation };
}

async function saveRead(sql: Sql, files: readonly TranslatedFile[], { hub }: Job): Promise<Saved> {
  const due = await saveTranslations(sql, files, hub);
  crashPoint('translate:in-save');
  return { due };
}
