/**
 * Implementation acknowledgment 999, 005010: its segments and loops between ST and SE, in order.
 */
export const set999 = `
AK1!
loop AK2:*
  loop IK3:*
    CTX:10
    loop IK4:*
      CTX:10
  IK5!
AK9!
`;
