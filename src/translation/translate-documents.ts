/**
 * A file that is no X12: its documents through the agreement's mapping. A file with faults of form is rejected whole, because
 * what shifted by one row or element could still look right.
 */
import { setImmediate } from 'node:timers/promises';
import {
  type Document,
  type FileReading,
  readFile,
  readTreeInTurns,
  takeDocuments,
  type TreeForm,
  type TreeReading,
} from '../formats/index.js';
import type { Mapping } from '../mapping/index.js';
import type { FileAgreement, FileFormat, Partner } from '../partners/index.js';
import type { NewIssue } from '../store/received/index.js';
import { fileRecordId } from './record-id.js';
import { recordIssues, translateRecord } from './translate-record.js';
import type { FileToTranslate, TranslatedRecord, Translation, TranslationContext } from './translation.js';
import { unknownFile } from './unknown-file.js';

/** An agreement that may be about the file. */
export interface Candidate {
  partner: Partner;
  agreement: FileAgreement;
}

/** An agreement with its mapping, and what that finds in the file. */
interface Attempt extends Candidate {
  mapping: Mapping;
  reading: FileReading;
}

/** @param candidates at least one, all of one format */
export async function translateDocuments(
  file: FileToTranslate,
  candidates: readonly [Candidate, ...Candidate[]],
  context: TranslationContext,
): Promise<Translation> {
  const [first] = candidates;
  const { format } = first.agreement.document;
  const refused = (issue: Pick<NewIssue, 'code' | 'words' | 'action'>): Translation => {
    const issues: NewIssue[] = [{ ...onFile(file), severity: 'error', ...issue }];
    return { format, ...first, records: [], issues };
  };
  const mapped = candidates.flatMap((candidate) => {
    const mapping = context.mappings.get(candidate.agreement.mapping ?? '');
    return mapping?.from.format === format ? [{ ...candidate, mapping }] : [];
  });
  if (mapped.length === 0) {
    const words = `The agreement ${first.agreement.id} names no mapping of its format that is loaded. Add it, and what waits for it goes on.`;
    return refused({ code: 'MAPPING_MISSING', action: 'hold', words });
  }
  const limit = byteLimits[format];
  if (file.byteCount > context.limits[limit]) {
    const words = `The file is larger than limits.${limit}. Raise the limit, or ask the partner to split the file.`;
    return refused({ code: 'FILE_TOO_LARGE', action: 'reject', words });
  }
  const chosen = choose(await readAll(await wholeFile(file), mapped));
  if (typeof chosen === 'string') return unknownFile(file, chosen, unknownWords[chosen]);
  if (chosen.reading.documents.some((document) => isTooLarge(document, file, context))) {
    const words =
      'A document in the file is larger than limits.documentBytesMax, so none is mapped. Raise the limit, and the file goes on.';
    return refused({ code: 'DOCUMENT_TOO_LARGE', action: 'hold', words });
  }
  // Without what was found: no mapping has said yet whether it is sensitive.
  const issues = chosen.reading.issues.map(({ value: _value, ...issue }): NewIssue => {
    return { ...onFile(file), ...issue, ...(issue.severity === 'error' ? { action: 'reject' } : {}) };
  });
  const { partner, agreement } = chosen;
  if (issues.some((issue) => issue.severity === 'error')) {
    return { format, partner, agreement, records: [], issues };
  }
  const records = await translateAll(file, chosen, context);
  return { format, partner, agreement, records, issues: [...issues, ...records.flatMap(recordIssues)] };
}

/** Formats that are read as a whole, and the limit of each. */
const byteLimits = {
  csv: 'csvBytesMax',
  fixed: 'csvBytesMax',
  xml: 'xmlBytesMax',
  json: 'jsonBytesMax',
} as const satisfies Record<FileFormat, keyof TranslationContext['limits']>;

/** Of a file with rows; XML and JSON have limits for the file. */
function isTooLarge(document: Document, file: FileToTranslate, { limits }: TranslationContext): boolean {
  if (document.format !== 'csv' || file.byteCount <= limits.documentBytesMax) return false;
  return document.rows.reduce((sum, row) => sum + row.range('').length, 0) > limits.documentBytesMax;
}

const unknownWords = {
  DOCUMENT_UNKNOWN:
    'The file can be read, but it is none of the documents that the agreements about files of its name are for.',
  DOCUMENT_AMBIGUOUS:
    'The file is what two agreements of the partner are for. Give them different file names, or let their mappings look for different things.',
};

/** Each mapping on the same bytes; a tree is read once for all mappings that read it in the same way. */
async function readAll(bytes: Uint8Array, mapped: readonly Omit<Attempt, 'reading'>[]): Promise<Attempt[]> {
  const trees = new Map<string, TreeReading>();
  const treeOf = async (form: TreeForm): Promise<TreeReading> => {
    const key = readingKey(form);
    const tree = trees.get(key) ?? (await readTreeInTurns(bytes, form));
    trees.set(key, tree);
    return tree;
  };
  const attempts: Attempt[] = [];
  for (const candidate of mapped) {
    const form = candidate.mapping.from;
    if (form.format === 'x12') continue;
    const isTree = form.format === 'xml' || form.format === 'json';
    const reading = isTree ? takeDocuments(await treeOf(form), form) : readFile(bytes, form);
    attempts.push({ ...candidate, reading });
  }
  return attempts;
}

/** What a tree depends on, beside the bytes. */
function readingKey({ format, options }: TreeForm): string {
  const { encoding, limits } = options;
  return JSON.stringify([encoding, limits, format === 'xml' ? options.doctype : '']);
}

/** The one that finds its documents; where none can read the file, the first says why. */
function choose(attempts: readonly Attempt[]): Attempt | keyof typeof unknownWords {
  const sound = attempts.filter(({ reading }) => reading.documents.length > 0);
  const [first] = sound;
  if (first && sound.some(({ partner }, at) => at > 0 && partner.id === first.partner.id)) {
    return 'DOCUMENT_AMBIGUOUS';
  }
  const broken = attempts.find(
    ({ reading }) => !reading.issues.some(({ code }) => code === 'DOCUMENT_UNKNOWN'),
  );
  return first ?? broken ?? 'DOCUMENT_UNKNOWN';
}

/** Documents after which others get their turn. */
const turnDocuments = 32;

async function translateAll(
  file: FileToTranslate,
  { reading, partner, agreement, mapping }: Attempt,
  { today }: TranslationContext,
): Promise<TranslatedRecord[]> {
  const records: TranslatedRecord[] = [];
  for (const document of reading.documents) {
    const ordinal = records.length + 1;
    const place = { ordinal, transactionSetId: null, test: false, today };
    const id = fileRecordId({ partner: partner.id, fileSha256: file.sha256, ordinal });
    const record = await translateRecord(document, { partner, agreement, mapping }, place);
    records.push({ ...record, id });
    if (ordinal % turnDocuments === 0) await setImmediate();
  }
  return records;
}

async function wholeFile(file: FileToTranslate): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of file.read()) parts.push(part);
  return Buffer.concat(parts);
}

function onFile(file: FileToTranslate): { subjectKind: 'file'; subjectId: string } {
  return { subjectKind: 'file', subjectId: file.id };
}
