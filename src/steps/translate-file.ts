/**
 * The pure half of translate: bytes -> documents -> canonical records and issues. It saves nothing and asks no database,
 * so the command line can show what would happen to a file.
 */
import type { Agreement, Partner, PartnerBook } from '../partners/index.js';
import type { NewIssue } from '../store/issues.js';
import { translateCsv } from './translate-csv.js';
import { translateX12 } from './translate-x12.js';
import type { FileToTranslate, Translation, TranslationContext } from './translation.js';

/** Never throws for what is in the file. */
export async function translateFile(
  file: FileToTranslate,
  context: TranslationContext,
): Promise<Translation> {
  if (file.byteCount === 0) return unknown(file, 'EMPTY', 'The file is empty.');
  if (looksLikeX12(await firstBytes(file))) return translateX12(file, context);
  const agreed = findCsvAgreement(file, context.book);
  if (agreed !== undefined) return translateCsv(file, agreed, context);
  return unknown(
    file,
    'FORMAT_UNKNOWN',
    'The file does not begin with ISA, and no CSV agreement of this partner matches its name.',
  );
}

/** Bytes looked at to tell X12: a byte order mark and blank lines may come first. */
const sniffBytes = 4_096;

async function firstBytes(file: FileToTranslate): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of file.read()) {
    parts.push(part);
    size += part.length;
    if (size >= sniffBytes) break;
  }
  return Buffer.concat(parts).subarray(0, sniffBytes);
}

function looksLikeX12(start: Buffer): boolean {
  return /^(?:\u00ef\u00bb\u00bf)?[\s\0]*ISA/.test(start.toString('latin1'));
}

function findCsvAgreement(
  file: FileToTranslate,
  book: PartnerBook,
): { partner: Partner; agreement: Agreement } | undefined {
  const partners = book.partners.filter(
    (partner) => file.connection === undefined || partner.id === file.connection.partner,
  );
  for (const partner of partners) {
    const agreement = book.findAgreement(partner, { format: 'csv', fileName: file.name });
    if (agreement !== undefined) return { partner, agreement };
  }
  return undefined;
}

function unknown(file: FileToTranslate, reason: string, words: string): Translation {
  const issue: NewIssue = { subjectKind: 'file', subjectId: file.id, code: reason, severity: 'error', words };
  return { format: 'unknown', reason, issues: [issue] };
}
