/**
 * Saves outbound documents in one transaction: written ones with their control numbers, files, `send` work and expectations;
 * held ones with their issues.
 */
import { v7 as uuidv7 } from 'uuid';
import {
  writeTogether,
  type Sending,
  outboundName,
  documentIssues,
  sendingOf,
  type DueDocument,
  type HeldDocument,
  type ReadyDocument,
  type WallTime,
  type Route,
} from '../../composition/index.js';
import { RefusedError } from '../../errors.js';
import type { AgreedDocument } from '../../partners/index.js';
import { wallClock, type Sql } from '../../store/database/index.js';
import {
  takeNumbers,
  type ControlNumberKey,
  type NumberRange,
  insertExpectations,
  setDocumentsWaiting,
  setDocumentsWritten,
  earlierReason,
} from '../../store/sent/index.js';
import { addEvents, type HubEvent } from '../../store/working/index.js';
import {
  type DueWork,
  heldCode,
  correctionPauseMs,
  type Hub,
  type Postponed,
  replaceIssues,
  saveOutboundFiles,
} from '../../working/index.js';
import type { Parcel } from './compose-batch.js';

export async function saveWrittenDocuments(sql: Sql, hub: Hub, parcels: readonly Parcel[]): Promise<DueWork> {
  if (parcels.length === 0) return {};
  const wanted = parcels.map(([first]) => numbersFor(first!.plan.route));
  const numbers = await takeNumbers(sql, wanted.flat());
  const at = await wallClock(sql, hub.settings.timezone);
  const written = parcels.map((parcel, index) =>
    writeParcel(parcel, numbers.splice(0, wanted[index]!.length), at),
  );
  const due = await saveOutboundFiles(
    sql,
    written.map(({ file }) => file),
  );
  await setDocumentsWritten(
    sql,
    written.flatMap(({ rows }) => rows),
  );
  const documents = parcels.flat();
  await replaceIssues(
    sql,
    documents.map(({ document }) => document.id),
    documents.flatMap(({ document, plan }) => documentIssues(document.id, plan.issues)),
  );
  await insertExpectations(
    sql,
    documents.flatMap(({ document, plan }) =>
      Object.entries(plan.route.agreement.expect).map(([awaited, within]) => ({
        outboundDocumentId: document.id,
        awaited,
        within,
      })),
    ),
  );
  await addEvents(
    sql,
    written.flatMap(({ events }) => events),
  );
  return due;
}

/** ISA13 and GS06; for other files the number in their name. */
function numbersFor({
  partner,
  agreement,
  ...route
}: Route): { key: ControlNumberKey; range?: NumberRange }[] {
  if (agreement.document.format !== 'x12')
    return [{ key: { kind: 'file', sender: '', receiver: partner.id } }];
  const noNumbers = { interchangeControlNumber: 1, groupControlNumber: 1 };
  const { ours, theirs } = sendingOf({ partner, agreement, ...route }, { ...noNumbers, at: noTime });
  const range = agreement.send.controlNumbers;
  const [sender, receiver] = [addressOf(ours), addressOf(theirs)];
  return [
    { key: { kind: 'interchange', sender, receiver }, range },
    { key: { kind: 'group', sender: ours.group, receiver: theirs.group }, range },
  ];
}

const noTime: WallTime = { date: '', time: '' };

function addressOf({ qualifier, id }: Sending['ours']): string {
  return `${qualifier}:${id}`;
}

/** The file of documents that share it, and the row of each. */
function writeParcel(parcel: Parcel, numbers: readonly number[], at: WallTime) {
  const { document: first, plan } = parcel[0]!;
  const { partner, agreement, mapping, connection } = plan.route;
  const [number = 0, groupControlNumber = 0] = numbers;
  const sending = sendingOf(plan.route, { interchangeControlNumber: number, groupControlNumber, at });
  const isX12 = agreement.document.format === 'x12';
  const file = {
    id: uuidv7(),
    connection: connection.name,
    partner: partner.id,
    name: outboundName(connection, shortName(agreement.document), number, suffixOf(agreement.document)),
    correlationId: first.correlationId,
    bytes: isX12 ? writeX12(parcel, sending) : plan.bytes,
  };
  const rows = parcel.map(({ document: { id } }, index) => ({
    id,
    partner: partner.id,
    agreement: agreement.id,
    document: longName(agreement.document),
    mapping: mapping.name,
    mapping_version: mapping.version,
    mapping_hash: mapping.hash,
    file_id: file.id,
    ...(isX12 ? x12Numbers(sending, index) : {}),
  }));
  const events = parcel.map(({ document: { id, correlationId } }): HubEvent<'document.composed'> => ({
    event: 'document.composed',
    subjectKind: 'outbound-document',
    subjectId: id,
    correlationId,
    detail: { partner: partner.id, agreement: agreement.id, file: file.id, controlNumber: number },
  }));
  return { file, rows, events };
}

function x12Numbers(sending: Sending, index: number) {
  const { ours, theirs, interchangeControlNumber, groupControlNumber, transactionSetControlNumber } = sending;
  return {
    interchange_sender: addressOf(ours),
    interchange_receiver: addressOf(theirs),
    interchange_control_number: interchangeControlNumber,
    group_sender: ours.group,
    group_receiver: theirs.group,
    group_control_number: groupControlNumber,
    set_control_number: String(transactionSetControlNumber + index).padStart(4, '0'),
  };
}

/** Both readers read each document before; here they read the text that is sent. */
function writeX12(parcel: Parcel, sending: Sending): Uint8Array {
  const documents = parcel.flatMap(({ plan }) =>
    plan.composed.document.format === 'x12' ? [plan.composed.document] : [],
  );
  const written = writeTogether(documents, sending);
  if ('bytes' in written) return written.bytes;
  throw new RefusedError('OUTBOUND_UNREADABLE', 'The written text does not read back as it was meant.', {
    detail: { document: parcel[0]!.document.id, difference: written.difference },
  });
}

function shortName(document: AgreedDocument): string {
  return document.format === 'x12' ? document.set : document.name;
}

function longName(document: AgreedDocument): string {
  return document.format === 'x12'
    ? `x12/${document.set}/${document.version}`
    : `${document.format}/${document.name}`;
}

function suffixOf({ format }: AgreedDocument): string | undefined {
  return format === 'x12' ? undefined : `.${format}`;
}

/** Saves why they are held; their work is due again when the configuration changes. */
export async function saveHeldDocuments(
  sql: Sql,
  held: readonly DueDocument<HeldDocument>[],
): Promise<Postponed[]> {
  if (held.length === 0) return [];
  await setDocumentsWaiting(
    sql,
    held.map(({ document: { id }, plan: { partner, agreement, reason } }) => ({
      id,
      partner,
      agreement,
      reason,
      state: 'held',
    })),
  );
  await replaceIssues(
    sql,
    held.map(({ document }) => document.id),
    held.flatMap(({ document, plan }) => documentIssues(document.id, plan.issues)),
  );
  const newlyHeld = held.filter(
    ({ document, plan }) => document.state !== 'held' || document.reason !== plan.reason,
  );
  await addEvents(
    sql,
    newlyHeld.map(({ document: { id, correlationId }, plan: { reason, partner } }) => ({
      event: 'document.held',
      subjectKind: 'outbound-document',
      subjectId: id,
      correlationId,
      detail: { code: reason, partner },
    })),
  );
  return held.map(({ document }) => ({
    subjectId: document.id,
    delayMs: correctionPauseMs,
    errorCode: heldCode,
  }));
}

/** How long a document waits for an earlier one about its order, unless the hub hastens it before. */
const laterPauseMs = 60_000;

/** Their work is due again when the earlier document is sent. */
export async function saveLaterDocuments(
  sql: Sql,
  later: readonly DueDocument<ReadyDocument>[],
): Promise<Postponed[]> {
  await setDocumentsWaiting(
    sql,
    later.map(({ document: { id }, plan: { route } }) => ({
      id,
      partner: route.partner.id,
      agreement: route.agreement.id,
      state: 'waiting',
      reason: earlierReason,
    })),
  );
  return later.map(({ document }) => ({
    subjectId: document.id,
    delayMs: laterPauseMs,
    errorCode: earlierReason,
  }));
}
