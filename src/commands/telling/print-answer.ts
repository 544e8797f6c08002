/**
 * The one printer of answers: as JSON, on one line, for programs, or in words for people.
 */
import type { Terminal } from '../terminal.js';

/** Of every command with an answer that programs read. */
export interface JsonOption {
  json?: boolean | undefined;
}

/** @param text the same in words @returns false when nobody reads any more */
export function printAnswer(
  terminal: Terminal,
  { json }: JsonOption,
  answer: unknown,
  text: () => string,
): Promise<boolean> {
  return terminal.write(json === true ? `${JSON.stringify(answer)}\n` : text());
}
