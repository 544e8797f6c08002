/**
 * `waybill explain FILE`: an X12 file in plain words, segment by segment. Needs no configuration and no hub.
 *
 * With --json the rows are a stable interface: docs/validate.md.
 */
import { createColors } from 'picocolors';
import { explainX12, type ExplainedRow, explainedLines } from '../../explaining/index.js';
import { fileVerdict, openX12Reader } from '../../x12/index.js';
import { readBytes } from '../input/index.js';
import { type JsonOption, whatItSeems } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';

/** Explaining shows every segment: beyond this nobody would read it. */
const explainedBytesMax = 64 * 1_048_576;
/** Rows are written in parts of about this many characters. */
const partCharacters = 65_536;

/** @returns the exit code: 0 nothing rejected, 1 something rejected or unreadable */
export async function explain(
  file: string,
  options: JsonOption = {},
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const bytes = await readBytes(file, explainedBytesMax, terminal);
  if (bytes === undefined) return 1;
  const reader = openX12Reader();
  reader.write(bytes);
  const report = reader.end();
  const json = options.json === true;
  const verdict = fileVerdict(report);
  const code = verdict === 'rejected' || verdict === 'partially-accepted' ? 1 : 0;
  if (report.interchanges.length === 0) {
    const words = `${file} is no X12. ${whatItSeems(bytes)}\n`;
    if (json) terminal.remark(words);
    else await terminal.write(words);
    if (!json) return code;
  }
  const written = await writeRows(explainX12(report, bytes), json ? rowJson : rowText(terminal), terminal);
  if (written && !json)
    terminal.remark(
      `\nNext: npx waybill try ${file === '-' ? 'FILE' : file}, to see what your hub would make of it.\n`,
    );
  return code;
}

async function writeRows(
  rows: Iterable<ExplainedRow>,
  render: (row: ExplainedRow) => string,
  terminal: Terminal,
): Promise<boolean> {
  let part = '';
  for (const row of rows) {
    part += render(row);
    if (part.length < partCharacters) continue;
    if (!(await terminal.write(part))) return false;
    part = '';
  }
  return terminal.write(part);
}

function rowText({ colours }: Terminal): (row: ExplainedRow) => string {
  const { red, yellow, dim } = createColors(colours);
  return (row) => {
    const lines = explainedLines(row).map(({ kind, text }) => {
      if (kind === 'segment') return dim(text);
      if (kind === 'meaning') return text;
      return kind === 'error' ? red(text) : yellow(text);
    });
    return `${lines.join('\n')}\n`;
  };
}

/** Every key is always there. */
function rowJson(row: ExplainedRow): string {
  const { place, segmentId, segment, depth, offset, text, meaning, verdict, issues } = row;
  const told = {
    place,
    segmentId,
    segment: segment ?? null,
    depth,
    offset,
    text,
    meaning,
    verdict: verdict ?? null,
    issues: issues.map(({ code, severity, words, column, width }) => ({
      code,
      severity,
      words,
      column,
      width,
    })),
  };
  return `${JSON.stringify(told)}\n`;
}
