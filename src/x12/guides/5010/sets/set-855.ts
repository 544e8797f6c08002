/**
 * Purchase order acknowledgment 855, 005010: its segments and loops between ST and SE, in order.
 */
export const set855 = `
BAK! CUR REF:* PER:3 TAX:* FOB:* CTP:* PAM:10 CSH
loop SAC:25
  CUR
ITD:5 DIS:20 INC DTM:10 LDT:12 LIN:5 SI:* PID:200 MEA:40 PWK:25 PKG:25 TD1:2 TD5:12 TD3:12 TD4:5 MAN:10
TXI:* CTB:*
loop N9:1000
  DTM:* MTX:* PWK:* EFI:*
loop N1:200
  N2:2 IN2:* N3:2 N4 NX2:* REF:12 PER:* SI:* FOB TD1:2 TD5:12 TD3:12 TD4:5 PKG:25 MTX:*
loop ADV:*
  DTM:* MTX:*
loop PO1:100000
  LIN:* SI:* CUR PO3:25 CTP:* PAM:10 MEA:40
  loop PID:1000
    MEA:10
  PWK:25 PO4:* REF:* PER:3
  loop SAC:25
    CUR
  IT8 CSH:* ITD:2 DIS:20 INC TAX:* FOB:* SDQ:500 DTM:10 LDT:12 TD1 TD5:12 TD3:12 TD4:5
  loop ACK:104
    DTM
  MAN:10 AMT CTB:* TXI:*
  loop QTY:*
    SI:*
  loop PKG:200
    MEA:*
  loop SCH:200
    TD1:2 TD5:12 TD3:12 TD4:5 REF:*
  loop N9:1000
    DTM:* MTX:* PWK:* EFI:*
  loop N1:200
    N2:2 IN2:* N3:2 N4 NX2:* REF:12 PER:3 SI:* DTM FOB SCH:200 TD1:2 TD5:12 TD3:12 TD4:5 QTY:* PKG:25
  loop SLN:1000
    MTX:* SI:* PID:1000 PO3:25 MEA:* CTP:25 PAM:10 ACK:104
    loop SAC:10
      CUR
    DTM:10 PO4 TAX:3 ADV:*
    loop QTY:*
      SI:*
    loop N9:*
      DTM:* MTX:*
    loop N1:10
      N2:2 IN2:* N3:2 N4 NX2:* REF:12 PER:3 SI:*
loop CTT
  AMT
`;
