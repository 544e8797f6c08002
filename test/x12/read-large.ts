/**
 * Reads one very large file that is made while it is read: `read-large <shape>` prints what was found and the peak memory.
 *
 * It runs in a process of its own, compiled, so that its memory is its own.
 */
import { peakBytes } from '../../bench/peak-memory.js';
import { openX12Reader } from '../../src/x12/read/reader.js';
import type { SetReport } from '../../src/x12/report.js';

export interface LargeReading {
  bytes: number;
  verdict: string;
  sets: number;
  segments: number;
  /** Of the first set. */
  codes: string[];
  issueCount: number;
  issuesKept: number;
  peakMegabytes: number;
  startMegabytes: number;
}

type Shape = () => Iterable<string>;

const megabyte = 1_048_576;

const header = (functionalId: string) =>
  'ISA*00*          *00*          *ZZ*HOSPITAL01     *ZZ*SUPPLIER01     *260301*1205*U*00401*000000101*0*P*:~' +
  `GS*${functionalId}*HOSPITAL01*SUPPLIER01*20260301*1205*101*X*004010~`;
const trailer = (sets: number) => `GE*${sets}*101~IEA*1*000000101~`;

function* order(number: string, lines: number): Iterable<string> {
  yield `ST*850*${number}~BEG*00*SA*PO-1**20260301~`;
  for (let line = 1; line <= lines; line++)
    yield `PO1*${line}*10*EA*12.5**VP*SKU-${line}~PID*F****GLOVE NITRILE POWDER FREE MEDIUM~`;
  yield `CTT*${lines}~SE*${2 * lines + 4}*${number}~`;
}

function* orderWith(segment: Iterable<string>): Iterable<string> {
  yield `${header('PO')}ST*850*0001~BEG*00*SA*PO-1**20260301~`;
  yield* segment;
  yield `~PO1*1*1*EA~SE*5*0001~${trailer(1)}`;
}

function* repeated(begin: string, part: string, bytes: number): Iterable<string> {
  const block = part.repeat(Math.floor(65_536 / part.length));
  yield begin;
  for (let made = 0; made < bytes; made += block.length) yield block;
}

const shapes: Record<string, Shape> = {
  *lines() {
    yield header('PO');
    yield* order('0001', 100_000);
    yield trailer(1);
  },
  *levels() {
    yield `${header('SH')}ST*856*0001~BSN*00*S1*20260301*1205~`;
    for (let level = 1; level <= 100_000; level++) yield `HL*${level}*${level === 1 ? '' : level - 1}*I~`;
    yield `SE*100003*0001~${trailer(1)}`;
  },
  segment: () => orderWith(repeated('N1*ST*', 'x', 200 * megabyte)),
  unterminated: () => repeated(`${header('PO')}ST*850*0001~N1*ST*`, 'x', 200 * megabyte),
  elements: () => orderWith(repeated('REF*DP', '*1', 20 * megabyte)),
  components: () => orderWith(repeated('REF*DP*1**DP', ':1', 20 * megabyte)),
  faults: () => orderWith(repeated('ZZZ*1', '~ZZZ*1', 50 * megabyte)),
  *interchange() {
    yield header('PO');
    let sets = 0;
    for (let bytes = 0; bytes < 150 * megabyte; sets++)
      for (const part of order(String(sets + 1).padStart(4, '0'), 100)) {
        bytes += part.length;
        yield part;
      }
    yield trailer(sets);
  },
};

function read(shape: Shape): LargeReading {
  const startMegabytes = process.memoryUsage.rss() / megabyte;
  const reader = openX12Reader();
  let bytes = 0;
  let waiting = '';
  const write = () => {
    const chunk = Buffer.from(waiting, 'latin1');
    bytes += chunk.length;
    reader.write(chunk);
    waiting = '';
  };
  for (const part of shape()) {
    waiting += part;
    if (waiting.length >= 65_536) write();
  }
  write();
  const { interchanges, counts } = reader.end();
  const first: SetReport | undefined = interchanges[0]!.groups[0]?.sets[0];
  return {
    bytes,
    verdict: interchanges[0]!.verdict,
    sets: counts.sets,
    segments: counts.segments,
    codes: first?.issues.slice(0, 1).map(({ code }) => code) ?? [],
    issueCount: first?.issueCount ?? 0,
    issuesKept: first?.issues.length ?? 0,
    peakMegabytes: peakBytes() / megabyte,
    startMegabytes,
  };
}

console.log(JSON.stringify(read(shapes[process.argv[2]!]!)));
