/**
 * `waybill validate FILE...`: X12 files checked by themselves, without hub.yaml and partner files, as a stream of any size.
 *
 * What it prints is a stable interface for other programs: docs/validate.md.
 */
import { counted, whyUnreadable } from '../../wording/index.js';
import {
  fileVerdict,
  type AcknowledgmentSet,
  planAcknowledgment,
  writeAcknowledgment,
  defaultLimits,
  openX12Reader,
  type InterchangeReport,
  type Verdict,
  type X12Report,
} from '../../x12/index.js';
import { openInput, type Input } from '../input/index.js';
import { seemingBytes, whatItSeems, type JsonOption } from '../telling/index.js';
import { standardTerminal, type Terminal } from '../terminal.js';
import { unreadFile, validatedFile, type ValidatedFile } from './validation-json.js';
import { validationText } from './validation-text.js';

export interface ValidateOptions extends JsonOption {
  /** Print the 997 and TA1. */
  997?: boolean;
  /** Print the 999 for groups of 005010 and later, the 997 for others, and TA1. */
  999?: boolean;
  /** The clock of the acknowledgment, ISO 8601; now when left out. */
  at?: string;
  values?: boolean;
  maxIssues?: string;
}

/** Issues shown of each set, group, interchange and file. */
const maxIssuesOf = { text: 10, json: defaultLimits.issuesPerSetMax };
const maxIssuesLimit = 10_000;

/** @returns the exit code: 0 nothing rejected, 1 something rejected or unreadable, 2 wrong usage */
export async function validate(
  files: readonly string[],
  options: ValidateOptions,
  terminal: Terminal = standardTerminal(),
): Promise<number> {
  const asked = readOptions(options);
  if (typeof asked === 'string') {
    terminal.remark(`${asked}\n`);
    return 2;
  }
  const validation = new Validation(asked, terminal);
  for (const file of files) if (!(await validation.file(file))) return validation.exitCode();
  await validation.finish();
  return validation.exitCode();
}

interface Asked {
  output: 'text' | 'json' | 'acknowledgments';
  /** What answers groups, when that is asked for. */
  answer: AcknowledgmentSet | undefined;
  at: Date;
  values: boolean;
  maxIssues: number;
}

/** The options as values, or what is wrong with them. */
function readOptions(options: ValidateOptions): Asked | string {
  const at = options.at === undefined ? new Date() : new Date(options.at);
  if (Number.isNaN(at.getTime())) return '--at needs a time such as 2026-01-31T14:30:00Z.';
  const json = options.json === true;
  if (options['997'] === true && options['999'] === true) return 'Either --997 or --999.';
  const answer = options['999'] === true ? '999' : options['997'] === true ? '997' : undefined;
  const maxIssues = Number(options.maxIssues ?? (json ? maxIssuesOf.json : maxIssuesOf.text));
  if (!Number.isInteger(maxIssues) || maxIssues < 0 || maxIssues > maxIssuesLimit)
    return `--max-issues needs a number from 0 to ${maxIssuesLimit}.`;
  const output = json ? 'json' : answer === undefined ? 'text' : 'acknowledgments';
  return { output, answer, at, values: options.values === true, maxIssues };
}

class Validation {
  private readonly verdicts: Verdict[] = [];
  private firstRejected: string | undefined;
  private unread = 0;
  /** Control numbers given to acknowledgments, so that no two in one output are the same. */
  private written = 0;

  constructor(
    private readonly asked: Asked,
    private readonly terminal: Terminal,
  ) {}

  exitCode(): number {
    const lost = this.verdicts.some((verdict) => verdict === 'rejected' || verdict === 'partially-accepted');
    return lost || this.unread > 0 ? 1 : 0;
  }

  /** Validates one file and prints what came out; false when nobody reads the output any more. */
  async file(file: string): Promise<boolean> {
    let input: Input | undefined;
    let read: { report: X12Report; start: Uint8Array };
    try {
      input = await openInput(file, this.terminal);
      read = await readX12(input, Math.max(this.asked.maxIssues, defaultLimits.issuesPerSetMax));
    } catch (error) {
      await input?.close();
      return this.unreadable(file, whyUnreadable(error));
    }
    try {
      return await this.print(file, { ...read, input });
    } finally {
      await input.close();
    }
  }

  /** The last words, over all files. */
  async finish(): Promise<void> {
    if (this.asked.output !== 'text') return;
    const count = (wanted: Verdict) => this.verdicts.filter((verdict) => verdict === wanted).length;
    const kinds = (['accepted', 'accepted-with-errors', 'partially-accepted', 'rejected'] as const)
      .filter((verdict) => count(verdict) > 0)
      .map((verdict) => `${count(verdict)} ${verdict.replaceAll('-', ' ')}`);
    if (this.unread > 0) kinds.push(`${this.unread} not read`);
    const files = counted(this.verdicts.length + this.unread, 'file');
    if (!(await this.terminal.write(`\n${files}: ${kinds.join(', ')}\n`))) return;
    this.terminal.remark(
      this.firstRejected === undefined
        ? 'Next: npx waybill try FILE, to see what your hub would make of it.\n'
        : `Next: npx waybill explain ${this.firstRejected}, to see every segment in plain words.\n`,
    );
  }

  private async print(
    file: string,
    read: { report: X12Report; start: Uint8Array; input: Input },
  ): Promise<boolean> {
    const { report, start } = read;
    const { output, maxIssues } = this.asked;
    const verdict = fileVerdict(report);
    this.verdicts.push(verdict);
    if (verdict === 'rejected' || verdict === 'partially-accepted')
      this.firstRejected ??= file === '-' ? 'FILE' : file;
    const seems = report.interchanges.length === 0 ? whatItSeems(start) : '';
    if (output === 'json') return this.terminal.write(`${JSON.stringify(this.json(file, report))}\n`);
    if (output === 'acknowledgments') return this.printAcknowledgments(file, report, seems);
    const { colours } = this.terminal;
    if (this.verdicts.length + this.unread > 1 && !(await this.terminal.write('\n'))) return false;
    for await (const part of validationText({ ...read, file, maxIssues, colours, seems }))
      if (!(await this.terminal.write(part))) return false;
    return true;
  }

  private json(file: string, report: X12Report): ValidatedFile {
    const validated = validatedFile(file, report, this.asked);
    if (this.asked.answer === undefined) return validated;
    const interchanges = validated.interchanges.map((one, index) => {
      const bytes = this.acknowledgment(file, report.interchanges[index]!);
      return { ...one, acknowledgment: bytes === undefined ? null : Buffer.from(bytes).toString('utf8') };
    });
    return { ...validated, interchanges };
  }

  private async printAcknowledgments(file: string, report: X12Report, seems: string): Promise<boolean> {
    if (report.interchanges.length === 0)
      this.terminal.remark(`${file} is no X12: nobody to answer. ${seems}\n`);
    for (const interchange of report.interchanges) {
      const bytes = this.acknowledgment(file, interchange);
      const number = interchange.header.interchangeControlNumber;
      if (bytes === undefined) this.terminal.remark(`${file}: interchange ${number} is not answered.\n`);
      else if (!(await this.terminal.write(bytes))) return false;
    }
    return true;
  }

  /** What would be sent back; undefined when nothing is due. */
  private acknowledgment(file: string, interchange: InterchangeReport): Uint8Array | undefined {
    const answer = this.asked.answer ?? 'none';
    const plan = planAcknowledgment(interchange, { acknowledge: () => answer, ta1: 'as-asked' });
    if (plan === undefined) return undefined;
    this.written += 1;
    const [date = '', time = ''] = this.asked.at.toISOString().split('T');
    const written = writeAcknowledgment(plan, {
      interchangeControlNumber: this.written,
      groupControlNumbers: plan.groups.map((_, index) => index + 1),
      date: date.replaceAll('-', ''),
      time: time.slice(0, 5).replace(':', ''),
    });
    if ('bytes' in written) return written.bytes;
    const why = written.faults.map(({ words }) => words).join('; ');
    this.terminal.remark(`${file}: no answer can be written: ${why}.\n`);
    return undefined;
  }

  private async unreadable(file: string, why: string): Promise<boolean> {
    this.unread += 1;
    this.terminal.remark(`${file}: ${why}.\n`);
    if (this.asked.output !== 'json') return true;
    return this.terminal.write(`${JSON.stringify(unreadFile(file, why))}\n`);
  }
}

async function readX12(
  input: Input,
  issuesPerSetMax: number,
): Promise<{ report: X12Report; start: Uint8Array }> {
  const reader = openX12Reader({ limits: { issuesPerSetMax } });
  const first: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input.read()) {
    reader.write(chunk);
    if (size >= seemingBytes) continue;
    first.push(Uint8Array.from(chunk.subarray(0, seemingBytes)));
    size += chunk.length;
  }
  return { report: reader.end(), start: Buffer.concat(first) };
}
