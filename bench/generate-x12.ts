/**
 * Generated X12 files for the benchmarks: sound 850, 810 and 856 interchanges of any size, in chunks.
 *
 * The same kind and size give the same bytes, so runs can be compared. A few sets are made once and sent again and again
 * under new control numbers, so that making the bytes leaves next to no garbage in what is measured.
 */

export const benchSets = ['850', '810', '856'] as const;
export type BenchSet = (typeof benchSets)[number];

export interface FileSize {
  /** The file has at least as many bytes. */
  bytesMin: number;
  /** Items of each order, invoice or ship notice. */
  linesPerSet: number;
}

export const usualLinesPerSet = 25;
const chunkBytes = 65_536;
/** How many sets differ in more than their control number. */
const variants = 8;
/** As wide as ST02 may be, so that a set is as long under any control number. */
const controlNumberDigits = 9;
const functionalIds: Record<BenchSet, string> = { '850': 'PO', '810': 'IN', '856': 'SH' };

/** An interchange of one group in chunks. The chunk is the same one every time: whoever keeps it copies it. */
export function* generateX12(set: BenchSet, size: FileSize): Generator<Uint8Array> {
  const chunk = new Uint8Array(chunkBytes);
  let used = 0;
  for (const part of parts(set, size)) {
    for (let from = 0; from < part.length;) {
      const taken = Math.min(part.length - from, chunkBytes - used);
      chunk.set(taken === part.length ? part : part.subarray(from, from + taken), used);
      from += taken;
      used += taken;
      if (used < chunkBytes) continue;
      yield chunk;
      used = 0;
    }
  }
  if (used > 0) yield chunk.subarray(0, used);
}

function* parts(set: BenchSet, { bytesMin, linesPerSet }: FileSize): Generator<Uint8Array> {
  const parties = `*ZZ*${'SUPPLIER01'.padEnd(15)}*ZZ*${'HOSPITAL01'.padEnd(15)}`;
  const blank = ' '.repeat(10);
  yield bytesOf(`ISA*00*${blank}*00*${blank}${parties}*260301*1205*U*00401*000000101*0*P*>~\n`);
  yield bytesOf(`GS*${functionalIds[set]}*SUPPLIER01*HOSPITAL01*20260301*1205*101*X*004010~\n`);
  const sets = Array.from({ length: variants }, (_, index) => bytesOf(setText(set, index + 1, linesPerSet)));
  const header = `ST*${set}*`.length;
  let bytes = 0;
  let count = 0;
  while (bytes < bytesMin) {
    const one = sets[count % variants]!;
    count += 1;
    writeNumber(one, header, count);
    writeNumber(one, one.length - '~\n'.length - controlNumberDigits, count);
    bytes += one.length;
    yield one;
  }
  yield bytesOf(`GE*${count}*101~\nIEA*1*000000101~\n`);
}

function setText(set: BenchSet, number: number, linesPerSet: number): string {
  const lines = Array.from({ length: linesPerSet }, (_, index) => index + 1);
  const body = bodies[set](number, lines);
  const control = '0'.repeat(controlNumberDigits);
  return [`ST*${set}*${control}`, ...body, `SE*${body.length + 2}*${control}`].join('~\n') + '~\n';
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function writeNumber(bytes: Uint8Array, start: number, number: number): void {
  let rest = number;
  for (let index = start + controlNumberDigits - 1; index >= start; index -= 1) {
    bytes[index] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

const bodies: Record<BenchSet, (number: number, lines: readonly number[]) => string[]> = {
  '850': order,
  '810': invoice,
  '856': shipNotice,
};

function order(number: number, lines: readonly number[]): string[] {
  return [
    `BEG*00*SA*PO-${number}**20260301`,
    'CUR*BY*USD',
    'REF*CT*GPO-20871',
    'PER*BD*R ALVAREZ*TE*2195550119',
    'DTM*002*20260308',
    ...party('ST', 'CITY HOSPITAL RECEIVING'),
    ...lines.flatMap((line) => [
      `PO1*${line}*${quantity(number, line)}*CA*${price(number, line)}**VC*AM-${7000 + line}*IN*${itemNumber(line)}`,
      `PID*F****GLOVE EXAM NITRILE POWDER FREE SIZE ${line}`,
    ]),
    `CTT*${lines.length}`,
  ];
}

function invoice(number: number, lines: readonly number[]): string[] {
  const cents = lines.reduce((sum, line) => sum + quantity(number, line) * priceCents(number, line), 0);
  return [
    `BIG*20260301*INV-${number}*20260225*PO-${number}***DI`,
    'CUR*SE*USD',
    'REF*CT*GPO-20871',
    ...party('ST', 'CITY HOSPITAL RECEIVING'),
    ...party('RE', 'MEDICAL SUPPLY COMPANY'),
    'ITD*01*3*2**10**30',
    'DTM*011*20260228',
    ...lines.flatMap((line) => [
      `IT1*${line}*${quantity(number, line)}*CA*${price(number, line)}**VC*AM-${7000 + line}*UK*${gtin(line)}`,
      `PID*F****GLOVE EXAM NITRILE POWDER FREE SIZE ${line}`,
    ]),
    `TDS*${cents}`,
    `CTT*${lines.length}`,
  ];
}

function shipNotice(number: number, lines: readonly number[]): string[] {
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
    ...lines.flatMap((line) => [
      `HL*${line + 3}*3*I*0`,
      `LIN*${line}*VC*AM-${7000 + line}*UK*${gtin(line)}*LT*LOT${number}`,
      `SN1*${line}*${quantity(number, line)}*CA**${quantity(number, line)}*CA`,
      `PID*F****GLOVE EXAM NITRILE POWDER FREE SIZE ${line}`,
      'DTM*036*20301130',
    ]),
    `CTT*${lines.length + 3}`,
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
