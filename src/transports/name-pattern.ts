/**
 * Globs over file names: `*` stands for any characters, `?` for exactly one, everything else for itself.
 *
 * A glob covers the whole name and minds upper and lower case. Matching takes at most name x glob steps: names come from
 * outside, and the same globs as regular expressions could be made to hang by a name of 255 dashes.
 */

/** @returns a function that tells whether a name fits one of the globs */
export function compileNamePatterns(globs: readonly string[]): (name: string) => boolean {
  const compiled = globs.map((glob) => Array.from(glob));
  return (name) => {
    const characters = Array.from(name);
    return compiled.some((glob) => fits(glob, characters));
  };
}

/** Greedy with one step back: only the last `*` can ever need to swallow more. */
function fits(glob: readonly string[], name: readonly string[]): boolean {
  let g = 0;
  let n = 0;
  let lastStar = -1;
  let resumeAt = 0;
  while (n < name.length) {
    if (glob[g] === '*') {
      lastStar = g++;
      resumeAt = n;
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === name[n])) {
      g++;
      n++;
    } else if (lastStar >= 0) {
      g = lastStar + 1;
      n = ++resumeAt;
    } else {
      return false;
    }
  }
  while (glob[g] === '*') g++;
  return g === glob.length;
}
