/**
 * The version of this program, from package.json. Its own module, so that the command line needs nothing else to tell it.
 */
import { readFileSync } from 'node:fs';

export function hubVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
