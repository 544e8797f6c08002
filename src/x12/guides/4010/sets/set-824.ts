/**
 * Application advice 824, 004010: its segments and loops between ST and SE, in order.
 */
export const set824 = `
BGN!
loop N1:*
  N2:2 N3:2 N4 REF:12 PER:3
loop OTI!:*
  REF:12 DTM:2 PER:3 AMT:* QTY:* NM1:9
  loop TED:*
    NTE:100 RED:100
  loop LM:*
    loop LQ!:100
      RED:100
`;
