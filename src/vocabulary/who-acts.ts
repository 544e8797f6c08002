/**
 * Who acts next where something waits or has happened: the question that every state and every event answers.
 */

export const whoActs = {
  nobody: 'Nothing is left to do.',
  hub: 'The hub goes on by itself.',
  operator: 'Somebody at the hospital looks at it and decides.',
  partner: 'The partner sends what is owed, or corrects and sends again.',
} as const satisfies Record<string, string>;

export type WhoActs = keyof typeof whoActs;
