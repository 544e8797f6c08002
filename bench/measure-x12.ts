/**
 * One measurement of bench/x12.ts, in its own process: `measure-x12 <reader> <set> <megabytes> <lines per set>` prints
 * one JSON line.
 *
 * Only the time inside the reader is counted, not that of making the bytes. After a warm-up the best of the runs is
 * taken: on a shared machine the others measure its neighbours. A file too large to be read often is read once, so that
 * the peak of memory is that of one file. `--against` runs the script of other commits: arguments and output stay as they are.
 */
import { openX12Reader } from '../src/x12/read/reader.js';
import { generateX12 } from './generate-x12.js';
import type { BenchSet, FileSize } from './generate-x12.js';
import { peakBytes } from './peak-memory.js';

/**
 * waybill: validated reading. waybill-documents: the same, handing out every set as a document. node-x12: its strict
 * whole-text parser. node-x12-stream: its segments without any check. byte-loop: the floor.
 */
export type Reader = 'waybill' | 'waybill-documents' | 'byte-loop' | 'node-x12' | 'node-x12-stream';

export interface Measurement {
  bytes: number;
  seconds: number;
  /** Of a processor; told where it is asked how time grows, since others share the machine. */
  processorSeconds: number;
  /** Transaction sets in the report; 0 where there is none. */
  sets: number;
  /** Highest resident memory of the process, and that before the first byte was read. */
  peakBytes: number;
  startBytes: number;
}

interface Pass {
  bytes: number;
  seconds: number;
  processorSeconds?: number;
  sets?: number;
}

const megabyte = 1_000_000;

const passes: Record<Reader, (set: BenchSet, size: FileSize) => Pass | Promise<Pass>> = {
  waybill: (set, size) => readWithWaybill(set, size, false),
  'waybill-documents': (set, size) => readWithWaybill(set, size, true),
  'byte-loop': readWithLoop,
  'node-x12': readWithNodeX12,
  'node-x12-stream': streamWithNodeX12,
};

function readWithWaybill(set: BenchSet, size: FileSize, documents: boolean): Pass {
  let segments = 0;
  const reader = openX12Reader({
    wants: () => documents,
    onSet: (document) => (segments += document.segments.length),
  });
  const pass = timed(generateX12(set, size), (chunk) => reader.write(chunk));
  const from = performance.now();
  const report = reader.end();
  const seconds = pass.seconds + (performance.now() - from) / 1000;
  const verdict = report.interchanges[0]?.verdict;
  if (verdict !== 'accepted')
    throw new Error(`the generated file was read as ${verdict ?? 'no interchange'}`);
  if (documents !== segments > 0)
    throw new Error('documents came out although none were wanted, or none came out');
  return { ...pass, seconds, sets: report.counts.sets };
}

function readWithLoop(set: BenchSet, size: FileSize): Pass {
  let terminators = 0;
  const pass = timed(generateX12(set, size), (chunk) => {
    for (let index = 0; index < chunk.length; index += 1) if (chunk[index] === 0x7e) terminators += 1;
  });
  if (terminators === 0) throw new Error('nothing was read');
  return pass;
}

async function readWithNodeX12(set: BenchSet, size: FileSize): Promise<Pass> {
  const { X12Parser } = await import('node-x12');
  const chunks = Array.from(generateX12(set, size), (chunk) => chunk.slice());
  const text = Buffer.concat(chunks).toString('utf8');
  const from = performance.now();
  const found = new X12Parser(true).parse(text);
  const seconds = (performance.now() - from) / 1000;
  if (found.options === undefined) throw new Error('nothing was read');
  return { bytes: text.length, seconds };
}

/** Segments only: node-x12 checks no envelope while streaming, and its strict mode refuses a second chunk. */
async function streamWithNodeX12(set: BenchSet, size: FileSize): Promise<Pass> {
  const { X12Parser } = await import('node-x12');
  const parser = new X12Parser(false);
  let segments = 0;
  parser.on('data', () => (segments += 1));
  const ended = new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject));
  const pass = timed(generateX12(set, size), (chunk) => parser.write(chunk));
  const from = performance.now();
  parser.end();
  await ended;
  if (segments === 0) throw new Error('nothing was read');
  return { bytes: pass.bytes, seconds: pass.seconds + (performance.now() - from) / 1000 };
}

function timed(chunks: Iterable<Uint8Array>, read: (chunk: Uint8Array) => void): Pass {
  let [bytes, milliseconds, processorMicroseconds] = [0, 0, 0];
  for (const chunk of chunks) {
    const usedBefore = process.cpuUsage();
    const from = performance.now();
    read(chunk);
    milliseconds += performance.now() - from;
    const used = process.cpuUsage(usedBefore);
    processorMicroseconds += used.user + used.system;
    bytes += chunk.length;
  }
  return { bytes, seconds: milliseconds / 1000, processorSeconds: processorMicroseconds / 1_000_000 };
}

const [reader, set, megabytes, linesPerSet] = process.argv.slice(2) as [Reader, BenchSet, string, string];
const size: FileSize = { bytesMin: Number(megabytes) * megabyte, linesPerSet: Number(linesPerSet) };
const startBytes = process.memoryUsage.rss();
const pass = passes[reader];
await pass(set, { ...size, bytesMin: Math.min(size.bytesMin, megabyte) });
const measured: Pass[] = [];
const runs = size.bytesMin < 100 * megabyte ? 4 : 1;
for (let run = 0; run < runs; run += 1) measured.push(await pass(set, size));
const result: Measurement = {
  bytes: measured[0]!.bytes,
  seconds: Math.min(...measured.map((one) => one.seconds)),
  processorSeconds: Math.min(...measured.map((one) => one.processorSeconds ?? 0)),
  sets: measured[0]!.sets ?? 0,
  peakBytes: peakBytes(),
  startBytes,
};
console.log(JSON.stringify(result));
