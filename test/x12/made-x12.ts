/**
 * Small X12 files made for the tests of reading.
 */
export interface MadeFile {
  /** GS01, 'PO' unless given. */
  functionalId?: string;
  /** GS08; later ones than 004010 come in an interchange whose elements repeat at "^". */
  version?: string;
  /** Element separator, component separator and segment terminator. */
  delimiters?: { element: string; component: string; segment: string };
  /** Text after each terminator. */
  lineEnd?: string;
  interchangeControlNumber?: string;
}

/** A set: its ST01 and the segments between ST and SE, written with "*" and ":". */
export interface MadeSet {
  set: string;
  body: readonly string[];
}

/** One interchange with one group that holds these sets. */
export function makeFile(sets: readonly MadeSet[], made: MadeFile = {}): string {
  const { functionalId = 'PO', version = '004010', interchangeControlNumber = '000000101' } = made;
  const { element, component, segment } = made.delimiters ?? { element: '*', component: ':', segment: '~' };
  const syntax = version >= '004020' ? '^*00501' : 'U*00401';
  const segments = [
    `ISA*00*          *00*          *ZZ*HOSPITAL01     *ZZ*SUPPLIER01     *260301*1205*${syntax}*${interchangeControlNumber}*0*P*:`,
    `GS*${functionalId}*HOSPITAL01*SUPPLIER01*20260301*1205*101*X*${version}`,
    ...sets.flatMap(({ set, body }, index) => {
      const number = String(index + 1).padStart(4, '0');
      return [`ST*${set}*${number}`, ...body, `SE*${body.length + 2}*${number}`];
    }),
    `GE*${sets.length}*101`,
    `IEA*1*${interchangeControlNumber}`,
  ];
  const written = segments.map((one) => one.replace(/[*:]/g, (mark) => (mark === '*' ? element : component)));
  return written.map((one) => one + segment + (made.lineEnd ?? '')).join('');
}

/** A sound purchase order with so many lines. */
export function orderSet(lines = 1): MadeSet {
  const items = Array.from({ length: lines }, (_, index) => [
    `PO1*${index + 1}*10*EA*12.5**VP*SKU-${index + 1}`,
    'PID*F****GLOVE NITRILE M',
  ]).flat();
  return {
    set: '850',
    body: ['BEG*00*SA*PO-1001**20260301', 'N1*ST*CITY HOSPITAL*92*H01', ...items, `CTT*${lines}`],
  };
}

/** A purchase order of exactly these segments after BEG. */
export function orderWith(...body: string[]): MadeSet {
  return { set: '850', body: ['BEG*00*SA*PO-1**20260301', ...body] };
}

/** Elements of the envelope that identify, number or count: 0 is the segment's own identifier. */
const envelopeElements: Readonly<Record<string, readonly number[]>> = {
  ISA: [0, 13],
  GS: [0, 1, 6, 8],
  ST: [0, 1, 2],
  SE: [0, 1, 2],
  GE: [0, 1, 2],
  IEA: [0, 1, 2],
};

/** Where the bytes of those elements stand in a file. */
export function envelopePlaces(text: string): number[] {
  const [element, terminator] = [text[3]!, text[105]!];
  const places: number[] = [];
  let start = 0;
  for (const segment of text.split(terminator)) {
    const elements = segment.split(element);
    let at = start + segment.length - segment.trimStart().length;
    elements[0] = elements[0]!.trimStart();
    elements.forEach((value, index) => {
      if (envelopeElements[elements[0]!]?.includes(index) === true)
        places.push(...Array.from({ length: value.length }, (_, offset) => at + offset));
      at += value.length + 1;
    });
    start += segment.length + 1;
  }
  return places;
}
