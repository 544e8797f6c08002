/**
 * Changes to an input of the X12 reader: some to bytes, some to segments and elements, some that make totals fit again.
 */

/** A whole number from 0 to most. */
export type Draw = (most: number) => number;

/** Longer inputs reach nothing new and are slow. */
const inputBytesMax = 3_000;

/** What X12 files are made of, and what goes wrong in them. */
const pieces = [
  'ISA*00*          *00*          *ZZ*HOSPITAL01     *ZZ*SUPPLIER01     *260301*1205*U*00401*000000101*0*P*:~',
  'ISA*00*          *00*          *ZZ*HOSPITAL01     *ZZ*SUPPLIER01     *260301*1205*^*00501*000000102*1*T*:~',
  'ISA*00**00**ZZ*A*ZZ*B*260301*1205*U*00401*1*0*P*:~',
  ...[
    'ISA',
    'ISA*',
    'GS*PO*A*B*20260301*1205*1*X*004010~',
    'GS*IN*A*B*20260301*1205*2*X*005010~',
    'GS*',
    'ST*850*0001~',
  ],
  ...[
    'ST*997*0002~',
    'ST*999*0003*005010X231~',
    'ST*',
    'SE*2*0001~',
    'SE*',
    'GE*1*1~',
    'GE*',
    'IEA*1*000000101~',
    'IEA',
  ],
  ...[
    'BEG*00*SA*PO-1**20260301~',
    'PO1*1*1*EA*1.5**VP*A~',
    'HL*1**S~',
    'HL*2*1*I~',
    'HL*9*8*O~',
    'CTT*1~',
    'REF*DP*1~',
  ],
  ...[
    'BIN*5*ab~cd~',
    'BIN*99999*~',
    'BDS*X*4*abcd~',
    'LS*LDT~',
    'LE*LDT~',
    'N1*ST*X*92*1~',
    'TA1*000000055*260301*1200*A*000~',
  ],
  ...[
    'ISB*1~',
    'ISE*1~',
    '~',
    '~~',
    '*',
    '**',
    ':',
    '^',
    '\n',
    '\r\n',
    ' ',
    '\t',
    '\0',
    '\u001a',
    '\ufeff',
    'é',
    '€',
    '\u0096',
  ],
  ...[
    '0',
    '1',
    '-',
    '.',
    '000000000',
    '999999999',
    '20260230',
    '2561',
    '1e5',
    'A'.repeat(100),
    '1'.repeat(30),
  ],
].map((text) => Buffer.from(text));

export class Mutator {
  constructor(private readonly draw: Draw) {}

  /** A changed input; `other` is another one to take parts from. */
  mutate(input: Uint8Array, other: Uint8Array): Uint8Array {
    let bytes: Buffer = Buffer.from(input);
    for (let left = 1 + this.draw(this.draw(6)); left > 0; left--)
      bytes = this.#change(bytes, Buffer.from(other));
    if (this.draw(2) === 0) bytes = withTotals(bytes);
    return bytes.subarray(0, inputBytesMax);
  }

  #change(bytes: Buffer, other: Buffer): Buffer {
    if (bytes.length === 0) return this.#piece();
    const at = this.draw(bytes.length - 1);
    switch (this.draw(11)) {
      case 0:
        bytes[at] = bytes[at]! ^ (1 << this.draw(7));
        return bytes;
      case 1:
        bytes[at] = this.draw(255);
        return bytes;
      case 2:
        return spliced(bytes, at, this.draw(8), Buffer.alloc(0));
      case 3:
        return spliced(bytes, at, 0, this.#piece());
      case 4:
        return spliced(bytes, at, this.draw(8), this.#piece());
      case 5:
        return spliced(bytes, at, 0, bytes.subarray(at, at + this.draw(200)));
      case 6:
        return spliced(bytes, at, this.draw(bytes.length), other.subarray(this.draw(other.length)));
      case 7:
        return Buffer.from(bytes.map((byte) => (byte === bytes[at] ? this.draw(255) : byte)));
      case 8:
        return this.#element(bytes, at);
      default:
        return this.#segments(bytes);
    }
  }

  #piece(): Buffer {
    return pieces[this.draw(pieces.length - 1)]!;
  }

  /** Puts a piece, or a number near the one there, in place of an element. */
  #element(bytes: Buffer, at: number): Buffer {
    const [element, terminator] = delimitersOf(bytes);
    let [start, end] = [at, at];
    while (start > 0 && bytes[start - 1] !== element && bytes[start - 1] !== terminator) start--;
    while (end < bytes.length && bytes[end] !== element && bytes[end] !== terminator) end++;
    const number = Number(bytes.subarray(start, end).toString('latin1'));
    const near = Number.isSafeInteger(number) && this.draw(1) === 0;
    return spliced(
      bytes,
      start,
      end - start,
      near ? Buffer.from(String(number + this.draw(4) - 2)) : this.#piece(),
    );
  }

  /** Takes a segment out, repeats it, moves it, or cuts the end off. */
  #segments(bytes: Buffer): Buffer {
    const segments = split(bytes);
    const at = this.draw(segments.length - 1);
    const to = this.draw(segments.length - 1);
    const kind = this.draw(4);
    const one = segments[at]!;
    if (kind === 0) return Buffer.concat(segments.toSpliced(at, 1));
    if (kind === 1)
      return Buffer.concat(
        segments.toSpliced(to, 0, ...Array.from({ length: 1 + this.draw(12) }, () => one)),
      );
    if (kind === 2) return Buffer.concat(segments.toSpliced(at, 1).toSpliced(to, 0, one));
    if (kind === 3) return Buffer.concat(segments.toSpliced(at, 0, this.#piece()));
    return Buffer.concat(segments.slice(0, at));
  }
}

function spliced(bytes: Buffer, at: number, length: number, inserted: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + length)]);
}

/** Element separator and terminator of an ISA that begins the input, or the usual ones. */
function delimitersOf(bytes: Buffer): [element: number, terminator: number] {
  const whole = bytes.length > 105 && bytes.toString('latin1', 0, 3) === 'ISA';
  return whole ? [bytes[3]!, bytes[105]!] : [0x2a, 0x7e];
}

/** Segments with their terminators. */
function split(bytes: Buffer): Buffer[] {
  const [, terminator] = delimitersOf(bytes);
  const segments: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(terminator, start);
    const end = found < 0 ? bytes.length : found + 1;
    segments.push(bytes.subarray(start, end));
    start = end;
  }
  return segments;
}

/** Makes counts and control numbers of trailers fit what stands before them, so that changes inside are looked at. */
export function withTotals(bytes: Buffer): Buffer {
  const [element, terminator] = delimitersOf(bytes);
  const glue = String.fromCharCode(element);
  const end = String.fromCharCode(terminator);
  const count = { ST: 0, GS: 0, segments: 0 };
  const numbers: Record<string, string> = {};
  const fitted = split(bytes).map((segment) => {
    const text = segment.toString('latin1');
    const [id = '', ...elements] = text.trim().slice(0, -1).split(glue);
    count.segments++;
    const trailer = (total: number, header: string) => [id, total, numbers[header] ?? ''].join(glue) + end;
    switch (id) {
      case 'ISA':
        count.GS = 0;
        numbers['ISA'] = elements[12] ?? '';
        return text;
      case 'GS':
        count.GS++;
        count.ST = 0;
        numbers['GS'] = elements[5] ?? '';
        return text;
      case 'ST':
        count.ST++;
        count.segments = 1;
        numbers['ST'] = elements[1] ?? '';
        return text;
      case 'SE':
        return trailer(count.segments, 'ST');
      case 'GE':
        return trailer(count.ST, 'GS');
      case 'IEA':
        return trailer(count.GS, 'ISA');
      default:
        return text;
    }
  });
  return Buffer.from(fitted.join(''), 'latin1');
}
