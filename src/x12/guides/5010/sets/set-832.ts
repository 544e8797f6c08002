/**
 * Price and sales catalog 832, 005010: its segments and loops between ST and SE, in order.
 *
 * The standard has two LS loops in CTP, one after the other, told apart by LS01 alone. Here they are one that may stand
 * twice: whoever sends only the second is right too.
 */
export const set832 = `
BCT! CTP:100 REF:* YNQ:10 PER:* DTM:10 CTB:25 CUR:5 ITD:2 LDT:* SAC:* TD1:* TD5:* TD3:* TD4:* FOB PKG:*
TXI:* AAA MTX:* PWK:25
loop N1:*
  N2:2 N3:2 N4:* REF:12 PKG:* PER:* DTM:10 MTX:* SPI
loop LM:*
  LQ!:*
loop N9:*
  DTM:* MTX:* PWK:* EFI:*
loop G93:*
  SAC N1 G26
loop LIN:*
  PO1 G53 SI:* DTM:10 REF:* YNQ:10 PER:* CRD:* CTB:25 PID:200 MEA:40 PKG:25 PO4 TD1:* TD5:* TD3:* TD4:*
  ITD:2 LDT SAC:* FOB AAA TC2:2 TXI:* MTX:* G55 G54
  loop CTP:*
    DTM:10 G36 LDT CUR:5 PO4 CTB:5 REF:* G43:9999 SAC:* G26:99 TXI:* ITD
    loop G40:*
      SAC G93:*
    loop LS:2
      loop LM:*
        LQ!:*
      loop N1:*
        N2:2 N3:2 N4:2
      LE!
  loop N1:*
    N2:2 N3:2 N4 REF:12 PER:* DTM:10 MTX:* PKG:* PAL:* SPI
  loop G39:*
    CTP
  loop PKL:20
    CTP PKG:2 G53 DTM:*
  loop LFG
    loop CRC:*
      QTY
  loop LM:*
    loop LQ!:*
      REF:* EFI DTM:*
      loop PID:*
        MEA:* MTX
  loop SLN:*
    SI:* PID:* DTM:* CTP:* PAM:* PO4:* PKG:* QTY:* MEA:* SAC:* MTX:*
    loop LM:*
      LQ!:*
    loop N1:*
      N2:2 N3:2 N4:* REF:12 PER:* DTM:10
  loop N9:*
    DTM:* MTX:* PWK:* EFI:*
CTT
`;
