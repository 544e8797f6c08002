/**
 * Product transfer and resale 867, 005010: its segments and loops between ST and SE, in order.
 */
export const set867 = `
BPT! CUR DTM:10 REF:12 PER:3 MEA:20 PSA:10
loop N1:5
  N2:2 N3:2 N4 REF:12
  loop PER:*
    REF:*
loop LM:*
  LQ!:100 LCD:2
loop PTD!:*
  DTM:10 REF:20 PRF PER:3 MAN LCD:2 LQ:* MEA:*
  loop N1:5
    N2:2 N3:2 N4 REF:20 PER:3
    loop SII:*
      N9
  loop QTY:*
    LIN PO3:25 PO4 UIT:12 AMT:12 ITA:10 PID:200 MEA:40 PWK:25 PKG:25 REF:* PER:3 DTM:10 CUR DD:* LDT
    loop LM:*
      LQ:100
    loop LX:*
      REF:* DTM N1
      loop LM:*
        LQ!:100
    loop FA1:*
      FA2!:*
loop CTT
  AMT:12 ITA:10
`;
