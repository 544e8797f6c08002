/**
 * An X12 file in two passes: the first judges it whole, the second maps the sets that were accepted. So a set is mapped
 * only when its interchange is known to be complete, and no text is made of the rest.
 */
import { defined } from '../defined.js';
import { describeSet } from '../explaining/index.js';
import type { Mapping } from '../mapping/index.js';
import type { Agreement, Partner, PartnerBook } from '../partners/index.js';
import type { NewIssue } from '../store/received/index.js';
import {
  type X12Document,
  openX12Reader,
  type X12ReaderOptions,
  type GroupHeader,
  type GroupReport,
  type InterchangeHeader,
  type InterchangeReport,
  type SetReport,
  type X12Issue,
  type X12Report,
} from '../x12/index.js';
import type { InterchangeState, IssueCode, IssueSubject } from '../vocabulary/index.js';
import { acknowledgmentDue } from './acknowledgment-due.js';
import { groupIdentityIssues } from './group-identity.js';
import { inPieces } from './in-pieces.js';
import { RangeHashes } from './range-hashes.js';
import { acknowledgmentsToRead } from './received-acknowledgments.js';
import { partId, x12RecordId } from './record-id.js';
import { isAnswered, refusals, rejectedSets, segmentsOf, setPlace } from './rejected-sets.js';
import { recordIssues, translateRecord, type UnnamedRecord } from './translate-record.js';
import type {
  FileToTranslate,
  InterchangeInWork,
  TranslatedRecord,
  Translation,
  TranslationContext,
} from './translation.js';

/** A set that will be mapped, with what for. */
interface WantedSet {
  interchange: InterchangeInWork;
  group: GroupReport;
  set: SetReport;
  setId: string;
  ordinal: number;
  partner: Partner;
  agreement: Agreement;
  mapping: Mapping;
}

export async function translateX12(file: FileToTranslate, context: TranslationContext): Promise<Translation> {
  const report = await judge(file, context);
  if (report.interchanges.length === 0) {
    const issues = report.issues.map((issue) => toIssue(issue, 'file', file.id));
    return { format: 'unknown', reason: report.issues[0]?.code ?? 'FORMAT_UNKNOWN', issues };
  }
  const interchanges = report.interchanges.map((one) => resolve(file, one, context.book));
  const wanted = interchanges.flatMap((interchange) => wantedSets(interchange, context));
  wanted.forEach((one, index) => (one.ordinal = index + 1));
  await mapAll(file, { interchanges, wanted, context });
  for (const interchange of interchanges) {
    const plan = acknowledgmentDue(interchange);
    if (plan !== undefined) interchange.acknowledgment = plan;
  }
  return {
    format: 'x12',
    interchanges,
    issues: report.issues.map((issue) => toIssue(issue, 'file', file.id)),
  };
}

/** First pass: verdicts and issues under each agreement's validation settings. */
async function judge(file: FileToTranslate, context: TranslationContext): Promise<X12Report> {
  const reader = openX12Reader(readerOptions(context));
  for await (const piece of inPieces(file.read())) reader.write(piece);
  return reader.end();
}

/** The same for both passes, so that both judge alike and find each segment at the same place. */
function readerOptions({ book, limits }: TranslationContext): X12ReaderOptions {
  return {
    limits: { segmentBytesMax: limits.segmentBytesMax, issuesPerSetMax: limits.issuesPerSetMax },
    policyFor: (interchange, group, set) => {
      const partner = book.findByX12Identity(interchange);
      return partner && findX12Agreement(book, partner, group, set)?.validation;
    },
  };
}

function findX12Agreement(book: PartnerBook, partner: Partner, group: GroupHeader, set: string) {
  return book.findAgreement(partner, { set, version: group.version });
}

/** Who sent it, and whether it may be what it says. */
function resolve(file: FileToTranslate, report: InterchangeReport, book: PartnerBook): InterchangeInWork {
  const id = partId(file.id, report.ordinal);
  const partner = book.findByX12Identity(report.header);
  const base = {
    id,
    report,
    contentSha256: '',
    records: [],
    received: [],
    agreements: new Map<string, Agreement>(),
    descriptions: new Map(),
  };
  const issues = allIssues(id, report);
  const stop = (state: InterchangeState, reason: IssueCode, words: string): InterchangeInWork => ({
    ...base,
    ...defined({ partner }),
    state,
    reason,
    issues: [
      { subjectKind: 'interchange', subjectId: id, code: reason, severity: 'error', words },
      ...issues,
    ],
  });
  if (partner !== undefined) issues.push(...groupIdentityIssues(id, report, partner));
  if (partner === undefined) {
    return stop('quarantined', 'PARTNER_UNKNOWN', unknownPartnerWords(report.header));
  }
  if (file.connection !== undefined && file.connection.partner !== partner.id) {
    return stop(
      'held',
      'SENDER_MISMATCH',
      'The sender is a partner, but not the one whose connection brought the file.',
    );
  }
  if (report.verdict === 'rejected' && report.ta1.status === 'R') {
    return { ...base, partner, state: 'rejected', reason: `TA1_${report.ta1.code}`, issues };
  }
  return { ...base, partner, state: report.verdict === 'rejected' ? 'rejected' : 'accepted', issues };
}

function unknownPartnerWords(header: InterchangeHeader): string {
  return (
    `No partner has these identifiers: ISA05 ${header.senderQualifier}, ISA06 ${header.sender}, ` +
    `ISA07 ${header.receiverQualifier}, ISA08 ${header.receiver}. Add them to a file in partners/.`
  );
}

/** Sets to map; what an accepted set lacks to be mapped is noted as an issue that holds it. */
function wantedSets(interchange: InterchangeInWork, context: TranslationContext): WantedSet[] {
  const { partner, report } = interchange;
  if (partner === undefined || interchange.state === 'quarantined' || interchange.state === 'held') return [];
  const wanted: WantedSet[] = [];
  for (const group of report.groups) {
    if (group.header.functionalId === 'FA') continue;
    for (const set of group.sets) {
      const setId = partId(interchange.id, group.ordinal, set.ordinal);
      const agreement = findX12Agreement(context.book, partner, group.header, set.set);
      if (agreement !== undefined) interchange.agreements.set(setId, agreement);
      if (interchange.state === 'rejected' || !isMappable(group, set)) continue;
      const mapping = agreement?.mapping === undefined ? undefined : context.mappings.get(agreement.mapping);
      if (agreement === undefined || mapping === undefined)
        interchange.issues.push(unmapped(setId, agreement));
      else if (set.end - set.start > context.limits.documentBytesMax)
        interchange.issues.push(tooLarge(setId));
      else wanted.push({ interchange, group, set, setId, ordinal: 0, partner, agreement, mapping });
    }
  }
  return wanted;
}

/** A rejected group takes its sets with it, even those that are sound by themselves. */
function isMappable(group: GroupReport, set: SetReport): boolean {
  const accepted = (verdict: string) => verdict === 'accepted' || verdict === 'accepted-with-errors';
  return group.verdict !== 'rejected' && accepted(set.verdict);
}

function unmapped(setId: string, agreement: Agreement | undefined): NewIssue {
  return {
    subjectKind: 'transaction-set',
    subjectId: setId,
    code: agreement === undefined ? 'AGREEMENT_MISSING' : 'MAPPING_MISSING',
    severity: 'error',
    action: 'hold',
    words:
      agreement === undefined
        ? 'The partner has no agreement for this set and version. Add one, and what waits for it goes on.'
        : `The agreement ${agreement.id} names no mapping that is loaded. Add it, and what waits for it goes on.`,
  };
}

function tooLarge(setId: string): NewIssue {
  return {
    subjectKind: 'transaction-set',
    subjectId: setId,
    code: 'DOCUMENT_TOO_LARGE',
    severity: 'error',
    action: 'hold',
    words:
      'The set is larger than limits.documentBytesMax, so it is not mapped. Raise the limit, and it goes on.',
  };
}

/** Second pass: maps the wanted sets, reads acknowledgments, and takes the hashes that ids and duplicate checks need. */
async function mapAll(
  file: FileToTranslate,
  work: { interchanges: InterchangeInWork[]; wanted: WantedSet[]; context: TranslationContext },
): Promise<void> {
  const { interchanges, wanted, context } = work;
  const byPlace = new Map(
    wanted.map((one) => [placeKey(one.interchange.report.ordinal, one.group.ordinal, one.set.ordinal), one]),
  );
  const mapped = new Map<WantedSet, UnnamedRecord>();
  const { documentBytesMax } = context.limits;
  const toRead = new Map([
    ...setsToDescribe(interchanges, documentBytesMax),
    ...acknowledgmentsToRead(interchanges, documentBytesMax),
  ]);
  const keyOf = ({ interchange, group, set }: X12Document['position']) => placeKey(interchange, group, set);
  const found: X12Document[] = [];
  const reader = openX12Reader({
    ...readerOptions(context),
    wants: (position) => byPlace.has(keyOf(position)) || toRead.has(keyOf(position)),
    onSet: (document) => found.push(document),
  });
  const takeFound = async () => {
    for (const document of found.splice(0)) {
      const key = keyOf(document.position);
      const one = byPlace.get(key);
      if (one !== undefined) mapped.set(one, await mapOne(one, document, context.today));
      toRead.get(key)?.(document);
    }
  };
  const setHashes = new RangeHashes(wanted.map(({ set }) => set));
  const interchangeHashes = new RangeHashes(interchanges.map(({ report }) => report));
  for await (const piece of inPieces(file.read())) {
    if (wanted.length + toRead.size > 0) reader.write(piece);
    setHashes.write(piece);
    interchangeHashes.write(piece);
    await takeFound();
  }
  reader.end();
  await takeFound();
  interchangeHashes.digests().forEach((hash, index) => (interchanges[index]!.contentSha256 = hash));
  const hashes = setHashes.digests();
  wanted.forEach((one, index) => {
    const record = mapped.get(one);
    if (record === undefined) throw new Error('an accepted set was not found again');
    keep(one, { ...record, id: idOf(one, hashes[index]!) });
  });
}

/** Rejected sets of which an answer for people tells number and lines, unless they are huge: what is to be done with each, by place. */
function setsToDescribe(
  interchanges: readonly InterchangeInWork[],
  bytesMax: number,
): Map<string, (document: X12Document) => void> {
  const described = new Map<string, (document: X12Document) => void>();
  for (const { report, descriptions } of interchanges.filter(isAnswered)) {
    for (const [place, { issues, start, end }] of rejectedSets(report)) {
      if (end - start > bytesMax) continue;
      described.set(`${report.ordinal}/${place}`, (document) => {
        descriptions.set(place, describeSet(document, segmentsOf(issues)));
      });
    }
  }
  return described;
}

function placeKey(interchange: number, group: number, set: number): string {
  return `${interchange}/${group}/${set}`;
}

async function mapOne(one: WantedSet, document: X12Document, today: string): Promise<UnnamedRecord> {
  const test = document.interchange.usage === 'T';
  const place = { ordinal: one.ordinal, transactionSetId: one.setId, test, today };
  const record = await translateRecord(document, one, place);
  if (record.state === 'rejected' && isAnswered(one.interchange)) {
    const segments = segmentsOf(refusals(record).map(({ origin }) => origin ?? {}));
    one.interchange.descriptions.set(setPlace(one.group, one.set), describeSet(document, segments));
  }
  return record;
}

function idOf({ interchange, group, set }: WantedSet, contentSha256: string): string {
  const { header } = interchange.report;
  return x12RecordId({
    sender: `${header.senderQualifier}:${header.sender}`,
    receiver: `${header.receiverQualifier}:${header.receiver}`,
    interchangeControlNumber: header.interchangeControlNumber,
    groupControlNumber: group.header.groupControlNumber,
    transactionSetControlNumber: set.transactionSetControlNumber,
    contentSha256,
  });
}

function keep(one: WantedSet, record: TranslatedRecord): void {
  one.interchange.records.push(record);
  one.interchange.issues.push(...recordIssues(record));
}

function allIssues(interchangeId: string, report: InterchangeReport): NewIssue[] {
  const issues = report.issues.map((issue) => toIssue(issue, 'interchange', interchangeId));
  for (const group of report.groups) {
    const groupId = partId(interchangeId, group.ordinal);
    issues.push(...group.issues.map((issue) => toIssue(issue, 'functional-group', groupId)));
    for (const set of group.sets) {
      const setId = partId(interchangeId, group.ordinal, set.ordinal);
      issues.push(...set.issues.map((issue) => toIssue(issue, 'transaction-set', setId)));
    }
  }
  return issues;
}

function toIssue(issue: X12Issue, subjectKind: IssueSubject, subjectId: string): NewIssue {
  const { code, severity, offset, length, segment, segmentId, element, component, words, value } = issue;
  return {
    subjectKind,
    subjectId,
    code,
    severity,
    offset,
    length,
    words,
    ...defined({ segment, segmentId, element, component, value }),
  };
}
