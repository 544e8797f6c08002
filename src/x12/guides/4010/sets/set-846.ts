/**
 * Inventory 846, 004010: its segments and loops between ST and SE, in order.
 */
export const set846 = `
BIA! CUR DTM:10 REF:12 PER:3 MEA:20
loop N1:5
  N2:2 N3:2 N4 REF:12 PER:3
loop LM:10
  LQ!:100
loop LIN!:10000
  PID:200 MEA:40 PKG:25 DTM:10 CTP:25 CUR SAC:25 REF:* PER:3 SDQ:500 MAN UIT:5 CS DD:* G53 PCT:* LDT:12
  loop LM:10
    LQ!:100
  loop SLN:1000
    PID:200 MEA:40 PKG:25
    loop MAN:100
      MEA:40
  loop QTY:99
    UIT:12 MEA:25 LDT:12 DTM:10
    loop SCH:25
      MEA:25
    loop LM:*
      LQ!:100
    loop LS
      loop REF:*
        DTM:* N1
        loop LM:10
          LQ!:100
      LE!
  loop N1:200
    N2:2 N3:2 N4 REF:12 PER:3
CTT
`;
