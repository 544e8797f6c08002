/**
 * Text of others made safe to look at: what cannot be seen, or would turn the reading direction, is written as its number.
 */

/** Control and format characters, lone surrogates, line and paragraph separators; blanks stay. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** "A\u001bB" becomes "A<U+001B>B". */
export function visible(text: string): string {
  return text.replace(unseen, (character) => {
    const number = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    return `<U+${number}>`;
  });
}
