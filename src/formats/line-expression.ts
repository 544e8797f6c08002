/**
 * Regular expressions that lines of a partner's file are compared with: only such as cannot take long.
 *
 * The engine of the language tries every way in which repetitions could share a line. So there are few of them, none around
 * another, and only the beginning of a line is looked at.
 */

/** Characters of a line that are compared. */
export const lineCharactersMax = 250;
/** Characters of the expression. */
const expressionCharactersMax = 200;
/** `*`, `+` and `{1,9}`: each may take every length of the line, so their number is the power of the cost. */
const repetitionsMax = 2;
/** `?` and `|`: each may double the ways. */
const choicesMax = 4;

/** @returns why an expression is not taken, with help in a second line; undefined for one that is */
export function problemOfExpression(text: string): string | undefined {
  if (text.length > expressionCharactersMax) return `has more than ${expressionCharactersMax} characters`;
  if (!isExpression(text)) return 'not a regular expression';
  // What is escaped, or stands in square brackets, means itself.
  const bare = text.replaceAll(/\\./gs, (escaped) => (/\\[1-9k]/.test(escaped) ? escaped : 'a'));
  const plain = bare.replaceAll(/\[[^\]]*\]/g, 'a');
  if (/\(\?(?!:)/.test(plain) || plain.includes('\\')) {
    return 'looks around, or back at a group\nwrite what the line begins with, such as "^H,"';
  }
  if (/\)\s*[*+{?]/.test(plain)) {
    return 'repeats a group, which can take for ever\nwrite what the line begins with, such as "^H,"';
  }
  const repetitions = plain.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
  const allowed = plain.startsWith('^') && !plain.includes('|') ? repetitionsMax : repetitionsMax - 1;
  if (repetitions > allowed) {
    return `has ${repetitions} repetitions, which can take long\n${allowed} at most; one more where it starts with ^ and has no |`;
  }
  const choices = plain.replaceAll('(?:', '(').match(/[?|]/g)?.length ?? 0;
  return choices > choicesMax
    ? `has ${choices} of ? and |, which can take long\n${choicesMax} at most`
    : undefined;
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
