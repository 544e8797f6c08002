/**
 * Reads what a hub answers: new files in the outboxes of all partners, each once, with the time when it came there.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Site } from './site.js';
import { answersIn, type Answer } from './tally.js';

export class Outboxes {
  readonly #site: Site;
  readonly #seen = new Set<string>();

  constructor(site: Site) {
    this.#site = site;
  }

  /** @param onAnswer answer, and when it got its name, by the clock of Date.now() */
  async look(onAnswer: (answer: Answer, atMs: number) => void): Promise<void> {
    for (const partner of this.#site.partners) {
      const folder = this.#site.folder(partner, 'out');
      for (const name of await readdir(folder)) {
        const path = join(folder, name);
        // A hub writes under a hidden name and then gives the file its own.
        if (name.startsWith('.') || this.#seen.has(path)) continue;
        this.#seen.add(path);
        const text = await readFile(path, 'latin1');
        const answers = answersIn(partner, text);
        if (answers.length === 0) throw new Error(`${name} in the outbox of ${partner} is no answer.`);
        // The time of the name, not that of the bytes: a rename or a link changes it, writing before it does not count.
        const { ctimeMs } = await stat(path);
        for (const answer of answers) onAnswer(answer, ctimeMs);
      }
    }
  }
}
