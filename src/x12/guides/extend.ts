/**
 * A dictionary text told by what differs from another.
 *
 * An entry is a line with its indented lines, known by its first word. A changed entry takes the place of the old one,
 * a new one stands behind the old ones.
 */

/** The text of `base` with the entries of `changes` in it. */
export function extend(base: string, changes: string): string {
  const entries = new Map([...entriesOf(base), ...entriesOf(changes)]);
  return [...entries.values()].join('\n');
}

function entriesOf(text: string): [string, string][] {
  return text
    .split(/\n(?! )/)
    .filter((entry) => entry !== '')
    .map((entry) => [entry.split(' ', 1)[0]!, entry]);
}
