/**
 * The pure half of translate: bytes -> documents -> canonical records and issues. It saves nothing and asks no database,
 * so the command line can show what would happen to a file.
 */
import type { FileFormat, PartnerBook } from '../partners/index.js';
import { type Candidate, translateDocuments } from './translate-documents.js';
import { translateX12 } from './translate-x12.js';
import type { FileToTranslate, Translation, TranslationContext } from './translation.js';
import { unknownFile } from './unknown-file.js';

/** Never throws for what is in the file. */
export async function translateFile(
  file: FileToTranslate,
  context: TranslationContext,
): Promise<Translation> {
  if (file.byteCount === 0) return unknownFile(file, 'EMPTY', 'The file is empty.');
  const start = await firstBytes(file);
  if (looksLikeX12(start)) return translateX12(file, context);
  const agreed = findCandidates(file, context.book);
  const tree = treeFormat(start);
  const trees = agreed.filter(({ agreement }) => agreement.document.format === tree);
  const named = agreed
    .filter(({ agreement }) => !treeFormats.includes(agreement.document.format))
    .slice(0, 1);
  const [first, ...others] = trees.length > 0 ? trees : named;
  if (first !== undefined) return translateDocuments(file, [first, ...others], context);
  return unknownFile(
    file,
    'FORMAT_UNKNOWN',
    'The file does not begin with ISA, and no agreement of this partner is for files of its name and content.',
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

/** Told by their first sign, besides their name. */
const treeFormats: readonly FileFormat[] = ['xml', 'json'];

/** Blanks and a byte order mark may come first; of UTF-16 every other byte is 0. */
function treeFormat(start: Buffer): FileFormat | undefined {
  const sign = /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?[\s\0]*([^\s\0])/.exec(
    start.toString('latin1'),
  )?.[1];
  if (sign === '<') return 'xml';
  return sign === '{' || sign === '[' ? 'json' : undefined;
}

function findCandidates(file: FileToTranslate, book: PartnerBook): Candidate[] {
  return book.partners
    .filter(({ id }) => file.connection === undefined || id === file.connection.partner)
    .flatMap((partner) =>
      book.fileAgreements(partner, file.name).map((agreement) => ({ partner, agreement })),
    );
}
