/**
 * A database in memory, as far as deciding hangs on it: answers questions by what was saved, in the simplest way that is right.
 */
import {
  type Facts,
  isNumbered,
  keyedRecord,
  numberKey,
  numberText,
  pairText,
  placeText,
} from '../../src/steps/translate/ask-facts.js';
import type { Decided } from '../../src/steps/translate/decide/decide.js';
import type { SeenNumber } from '../../src/store/received/interchanges.js';
import type { NewIssue } from '../../src/store/received/issues.js';
import {
  interchangesOf,
  recordsIn,
  type RecordOfFile,
  type TranslatedFile,
} from '../../src/translation/translation.js';

/** What is the same however files were saved, in terms that the database can tell too. */
export interface End {
  /** Of each file: state and reason. */
  files: Record<string, readonly [string, string | null]>;
  /** Of each interchange: state, reason, verdict, code of the TA1. */
  interchanges: Record<string, readonly [string, string | null, string, string]>;
  /** Control numbers in the order in which they were accepted. */
  seen: string[];
  /** Of each record: its file, state and number. */
  records: Record<string, readonly [string, string, string]>;
  /** Of each subject, in order: code, action and words. */
  issues: Record<string, (readonly [string, string | null, string])[]>;
  /** Of each interchange that is answered: the verdict. */
  acknowledgments: Record<string, string>;
  /** Subjects of answers, in the order of their numbers. */
  answers: string[];
}

export class SavedModel {
  readonly #seen: SeenNumber[] = [];
  readonly #records = new Map<string, RecordOfFile>();
  readonly #end: End = {
    ...{ files: {}, interchanges: {}, seen: [], records: {}, issues: {}, acknowledgments: {}, answers: [] },
  };

  facts(files: readonly TranslatedFile[]): Facts {
    const keys = files
      .flatMap(({ translation }) => interchangesOf(translation))
      .filter(isNumbered)
      .map(numberKey);
    const records = files.flatMap(recordsIn);
    const firstUse = (text: string) => this.#seen.find((one) => numberText(one) === text)?.contentSha256;
    const lastUse = (text: string) =>
      this.#seen.findLast((one) => pairText(one) === text)?.interchangeControlNumber;
    return {
      seen: present(keys.map(numberText), firstUse),
      last: present(keys.map(pairText), lastUse),
      repeated: new Set(
        records
          .filter((one) => this.#isRepeated(one))
          .flatMap(keyedRecord)
          .map(placeText),
      ),
      there: new Set(records.flatMap(keyedRecord).flatMap(({ id }) => (this.#records.has(id) ? [id] : []))),
      sent: { taken: new Map(), sent: new Map() },
    };
  }

  #isRepeated(asked: RecordOfFile): boolean {
    const [one] = keyedRecord(asked);
    return [...this.#records.values()]
      .flatMap((record) => {
        const [other] = keyedRecord(record);
        return other === undefined ? [] : [{ other, isHeld: record.record.state === 'held' }];
      })
      .some(
        ({ other, isHeld }) =>
          one !== undefined &&
          other.id !== one.id &&
          other.kind === one.kind &&
          other.duplicateKey === one.duplicateKey &&
          (!isHeld ||
            other.fileId < one.fileId ||
            (other.fileId === one.fileId && other.ordinal < one.ordinal)),
      );
  }

  save({ files, heard }: Decided): void {
    const end = this.#end;
    const note = ({ subjectId, code, action, words }: NewIssue) =>
      (end.issues[subjectId] ??= []).push([code, action ?? null, words]);
    for (const { stored, translation, outcome, seen, revisions, acknowledgments, answers, issues } of files) {
      end.files[stored.id] = [outcome.state, outcome.reason ?? null];
      for (const { id, state, reason, report } of interchangesOf(translation)) {
        end.interchanges[id] = [state, reason ?? null, report.verdict, report.ta1.code];
      }
      this.#seen.push(...seen);
      end.seen.push(...seen.map(({ interchangeId }) => interchangeId));
      for (const { fileId, record, otherwise } of revisions) {
        if (this.#records.has(record.id)) {
          if (otherwise !== undefined) note(otherwise);
          continue;
        }
        this.#records.set(record.id, { fileId, record });
        end.records[record.id] = [fileId, record.state, record.businessKey];
      }
      for (const { interchangeId, verdict } of acknowledgments) end.acknowledgments[interchangeId] = verdict;
      end.answers.push(...answers.map(({ due }) => due.subject.id));
      issues.forEach(note);
    }
    heard.issues.forEach(note);
  }

  end(): End {
    return this.#end;
  }
}

function present(keys: readonly string[], find: (key: string) => string | undefined): Map<string, string> {
  return new Map(
    keys.flatMap((key) => {
      const found = find(key);
      return found === undefined ? [] : [[key, found]];
    }),
  );
}
