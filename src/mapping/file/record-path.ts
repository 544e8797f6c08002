/**
 * Paths into a record: `totals.stated`, `lines.0.quantity.value`; and `lines.amount` for that of every line.
 */

export type Entry = Record<string, unknown>;

/** Writes a value at a dotted path, making the objects on the way. */
export function writeAt(entry: Entry, steps: readonly string[], value: unknown): void {
  let at = entry;
  const end = steps.length - 1;
  for (let index = 0; index < end; index += 1) {
    const step = steps[index] ?? '';
    const next = at[step];
    at = isEntry(next) ? next : (at[step] = {});
  }
  const last = steps[end] ?? '';
  const before = at[last];
  // A party read as a whole and a field written beside it add up.
  at[last] = isEntry(before) && isEntry(value) ? { ...before, ...value } : value;
}

/** What stands at a path, list positions included: `lines.0.amount`. */
export function readAt(entry: unknown, path: string): unknown {
  return readSteps(entry, path.split('.'));
}

/** What stands at a path that is taken apart already. */
export function readSteps(entry: unknown, steps: readonly string[]): unknown {
  let at: unknown = entry;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Entry)[step];
  }
  return at;
}

export interface Reached {
  value: unknown;
  /** With list positions. */
  path: string;
}

/** What stands at a path in every entry of the lists on the way; undefined values are among them. */
export function readEach(entry: unknown, path: string, prefix = ''): Reached[] {
  let reached: Reached[] = [{ value: entry, path: prefix }];
  for (const step of path.split('.')) {
    const next: Reached[] = [];
    for (const at of reached) stepInto(at, step, next);
    reached = next;
  }
  return reached;
}

function stepInto(at: Reached, step: string, next: Reached[]): void {
  if (!isEntry(at.value)) return;
  const path = at.path === '' ? step : `${at.path}.${step}`;
  const value = at.value[step];
  if (!Array.isArray(value)) next.push({ value, path });
  else value.forEach((entry: unknown, index) => next.push({ value: entry, path: `${path}.${index}` }));
}

export function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Canonical path of a field inside the list `above`. */
export function joined(above: string, name: string): string {
  return above === '' ? name : `${above}.${name}`;
}
