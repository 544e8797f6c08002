/**
 * A CSV file: its documents through the agreement's mapping. A file with faults of form is rejected whole, because rows
 * that shifted by one could still look right.
 */
import { readCsv, type CsvIssue } from '../formats/index.js';
import type { Agreement, Partner } from '../partners/index.js';
import type { NewIssue } from '../store/issues.js';
import { fileRecordId } from './record-id.js';
import type { FileToTranslate, Translation, TranslationContext } from './translation.js';
import { recordIssues, translateRecord } from './translate-record.js';

export async function translateCsv(
  file: FileToTranslate,
  agreed: { partner: Partner; agreement: Agreement },
  context: TranslationContext,
): Promise<Translation> {
  const { partner, agreement } = agreed;
  const result = (issues: NewIssue[]): Translation => ({
    format: 'csv',
    partner,
    agreement,
    records: [],
    issues,
  });
  const mapping = agreement.mapping === undefined ? undefined : context.mappings.get(agreement.mapping);
  if (mapping === undefined || mapping.from.format !== 'csv') {
    const words = `The agreement ${agreement.id} names no CSV mapping that is loaded. Add it, then replay the file.`;
    return result([{ ...onFile(file), code: 'MAPPING_MISSING', severity: 'error', action: 'hold', words }]);
  }
  if (file.byteCount > context.limits.csvBytesMax) {
    const words =
      'The CSV file is larger than limits.csvBytesMax. Raise the limit, or ask the partner to split the file.';
    return result([{ ...onFile(file), code: 'FILE_TOO_LARGE', severity: 'error', action: 'reject', words }]);
  }
  const read = readCsv(await wholeFile(file), mapping.from.options);
  const issues = read.issues.map((issue) => toIssue(file, issue));
  if (issues.some((issue) => issue.severity === 'error')) return result(issues);
  const records = read.documents.map((document, index) => {
    const ordinal = index + 1;
    const place = { ordinal, transactionSetId: null, test: false, today: context.today };
    const id = fileRecordId({ partner: partner.id, fileSha256: file.sha256, ordinal });
    return { ...translateRecord(document, { partner, agreement, mapping }, place), id };
  });
  return {
    format: 'csv',
    partner,
    agreement,
    records,
    issues: [...issues, ...records.flatMap(recordIssues)],
  };
}

async function wholeFile(file: FileToTranslate): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of file.read()) parts.push(part);
  return Buffer.concat(parts);
}

function onFile(file: FileToTranslate): { subjectKind: 'file'; subjectId: string } {
  return { subjectKind: 'file', subjectId: file.id };
}

function toIssue(file: FileToTranslate, issue: CsvIssue): NewIssue {
  const { code, severity, row, column, words } = issue;
  return {
    ...onFile(file),
    code,
    severity,
    words,
    ...(severity === 'error' ? { action: 'reject' as const } : {}),
    ...(row === undefined ? {} : { row }),
    ...(column === undefined ? {} : { column }),
  };
}
