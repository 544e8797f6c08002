/**
 * Who acts next where something waits or has happened: every state and every event says it.
 */

export const whoActs = {
  nobody: 'nothing is left to do',
  hub: 'the hub continues by itself',
  hospital: 'somebody at the hospital who knows the goods, the orders or the invoices',
  operator: 'whoever runs the hub: its configuration, its machine, its dealings with partners',
  partner: 'the partner, who sends what is owed, or corrects it and sends it again',
} as const satisfies Record<string, string>;

export type WhoActs = keyof typeof whoActs;
