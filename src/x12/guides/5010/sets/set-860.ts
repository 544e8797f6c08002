/**
 * Purchase order change by the buyer 860, 005010: its segments and loops between ST and SE, in order.
 */
export const set860 = `
BCH! CUR REF:* PER:3 TAX:* FOB:* CTP:* PAM:10 CSH:5
loop SAC:25
  CUR
ITD:5 DIS:20 INC DTM:10 LIN:5 SI:* PID:200 MEA:40 PWK:25 PKG:200 TD1:2 TD5:12 TD3:12 TD4:5 CTB:* MAN:10
G53:* TXI:* PCT:*
loop LDT:*
  QTY:* MTX:* REF:*
loop AMT:*
  REF:* DTM PCT:*
  loop FA1:*
    FA2!:*
loop N9:1000
  DTM:* MTX:* PWK:* EFI:*
loop N1:200
  N2:2 IN2:* N3:2 N4:* NX2:* REF:12 PER:* SI:* FOB TD1:2 TD5:12 TD3:12 TD4:5 PKG:200
loop LM:*
  LQ!:*
loop SPI:*
  REF:5 DTM:5 MTX:*
  loop N1:20
    N2:2 N3:2 N4 REF:20 G61 MTX:*
  loop CB1:*
    REF:20 DTM:5 LDT MTX:*
loop ADV:*
  DTM:* MTX:*
loop POC:*
  LIN:* SI:* CUR CN1 PO3:25 CTP:* PAM:10 MEA:40
  loop PID:1000
    MEA:10
  PWK:25 PKG:200 PO4:* REF:* PER:3
  loop SAC:25
    CUR
  IT8 CSH:* ITD:2 DIS:20 INC TAX:* FOB:* SDQ:500 DTM:10 TD1 TD5:12 TD3:12 TD4:5 MAN:10 PCT:* TC2:2 CTB:*
  TXI:* SPI:* MTX:*
  loop QTY:*
    SI:*
  loop SCH:200
    TD1:2 TD5:12 TD3:12 TD4:5 REF:*
  loop N9:1000
    DTM:* MTX:* PWK:* EFI:*
  loop LS
    loop LDT:*
      QTY:* MTX:* REF:3
      loop LM:*
        LQ!:*
    LE!
  loop N1:200
    N2:2 IN2:* N3:2 N4 QTY:* NX2:* REF:12 PER:3 SI:* DTM FOB SCH:200 TD1:2 TD5:12 TD3:12 TD4:5 PKG:200
    loop LDT:*
      MAN:10 QTY:5 MTX:* REF:3
  loop SLN:1000
    MTX:* SI:* PID:1000 PO3:104 MEA:* TC2:2
    loop SAC:10
      CUR
    DTM:10 CTP:25 PAM:10 PO4 TAX:3 ADV:*
    loop QTY:*
      SI:*
    loop N9:*
      DTM:* MTX:*
    loop N1:10
      N2:2 IN2:* N3:2 N4 NX2:* REF:12 PER:3 SI:*
  loop AMT:*
    REF:* PCT:*
  loop LM:*
    LQ!:*
loop CTT
  AMT:5
`;
