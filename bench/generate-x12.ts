/**
 * Generated X12 files for the benchmarks: sound 850, 810 and 856 interchanges of any size, in chunks.
 *
 * The same kind and size give the same bytes, so runs can be compared; nothing is held but one set at a time.
 */

export const benchSets = ['850', '810', '856'] as const;
export type BenchSet = (typeof benchSets)[number];

const linesPerSet = 25;
const functionalIds: Record<BenchSet, string> = { '850': 'PO', '810': 'IN', '856': 'SH' };

/** An interchange of one group with at least `bytesMin` bytes, as chunks of exactly `chunkBytes` but the last. */
export function* generateX12(set: BenchSet, bytesMin: number, chunkBytes = 65_536): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  // the text is ASCII: a character is a byte
  let waiting = '';
  for (const text of interchange(set, bytesMin)) {
    waiting += text;
    while (waiting.length >= chunkBytes) {
      yield encoder.encode(waiting.slice(0, chunkBytes));
      waiting = waiting.slice(chunkBytes);
    }
  }
  if (waiting.length > 0) yield encoder.encode(waiting);
}

function* interchange(set: BenchSet, bytesMin: number): Generator<string> {
  const parties = `*ZZ*${'SUPPLIER01'.padEnd(15)}*ZZ*${'HOSPITAL01'.padEnd(15)}`;
  const blank = ' '.repeat(10);
  yield `ISA*00*${blank}*00*${blank}${parties}*260301*1205*U*00401*000000101*0*P*>~\n`;
  yield `GS*${functionalIds[set]}*SUPPLIER01*HOSPITAL01*20260301*1205*101*X*004010~\n`;
  let bytes = 0;
  let count = 0;
  while (bytes < bytesMin) {
    count += 1;
    const control = String(count).padStart(4, '0');
    const body = bodies[set](count);
    const text = [`ST*${set}*${control}`, ...body, `SE*${body.length + 2}*${control}`].join('~\n') + '~\n';
    bytes += text.length;
    yield text;
  }
  yield `GE*${count}*101~\nIEA*1*000000101~\n`;
}

const bodies: Record<BenchSet, (number: number) => string[]> = {
  '850': order,
  '810': invoice,
  '856': shipNotice,
};

const lineNumbers = Array.from({ length: linesPerSet }, (_, index) => index + 1);

function order(number: number): string[] {
  return [
    `BEG*00*SA*PO-${number}**20260301`,
    'CUR*BY*USD',
    'REF*CT*GPO-20871',
    'PER*BD*R ALVAREZ*TE*2195550119',
    'DTM*002*20260308',
    ...party('ST', 'CITY HOSPITAL RECEIVING'),
    ...lineNumbers.flatMap((line) => [
      `PO1*${line}*${quantity(number, line)}*CA*${price(number, line)}**VC*AM-${7000 + line}*IN*${itemNumber(line)}`,
      `PID*F****GLOVE EXAM NITRILE POWDER FREE SIZE ${line}`,
    ]),
    `CTT*${linesPerSet}`,
  ];
}

function invoice(number: number): string[] {
  const cents = lineNumbers.reduce((sum, line) => sum + quantity(number, line) * priceCents(number, line), 0);
  return [
    `BIG*20260301*INV-${number}*20260225*PO-${number}***DI`,
    'CUR*SE*USD',
    'REF*CT*GPO-20871',
    ...party('ST', 'CITY HOSPITAL RECEIVING'),
    ...party('RE', 'MEDICAL SUPPLY COMPANY'),
    'ITD*01*3*2**10**30',
    'DTM*011*20260228',
    ...lineNumbers.flatMap((line) => [
      `IT1*${line}*${quantity(number, line)}*CA*${price(number, line)}**VC*AM-${7000 + line}*UK*${gtin(line)}`,
      `PID*F****GLOVE EXAM NITRILE POWDER FREE SIZE ${line}`,
    ]),
    `TDS*${cents}`,
    `CTT*${linesPerSet}`,
  ];
}

function shipNotice(number: number): string[] {
  return [
    `BSN*00*SHP-${number}*20260301*1430*0001`,
    'DTM*011*20260301',
    'HL*1**S*1',
    'TD1*CTN*3****G*182.4*LB',
    'TD5*B*2*FDEG*M*FEDEX GROUND',
    `REF*BM*BOL-${number}`,
    ...party('ST', 'CITY HOSPITAL RECEIVING'),
    'HL*2*1*O*1',
    `PRF*PO-${number}***20260225`,
    'HL*3*2*P*1',
    'MAN*GM*00195244107741200012',
    ...lineNumbers.flatMap((line) => [
      `HL*${line + 3}*3*I*0`,
      `LIN*${line}*VC*AM-${7000 + line}*UK*${gtin(line)}*LT*LOT${number}`,
      `SN1*${line}*${quantity(number, line)}*CA**${quantity(number, line)}*CA`,
      `PID*F****GLOVE EXAM NITRILE POWDER FREE SIZE ${line}`,
      'DTM*036*20301130',
    ]),
    `CTT*${linesPerSet + 3}`,
  ];
}

function party(role: string, name: string): string[] {
  return [`N1*${role}*${name}*92*H-0042`, 'N3*1200 LAKE SHORE AVE*DOCK 2', 'N4*CHICAGO*IL*60611*US'];
}

const quantity = (number: number, line: number): number => 1 + ((number * 31 + line * 7) % 48);
const priceCents = (number: number, line: number): number => 105 + ((number * 97 + line * 1013) % 99_900);
const price = (number: number, line: number): string => (priceCents(number, line) / 100).toFixed(2);
const itemNumber = (line: number): string => String(481_500 + line).padStart(9, '0');
const gtin = (line: number): string => String(19_524_410_773_000 + line);
