/**
 * Globs over file names, as agreements use them: `*` any characters, `?` one, the whole name, upper and lower case differ.
 *
 * No regular expression is built from it, so that no name can make the matching slow.
 */

/** @returns whether the whole name fits */
export function fitsPattern(pattern: string, name: string): boolean {
  const letters = [...name];
  // reached[i]: the pattern read so far fits the first i letters.
  let reached = [true, ...letters.map(() => false)];
  for (const symbol of pattern) {
    const next = letters.map(() => false);
    if (symbol === '*') {
      const first = reached.indexOf(true);
      reached = reached.map((_, index) => first !== -1 && index >= first);
      continue;
    }
    letters.forEach((letter, index) => {
      next[index] = reached[index]! && (symbol === '?' || symbol === letter);
    });
    reached = [false, ...next];
  }
  return reached.at(-1)!;
}
