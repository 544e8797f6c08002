/**
 * Writes the acknowledgment of one inbound interchange: control numbers, bytes and outbound file in one transaction, so numbers
 * have no gaps and no interchange is acknowledged twice.
 */
import { v7 as uuidv7 } from 'uuid';
import { crashPoint } from '#crash-points';
import { outboundName, readBack } from '../../composition/index.js';
import { ConfigError, RefusedError } from '../../errors.js';
import type { Connection } from '../../partners/index.js';
import { wallClock, type Sql } from '../../store/database/index.js';
import {
  findAcknowledgments,
  setAcknowledgmentDeadLettered,
  setAcknowledgmentsWritten,
  type OwedAcknowledgment,
  type ControlNumberKey,
  type NumberRange,
  takeNumbers,
} from '../../store/sent/index.js';
import { addEvents } from '../../store/working/index.js';
import {
  leasedStep,
  type DueWork,
  type Hub,
  type Saved,
  saveOutboundFiles,
  type Job,
} from '../../working/index.js';
import {
  composeAcknowledgment,
  documentOf,
  type AcknowledgmentPlan,
  writeInterchange,
  type WriteFault,
} from '../../x12/index.js';

export const acknowledge = leasedStep({
  step: 'acknowledge',
  atOnce: 16,
  load: async ({ sql }, ids) => ({ subjects: await findAcknowledgments(sql, ids) }),
  run: dueOf,
  save: writeAll,
  giveUp: (sql, id) => setAcknowledgmentDeadLettered(sql, id),
});

interface DueAcknowledgment {
  owed: OwedAcknowledgment;
  plan: AcknowledgmentPlan;
  connection: Connection;
}

function dueOf(owed: OwedAcknowledgment, { hub }: Job): DueAcknowledgment {
  const connection = hub.book.connection(owed.connection);
  if (connection?.send === undefined) {
    throw new ConfigError(
      'CONNECTION_CANNOT_SEND',
      'The connection of an acknowledgment has no send folder.',
      {
        detail: { connection: owed.connection },
      },
    );
  }
  return { owed, plan: owed.plan as AcknowledgmentPlan, connection };
}

async function writeAll(sql: Sql, due: readonly DueAcknowledgment[], { hub }: Job): Promise<Saved> {
  const stamps = await takePlanNumbers(
    sql,
    due.map(({ plan, owed }) => ({ plan, range: hub.book.sendSyntax(owed.partner).controlNumbers })),
  );
  const clock = await wallClock(sql, hub.settings.timezone);
  const written = due.map((one, index) => write(hub, one, { ...stamps[index]!, ...clock }));
  crashPoint('acknowledge:in-save');
  return { due: await saveOutbound(sql, written) };
}

interface Numbers {
  interchangeControlNumber: number;
  groupControlNumbers: number[];
}

/** The control numbers of each plan, in the order of the plans. */
async function takePlanNumbers(
  sql: Sql,
  plans: readonly { plan: AcknowledgmentPlan; range: NumberRange }[],
): Promise<Numbers[]> {
  const wanted = plans.map(({ plan, range }) => numberKeys(plan).map((key) => ({ key, range })));
  const numbers = await takeNumbers(sql, wanted.flat());
  return wanted.map(({ length }) => {
    const [interchangeControlNumber, ...groupControlNumbers] = numbers.splice(0, length);
    return { interchangeControlNumber: interchangeControlNumber!, groupControlNumbers };
  });
}

/** The key of the interchange, then those of its groups. */
function numberKeys(plan: AcknowledgmentPlan): ControlNumberKey[] {
  const sender = `${plan.senderQualifier}:${plan.sender}`;
  const receiver = `${plan.receiverQualifier}:${plan.receiver}`;
  return [
    { kind: 'interchange', sender, receiver },
    ...plan.groups.map((group) => ({
      kind: 'group' as const,
      sender: group.sender,
      receiver: group.receiver,
    })),
  ];
}

interface WrittenAcknowledgment extends DueAcknowledgment {
  bytes: Uint8Array;
  controlNumber: number;
}

/** Writes the interchange, and has a second reader confirm the result. */
function write(
  hub: Hub,
  due: DueAcknowledgment,
  stamp: Numbers & { date: string; time: string },
): WrittenAcknowledgment {
  const meant = composeAcknowledgment(due.plan, { ...stamp, syntax: hub.book.sendSyntax(due.owed.partner) });
  const written = writeInterchange(meant);
  if ('faults' in written) throw unwritable(due.owed, written.faults);
  const second = readBack(written.bytes, meant);
  if (!second.same) throw unreadable(due.owed, second.difference);
  return { ...due, bytes: written.bytes, controlNumber: stamp.interchangeControlNumber };
}

function unreadable(owed: OwedAcknowledgment, difference: string): RefusedError {
  return new RefusedError('OUTBOUND_UNREADABLE', 'The written text does not read back as it was meant.', {
    detail: { acknowledgment: owed.id, difference },
  });
}

function unwritable(owed: OwedAcknowledgment, faults: readonly WriteFault[]): RefusedError {
  const { code = '', words = '' } = faults[0] ?? {};
  return new RefusedError('OUTBOUND_UNWRITABLE', 'The interchange cannot be written as agreed.', {
    detail: { acknowledgment: owed.id, fault: code, words },
  });
}

async function saveOutbound(sql: Sql, written: readonly WrittenAcknowledgment[]): Promise<DueWork> {
  const files = written.map(({ owed, plan, connection, bytes, controlNumber }) => ({
    id: uuidv7(),
    connection: connection.name,
    partner: owed.partner,
    name: outboundName(connection, documentOf(plan), controlNumber),
    correlationId: owed.correlationId,
    bytes,
  }));
  const due = await saveOutboundFiles(sql, files);
  await setAcknowledgmentsWritten(
    sql,
    written.map(({ owed }, index) => ({ id: owed.id, fileId: files[index]!.id })),
  );
  await addEvents(
    sql,
    written.map(({ owed, controlNumber }, index) => ({
      event: 'acknowledgment.written',
      subjectKind: 'file',
      subjectId: files[index]!.id,
      correlationId: owed.correlationId,
      detail: { interchange: owed.interchangeId, controlNumber },
    })),
  );
  return due;
}
