/**
 * A sound set of every kind, written by hand, for the tests of the guides: what a supplier of a hospital might send.
 *
 * Each holds its segments between ST and SE in 004010, and which of them nobody may leave out. What 005010 has in another
 * form stands in `later`.
 */
export interface WrittenSet {
  body: readonly string[];
  /** Segments that are taken out, one at a time, and where the set then shows that they are missing. */
  missing: Readonly<Record<string, string>>;
  /** Trigger of the mandatory loop that holds the lines. */
  lines?: string;
  /** Segments of 005010, by the identifier of those they stand for. */
  later?: Readonly<Record<string, string>>;
}

const ids = 'VP*AM-7731';

export const writtenSets: Readonly<Record<string, WrittenSet>> = {
  '810': {
    body: [
      'BIG*20260303*INV-88*20260301*PO-1001***DI',
      'REF*IA*4411',
      'N1*RE*ACME MEDICAL*9*0012345670000',
      'ITD*01*3*2**10**30',
      `IT1*1*10*CA*125**${ids}`,
      'TXI*ST*12.5*10',
      'PID*F****GLOVE NITRILE M',
      'SAC*C*D240***500',
      'TDS*126250',
      'TXI*ST*12.5',
      'CTT*1',
    ],
    missing: { BIG: 'BIG@2 AK3 3', TDS: 'TDS@11 AK3 3' },
  },
  '820': {
    body: [
      'BPR*C*1250*C*ACH*CTX*01*011000015*DA*123456*1234567890**01*021000021*DA*654321*20260305',
      'TRN*1*PAY-7',
      'CUR*BY*USD',
      'DTM*097*20260304',
      'N1*PR*CITY HOSPITAL*92*H01',
      'N1*PE*ACME MEDICAL*92*V01',
      'ENT*1',
      'RMR*IV*INV-88**1250*1250',
      'REF*PO*PO-1001',
      'DTM*003*20260303',
      'ADX*-10*01',
    ],
    missing: { BPR: 'BPR@2 AK3 3' },
  },
  '824': {
    lines: 'OTI',
    body: [
      'BGN*00*ADV-5*20260304*1015',
      'N1*FR*CITY HOSPITAL*92*H01',
      'OTI*TR*IV*INV-88***20260303**101*0001*810*004010',
      'REF*PO*PO-1001',
      'TED*007**IT1*5*2**CT',
      'NTE*ADD*UNIT NOT KNOWN',
    ],
    later: { TED: 'TED*007**IT1*5*2:1*235:355*CT', NTE: 'CTX*LINE:1' },
    missing: { BGN: 'BGN@2 AK3 3' },
  },
  '832': {
    body: [
      'BCT*PS*CAT-1*2',
      'DTM*007*20260401',
      'CUR*SE*USD',
      'N1*SE*ACME MEDICAL*91*V01',
      `LIN*1*${ids}*UK*10300000000012`,
      'PID*F****GLOVE NITRILE M',
      'PO4*10*1*BX',
      'CTP**CON*12.5*1*CA',
      'DTM*007*20260401',
      'CTT*1',
    ],
    missing: { BCT: 'BCT@2 AK3 3' },
  },
  '846': {
    body: [
      'BIA*00*DD*STOCK-9*20260304',
      'DTM*007*20260304',
      'N1*SU*ACME MEDICAL*91*V01',
      `LIN*1*${ids}`,
      'QTY*33*120*EA',
      'CTT*1',
    ],
    missing: { BIA: 'BIA@2 AK3 3' },
  },
  '850': {
    lines: 'PO1',
    body: [
      'BEG*00*SA*PO-1001**20260301',
      'CUR*BY*USD',
      'N1*ST*CITY HOSPITAL*92*H01',
      'N3*1 MAIN STREET',
      'N4*SPRINGFIELD*IL*62701*US',
      `PO1*1*10*CA*125*PE*${ids}`,
      'PID*F****GLOVE NITRILE M',
      'SCH*10*CA***002*20260310',
      'N9*L1*NOTE',
      'MSG*DOCK 4',
      'CTT*1',
      'AMT*TT*1250',
    ],
    later: { MSG: 'MTX**DOCK 4' },
    missing: { BEG: 'BEG@2 AK3 3' },
  },
  '855': {
    body: [
      'BAK*00*AC*PO-1001*20260301',
      'N1*SU*ACME MEDICAL*91*V01',
      `PO1*1*10*CA*125*PE*${ids}`,
      'ACK*IQ*8*CA*068*20260310',
      'CTT*1',
    ],
    missing: { BAK: 'BAK@2 AK3 3' },
  },
  '856': {
    lines: 'HL',
    body: [
      'BSN*00*SHP-1*20260305*0900*0004',
      'HL*1**S*1',
      'TD1*CTN25*2****G*12*LB',
      'TD5*B*2*UPSN',
      'TD3*TL**1234',
      'N1*ST*CITY HOSPITAL*92*H01',
      'HL*2*1*O*1',
      'PRF*PO-1001',
      'HL*3*2*I*0',
      `LIN*1*${ids}*LT*L-55`,
      'SN1*1*10*CA**10*CA',
      'CTT*3',
    ],
    later: { TD3: 'TD3*TL**123456789012' },
    missing: { BSN: 'BSN@2 AK3 3' },
  },
  '860': {
    body: [
      'BCH*04*SA*PO-1001***20260301',
      'N1*ST*CITY HOSPITAL*92*H01',
      `POC*1*QI*12*2*CA*125*PE*${ids}`,
      'PID*F****GLOVE NITRILE M',
      'CTT*1',
    ],
    missing: { BCH: 'BCH@2 AK3 3' },
  },
  '861': {
    body: [
      'BRA*REC-3*20260306*00*2',
      'DTM*050*20260306',
      'PRF*PO-1001',
      'N1*SU*ACME MEDICAL*91*V01',
      'RCD*1*8*CA***2*CA*01',
      `LIN*1*${ids}`,
      'CTT*1',
    ],
    missing: { BRA: 'BRA@2 AK3 3', DTM: 'DTM@3 AK3 3' },
  },
  '865': {
    body: [
      'BCA*04*AC*PO-1001***20260301',
      'N1*SU*ACME MEDICAL*91*V01',
      `POC*1*QI*12*2*CA*125*PE*${ids}`,
      'ACK*IA*12*CA',
      'CTT*1',
    ],
    missing: { BCA: 'BCA@2 AK3 3' },
  },
  '867': {
    lines: 'PTD',
    body: [
      'BPT*00*SALE-2*20260306*01',
      'N1*DS*ACME MEDICAL*91*V01',
      'PTD*SS',
      'DTM*090*20260301',
      'N1*ST*CITY HOSPITAL*92*H01',
      'QTY*32*10*CA',
      `LIN*1*${ids}`,
      'UIT*CA*125',
      'CTT*1',
    ],
    missing: { BPT: 'BPT@2 AK3 3' },
  },
  '997': {
    body: ['AK1*PO*101', 'AK2*850*0001', 'AK3*PO1*5**8', 'AK4*3*355*7*CT', 'AK5*R*5', 'AK9*R*1*1*0'],
    later: { AK1: 'AK1*PO*101*005010', AK4: 'AK4*3:1*355*7*CT' },
    missing: { AK1: 'AK1@2 AK3 3', AK5: 'AK5@6 AK3 3', AK9: 'AK9@7 AK3 3' },
  },
  '999': {
    body: [
      'AK1*PO*101*005010',
      'AK2*850*0001',
      'IK3*PO1*5**8',
      'CTX*SITUATIONAL TRIGGER*PO1*5**3',
      'IK4*3*355*7*CT',
      'CTX*LINE:1',
      'IK5*R*I5',
      'AK9*R*1*1*0',
    ],
    missing: { AK1: 'AK1@2 AK3 3', IK5: 'IK5@8 AK3 3', AK9: 'AK9@9 AK3 3' },
  },
};
