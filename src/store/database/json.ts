/**
 * JSON text for jsonb columns, which cannot hold NUL: it is kept as its visible symbol.
 */
import { setImmediate } from 'node:timers/promises';

export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  // A NUL is rare, and asking each value for one takes longer than writing them all.
  if (!text.includes('\\u0000')) return text;
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' && part.includes('\0') ? part.replaceAll('\0', '\u2400') : part,
  );
}

/** List entries of one turn. */
const turnEntries = 256;

/** As `toJson`, with turns for others in the middle of long lists: a record may have 100,000 lines. */
export async function toJsonInTurns(record: object): Promise<string> {
  const fields: string[] = [];
  for (const [name, value] of Object.entries(record) as [string, unknown][]) {
    if (value === undefined) continue;
    const text = Array.isArray(value) ? await listInTurns(value) : toJson(value);
    fields.push(`${toJson(name)}:${text}`);
  }
  return `{${fields.join()}}`;
}

async function listInTurns(list: readonly unknown[]): Promise<string> {
  if (list.length <= turnEntries) return toJson(list);
  const parts: string[] = [];
  for (let at = 0; at < list.length; at += turnEntries) {
    parts.push(toJson(list.slice(at, at + turnEntries)).slice(1, -1));
    await setImmediate();
  }
  return `[${parts.join()}]`;
}
