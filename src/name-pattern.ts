/**
 * Globs over file names: `*` stands for any characters, `?` for exactly one, everything else for itself.
 *
 * A glob covers the whole name and minds upper and lower case. Matching takes at most name x glob steps: names come from
 * outside, and the same globs as regular expressions could be made to hang by a name of 255 dashes.
 */

/** Whether the whole name fits. */
export function fitsPattern(pattern: string, name: string): boolean {
  const symbols = Array.from(pattern);
  const characters = Array.from(name);
  let s = 0;
  let c = 0;
  // One step back is enough: only the last `*` can ever need to swallow more.
  let lastStar = -1;
  let resumeAt = 0;
  while (c < characters.length) {
    if (symbols[s] === '*') {
      lastStar = s++;
      resumeAt = c;
    } else if (s < symbols.length && (symbols[s] === '?' || symbols[s] === characters[c])) {
      s++;
      c++;
    } else if (lastStar >= 0) {
      s = lastStar + 1;
      c = ++resumeAt;
    } else {
      return false;
    }
  }
  while (symbols[s] === '*') s++;
  return s === symbols.length;
}
