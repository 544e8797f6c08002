/**
 * Functional acknowledgment 997, 004010: its segments and loops between ST and SE, in order.
 */
export const set997 = `
AK1!
loop AK2:*
  loop AK3:*
    AK4:99
  AK5!
AK9!
`;
