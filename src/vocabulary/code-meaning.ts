/**
 * What a code of the hub means, in one form for errors, problems and issues. docs/errors.md is made from it.
 *
 * Codes are stable: databases keep them and programs read them. A sentence may be improved at any time.
 */

/** Who acts next, and who that is. */
export const actors = {
  partner: 'the partner, who corrects it and sends it again',
  hospital: 'somebody at the hospital who knows the goods, the orders or the invoices',
  operator: 'whoever runs the hub: its configuration, its machine, its dealings with partners',
  caller: 'whoever gave the command or sent the request',
  engineer: 'the makers of Waybill',
  nobody: 'the hub continues by itself',
} as const satisfies Record<string, string>;

export type Actor = keyof typeof actors;

export interface CodeMeaning {
  /** What it means, in one sentence. */
  sentence: string;
  /** Further facts, such as what happens to the document. */
  more?: string | undefined;
  acts: Actor;
  /** What to do; absent where nobody has to act. */
  do?: string | undefined;
  /** It is never more than a warning. */
  warning?: true;
}

type Meaning = (sentence: string, todo: string, more?: string) => CodeMeaning;

const actedOnBy =
  (acts: Actor): Meaning =>
  (sentence, todo, more) => ({ sentence, more, acts, do: todo });

export const hospital = actedOnBy('hospital');
export const operator = actedOnBy('operator');
export const caller = actedOnBy('caller');
export const engineer = actedOnBy('engineer');

/** @param todo by default, the partner corrects the fault and sends the document again */
export function partner(
  sentence: string,
  todo = 'Correct it and send it again.',
  more?: string,
): CodeMeaning {
  return { sentence, more, acts: 'partner', do: todo };
}

/** @param todo for the case that somebody has to act after all */
export function nobody(sentence: string, more?: string, todo?: string): CodeMeaning {
  return { sentence, more, acts: 'nobody', do: todo };
}

export function warning(meaning: CodeMeaning): CodeMeaning {
  return { ...meaning, warning: true };
}
