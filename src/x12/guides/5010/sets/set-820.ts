/**
 * Payment and remittance 820, 005010: its segments and loops between ST and SE, in order.
 */
export const set820 = `
BPR! NTE:* TRN CUR REF:* DTM:*
loop N1:*
  N2:* N3:* N4 REF:* PER:* RDM DTM
loop ENT:*
  loop FA1:*
    FA2!:*
  loop NM1:*
    N2:* N3:* N4 REF:* PER:*
  loop ADX:*
    NTE:* PER:* DTM
    loop REF:*
      DTM:*
    loop IT1:*
      RPA QTY
      loop REF:*
        DTM
      loop SAC:*
        TXI:* DTM:10
      loop SLN:*
        loop REF:*
          DTM:*
        loop SAC:*
          TXI:*
    loop FA1:*
      FA2!:*
  loop RMR:*
    NTE:* REF:* DTM:* VEH
    loop IT1:*
      RPA QTY
      loop REF:*
        DTM
      loop SAC:*
        TXI:*
      loop SLN:*
        loop REF:*
          DTM:*
        loop SAC:*
          TXI:*
    loop ADX:*
      NTE:* PER:*
      loop REF:*
        DTM:*
      loop IT1:*
        RPA QTY
        loop REF:*
          DTM
        loop SAC:*
          TXI:* DTM:10
        loop SLN:*
          loop REF:*
            DTM:*
          loop SAC:*
            TXI:*
    loop FA1:*
      FA2!:*
loop TXP:*
  TXI:* REF:* DTM:*
loop DED:*
loop LX:*
  REF:* TRN:*
  loop NM1:*
    REF:* G53
    loop AIN:*
      QTY:* DTP:*
    loop PEN:*
      AMT:* DTP:*
      loop INV:*
        DTP:*
loop N9
  REF:*
  loop AMT:*
    REF:*
  loop N1:*
    REF:*
    loop EMS:*
      ATN:* AIN:* PYD:*
loop RYL:*
  loop NM1:*
    loop LOC:*
      loop PID:*
        DTM
        loop PCT:*
          QTY
          loop AMT:*
            ADX:*
    loop ASM
      ADX
`;
