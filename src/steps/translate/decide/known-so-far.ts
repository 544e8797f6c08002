/**
 * What is known while files are decided about one after another: the facts, and the decisions about earlier files. The database
 * would know the same if the earlier files were saved already.
 */
import { defined } from '../../../defined.js';
import type { NumberKey, KeyedRecord } from '../../../store/received/index.js';
import type { RecordOfFile } from '../../../translation/index.js';
import { type Facts, keyedRecord, numberText, pairText, placeText } from '../ask-facts.js';

/** The records that have a duplicate key. */
interface KeyUse {
  accepted: boolean;
  /** The first held record with it. */
  held?: KeyedRecord;
}

export class KnownSoFar {
  readonly facts: Facts;
  readonly #seen = new Map<string, string>();
  readonly #last = new Map<string, string>();
  readonly #records = new Set<string>();
  readonly #keys = new Map<string, KeyUse>();

  constructor(facts: Facts) {
    this.facts = facts;
  }

  /** The hash of the interchange that used the number first. */
  firstUse(key: NumberKey): string | undefined {
    return this.facts.seen.get(numberText(key)) ?? this.#seen.get(numberText(key));
  }

  lastNumber(key: NumberKey): string | undefined {
    return this.#last.get(pairText(key)) ?? this.facts.last.get(pairText(key));
  }

  addNumber(key: NumberKey, contentSha256: string): void {
    if (this.firstUse(key) === undefined) this.#seen.set(numberText(key), contentSha256);
    this.#last.set(pairText(key), key.interchangeControlNumber);
  }

  hasRecord({ record: { id } }: RecordOfFile): boolean {
    return this.#records.has(id) || this.facts.there.has(id);
  }

  /** Whether another document of the partner has its duplicate key: an accepted one, or an earlier one that is held. */
  isRepeated(one: RecordOfFile): boolean {
    const [keyed] = keyedRecord(one);
    if (keyed === undefined) return false;
    if (this.facts.repeated.has(placeText(keyed))) return true;
    const use = this.#keys.get(keyText(keyed));
    return use !== undefined && (use.accepted || (use.held !== undefined && isBefore(use.held, keyed)));
  }

  /** @param one with the state in which it is saved */
  addRecord(one: RecordOfFile): void {
    this.#records.add(one.record.id);
    const [keyed] = keyedRecord(one);
    if (keyed === undefined) return;
    const { accepted, held } = this.#keys.get(keyText(keyed)) ?? { accepted: false };
    const isHeld = one.record.state === 'held';
    const first = isHeld && (held === undefined || isBefore(keyed, held)) ? keyed : held;
    this.#keys.set(keyText(keyed), {
      accepted: accepted || !isHeld,
      ...defined({ held: first }),
    });
  }
}

function keyText({ partner, kind, duplicateKey }: KeyedRecord): string {
  return JSON.stringify([partner, kind, duplicateKey]);
}

/** As the database compares them: ids of files grow with time. */
function isBefore(one: KeyedRecord, other: KeyedRecord): boolean {
  return one.fileId < other.fileId || (one.fileId === other.fileId && one.ordinal < other.ordinal);
}
