/**
 * Which lines of a ship notice stand in which order and in which package: the tree behind flat lists.
 */
import { isEntry, type RecordScope } from '../file/index.js';
import { textOf } from '../selectors/index.js';

/** An entry of a list of the record. */
export interface Listed {
  index: number;
  entry: Record<string, unknown>;
  /** `packages.3.` */
  prefix: string;
}

export interface Line extends Listed {
  /** Packages around it, the outermost first. */
  packages: readonly Listed[];
}

/** Why a package cannot be placed: its path and what is wrong. */
export interface PackageFault {
  path: string;
  words: string;
}

export function listOf(record: Record<string, unknown>, name: string): Listed[] {
  const list = Object.hasOwn(record, name) ? record[name] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) =>
    isEntry(entry) ? [{ index, entry, prefix: `${name}.${index}.` }] : [],
  );
}

/** All lines with their packages. A parent that is unknown or stands in itself ends the way up, with a fault. */
export function linesOf(record: Record<string, unknown>): { lines: Line[]; faults: PackageFault[] } {
  const faults: PackageFault[] = [];
  const byId = new Map<string, Listed>();
  const packages = listOf(record, 'packages');
  for (const one of packages) {
    const id = textOf(one.entry['id']);
    if (byId.has(id)) faults.push({ path: `${one.prefix}id`, words: 'Two packages have this id.' });
    else byId.set(id, one);
  }
  const chains = new Map<Listed, readonly Listed[]>();
  for (const one of packages) chains.set(one, chainOf(one, byId, faults));
  const lines = listOf(record, 'lines').map((line): Line => {
    const id = textOf(line.entry['package']);
    const inside = byId.get(id);
    if (id !== '' && !inside)
      faults.push({ path: `${line.prefix}package`, words: 'There is no package with this id.' });
    return { ...line, packages: inside ? chains.get(inside)! : [] };
  });
  return { lines, faults };
}

function chainOf(from: Listed, byId: ReadonlyMap<string, Listed>, faults: PackageFault[]): Listed[] {
  const chain = [from];
  for (let at = from; ;) {
    const parent = textOf(at.entry['parent']);
    if (parent === '') return chain;
    const next = byId.get(parent);
    const path = `${at.prefix}parent`;
    if (!next || chain.includes(next)) {
      const words = next ? 'The package stands in itself.' : 'There is no package with this id.';
      if (!faults.some((fault) => fault.path === path)) faults.push({ path, words });
      return chain;
    }
    chain.unshift(next);
    at = next;
  }
}

/** The first order that a line names; a release counts only where both have one. */
export function orderOf(line: Line, orders: readonly Listed[]): Listed | undefined {
  const order = isEntry(line.entry['order']) ? line.entry['order'] : {};
  const [number, release] = [textOf(order['number']), textOf(order['release'])];
  return orders.find(({ entry }) => {
    const own = textOf(entry['release']);
    return (
      number !== '' && textOf(entry['number']) === number && (release === '' || own === '' || own === release)
    );
  });
}

export function scopeOfEntry({ entry, prefix }: Listed, outer: RecordScope): RecordScope {
  return { format: 'record', entry, prefix, outer };
}
