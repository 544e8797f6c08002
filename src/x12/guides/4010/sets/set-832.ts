/**
 * Price and sales catalog 832, 004010: its segments and loops between ST and SE, in order.
 */
export const set832 = `
BCT! CTP:100 REF:* YNQ:10 PER:* DTM:10 CTB:25 CUR:5 ITD:2 LDT:* SAC:* TD1:* TD5:* TD3:* TD4:* FOB PKG:*
G93:50 TXI:* AAA
loop N1:*
  N2:2 N3:2 N4:* REF:12 PKG:* PER:* DTM:10
loop LM:*
  LQ!:*
loop N9:*
  DTM:*
loop LIN:*
  PO1 G53 SI:* DTM:10 REF:* YNQ:10 PER:* CRD:* CTB:25 PID:200 MEA:40 PKG:25 PO4 TD1:* TD5:* TD3:* TD4:*
  ITD:2 LDT SAC:* FOB AAA TC2:2 TXI:* G55 G54
  loop CTP:100
    G40:99 DTM:10 G36 LDT CUR:5 PO4 CTB:5 REF:* G43:9999 SAC:* G26:99
  loop N1:*
    N2:2 N3:2 N4 REF:12 PER:* DTM:10 PKG:*
  loop G39:*
    CTP
  loop PKL:20
    CTP PKG:2
  loop LFG
    loop CRC:*
      QTY
  loop LM:*
    LQ!:*
  loop SLN:*
    SI:* PID:* DTM:* CTP:* PAM:* PO4:* PKG:* QTY:* MEA:* SAC:* MTX:*
    loop LM:*
      LQ!:*
  loop N9:*
    DTM:*
CTT
`;
