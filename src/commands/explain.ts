/**
 * `waybill explain FILE`: an X12 file in plain words. Needs no configuration and no hub.
 */
import { readFile } from 'node:fs/promises';
import pc from 'picocolors';
import { explainX12, type ExplainedRow } from '../x12/explain.js';
import { openX12Reader } from '../x12/reader.js';
import { renderRow } from '../x12/render-explanation.js';

/** Explaining shows every segment: beyond this nobody would read it. */
const fileBytesMax = 64 * 1_048_576;

export async function explain(file: string): Promise<number> {
  const bytes = await readBytes(file, fileBytesMax);
  if (bytes === undefined) return 1;
  const reader = openX12Reader();
  reader.write(bytes);
  const report = reader.end();
  for (const row of explainX12(report, bytes)) process.stdout.write(`${lines(row).join('\n')}\n`);
  const rejected =
    report.interchanges.length === 0 || report.interchanges.some(({ verdict }) => verdict === 'rejected');
  process.stderr.write(`\nWhat the hub would do with it: npx waybill try ${file}\n`);
  return rejected ? 1 : 0;
}

function lines(row: ExplainedRow): string[] {
  const [first = '', ...rest] = renderRow(row);
  const colour = row.issues.some(({ severity }) => severity === 'error') ? pc.red : pc.yellow;
  return row.issues.length === 0 ? [first, ...rest] : [first, ...rest.map((line) => colour(line))];
}

/** Reads a file for a command; says on stderr why it cannot. */
export async function readBytes(file: string, bytesMax: number): Promise<Buffer | undefined> {
  try {
    const bytes = await readFile(file);
    if (bytes.length <= bytesMax) return bytes;
    process.stderr.write(`${file} has ${bytes.length} bytes; this command reads at most ${bytesMax}.\n`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    process.stderr.write(`${file} cannot be read (${code}).\n`);
  }
  return undefined;
}
