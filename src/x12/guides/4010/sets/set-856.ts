/**
 * Ship notice 856, 004010: its segments and loops between ST and SE, in order.
 */
export const set856 = `
BSN! DTM:10
loop HL!:*
  LIN SN1 SLN:1000 PRF PO4 PID:200 MEA:40 PWK:25 PKG:25 TD1:20 TD5:12 TD3:12 TD4:5 TSD REF:* PER:3
  loop LH1:100
    LH2:4 LH3:12 LFH:20 LEP:* LH4 LHT:3 LHR:10 PER:5 LHE
  loop CLD:200
    REF:200 DTP
  MAN:* DTM:10 FOB PAL
  loop N1:200
    N2:2 N3:2 N4 REF:12 PER:3 FOB
  SDQ:50 ETD CUR
  loop SAC:*
    CUR
  GF YNQ:10
  loop LM:10
    LQ!:100
  loop V1:*
    R4:* DTM:*
CTT
`;
