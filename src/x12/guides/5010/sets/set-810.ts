/**
 * Invoice 810, 005010: its segments and loops between ST and SE, in order.
 */
export const set810 = `
BIG! NTE:100 CUR REF:12 YNQ:10 PER:3
loop N1:200
  N2:2 N3:2 N4 REF:12 PER:3 DMG
ITD:* DTM:10 FOB PID:200 MEA:40 PWK:25 PKG:25 L7 BAL:* INC PAM:* CRC
loop LM:10
  LQ!:100
loop N9
  MSG!:10
loop V1:*
  R4:* DTM:*
loop FA1:*
  FA2!:*
loop IT1:*
  CRC QTY:5 CUR IT3:5 TXI:* CTP:25 PAM:10 MEA:40
  loop PID:1000
    MEA:10
  PWK:25 PKG:25 PO4 ITD:2 REF:* YNQ:10 PER:5 SDQ:500 DTM:10 CAD:* L7:* SR
  loop SAC:*
    loop TXI:*
      DTM
  loop SLN:1000
    DTM REF:* PID:1000 SAC:* TC2:2 TXI:*
  loop N1:200
    N2:2 N3:2 N4 REF:12 PER:3 DMG
  loop LM:10
    LQ!:100
  loop V1:*
    R4:* DTM:*
  loop FA1:*
    FA2!:*
TDS! TXI:* CAD AMT:*
loop SAC:*
  DTM:*
  loop TXI:*
    DTM
loop ISS:*
  PID
CTT
`;
