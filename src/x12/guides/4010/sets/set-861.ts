/**
 * Receiving advice 861, 004010: its segments and loops between ST and SE, in order.
 */
export const set861 = `
BRA! CUR REF:* PER:3 DTM!:10 PRF:25 TD1:2 TD5:12 TD3:12 TD4:5 MEA:40
loop N1:200
  N2:2 N3:2 N4 REF:100 PER:3 FOB
loop LM:10
  LQ!:100
loop RCD:200000
  SN1 CUR LIN:100 PID:1000 PO4:100 REF:12 PER:3 DTM:10 PRF:25 MEA:* FOB TD1:20 TD5:12 TD3:12 TD4:5 SAC:10
  MAN:*
  loop LM:10
    LQ!:100
  loop SLN:100
    PID:1000 NM1
    loop LM:10
      LQ!:100
  loop N1:200
    N2:2 N3:2 N4 REF:100 PER:3 FOB
CTT
`;
