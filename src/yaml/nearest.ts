/**
 * "Did you mean": the known word that a mistyped one most likely stands for.
 *
 * Says nothing rather than something silly: at most a third of the letters may be wrong, or the end be missing.
 */
import { distance } from 'fastest-levenshtein';

/** Longer words are not compared: the cost grows with the square of the length. */
const wordLengthMax = 100;

/** @returns the nearest of `words`, or undefined when none is near; upper and lower case are the same to it */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  if (word.length > wordLengthMax) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of words) {
    const found = mistakes(wanted, candidate.toLowerCase());
    if (found >= bestDistance || !isNear(wanted, candidate.toLowerCase(), found)) continue;
    best = candidate;
    bestDistance = found;
  }
  return best;
}

/** Letters in the wrong order are one mistake, the commonest there is. */
function mistakes(word: string, candidate: string): number {
  const letters = (text: string) => [...text].sort().join('');
  const swapped = word.length === candidate.length && letters(word) === letters(candidate);
  if (word === candidate) return 0;
  return swapped ? 1 : distance(word, candidate);
}

/** A word cut short or continued, such as warning for warn, is near too. */
function isNear(word: string, candidate: string, found: number): boolean {
  const longer = Math.max(word.length, candidate.length);
  const shorter = Math.min(word.length, candidate.length);
  const continued = shorter >= 3 && word.slice(0, shorter) === candidate.slice(0, shorter);
  return continued || found <= Math.max(1, Math.floor(longer / 3));
}
