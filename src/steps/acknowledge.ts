/**
 * Writes the acknowledgment of one inbound interchange: control numbers, bytes and outbound file in one transaction, so
 * that numbers have no gaps and no interchange is answered twice.
 */
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { crashPoint } from '#crash-points';
import { ConfigError, RefusedError } from '../errors.js';
import type { Connection } from '../partners/index.js';
import {
  findAcknowledgment,
  setAcknowledgmentState,
  type OwedAcknowledgment,
} from '../store/acknowledgments.js';
import { wallClock } from '../store/clock.js';
import { takeControlNumbers } from '../store/control-numbers.js';
import { addEvents } from '../store/events.js';
import { insertFile } from '../store/files.js';
import { saveBytes } from '../store/raw-bytes.js';
import type { Sql } from '../store/schema.js';
import { addWork, leaseWork, type Lease } from '../store/work.js';
import { composeAcknowledgment, type AcknowledgmentPlan } from '../x12/acknowledge.js';
import { writeInterchange } from '../x12/write.js';
import type { WriteFault } from '../x12/write-fault.js';
import { leaserOf, type Hub } from './hub.js';
import { readBack } from './read-back.js';
import { finish, runLeased } from './run-leased.js';

export async function acknowledge(hub: Hub, workIds: readonly string[]): Promise<void> {
  const leases = await leaseWork(hub.sql, 'acknowledge', workIds, leaserOf(hub));
  crashPoint('acknowledge:after-lease');
  await runLeased(
    hub,
    leases,
    {
      step: 'acknowledge',
      run: (lease) => acknowledgeOne(hub, lease),
      giveUp: (sql, lease) => setAcknowledgmentState(sql, lease.subjectId, 'dead-lettered'),
    },
    // One after another: they would wait for the same control numbers.
    1,
  );
}

async function acknowledgeOne(hub: Hub, lease: Lease): Promise<void> {
  const owed = await findAcknowledgment(hub.sql, lease.subjectId);
  if (owed === undefined) throw new Error(`work ${lease.id} has no acknowledgment`);
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
  const added = await hub.sql.transaction().execute(async (trx) => {
    const written = await write(hub, trx, owed);
    crashPoint('acknowledge:in-save');
    const work = await saveOutbound(trx, { owed, connection, ...written });
    await finish(trx, lease);
    crashPoint('acknowledge:before-commit');
    return work;
  });
  crashPoint('acknowledge:after-commit');
  await hub.queues.ring('send', added);
}

/** Takes control numbers, writes, and has a second reader confirm what was written. */
async function write(
  hub: Hub,
  sql: Sql,
  owed: OwedAcknowledgment,
): Promise<{ bytes: Uint8Array; controlNumber: number }> {
  const plan = owed.plan as AcknowledgmentPlan;
  const parties = {
    sender: `${plan.senderQualifier}:${plan.sender}`,
    receiver: `${plan.receiverQualifier}:${plan.receiver}`,
  };
  const [controlNumber = 0] = await takeControlNumbers(sql, { kind: 'interchange', ...parties }, 1);
  const groupControlNumbers: number[] = [];
  for (const { sender, receiver } of plan.groups) {
    groupControlNumbers.push(...(await takeControlNumbers(sql, { kind: 'group', sender, receiver }, 1)));
  }
  const meant = composeAcknowledgment(plan, {
    interchangeControlNumber: controlNumber,
    groupControlNumbers,
    ...(await wallClock(sql, hub.config.timezone)),
    syntax: hub.book.sendSyntax(owed.partner),
  });
  const written = writeInterchange(meant);
  if ('faults' in written) throw unwritable(owed, written.faults);
  const second = readBack(written.bytes, meant);
  if (!second.same) throw unreadable(owed, second.difference);
  return { bytes: written.bytes, controlNumber };
}

function unreadable(owed: OwedAcknowledgment, difference: string): RefusedError {
  return new RefusedError('OUTBOUND_UNREADABLE', 'What was written does not read back as what was meant.', {
    detail: { acknowledgment: owed.id, difference },
  });
}

function unwritable(owed: OwedAcknowledgment, faults: readonly WriteFault[]): RefusedError {
  const { code = '', words = '' } = faults[0] ?? {};
  return new RefusedError('OUTBOUND_UNWRITABLE', 'The interchange cannot be written as agreed.', {
    detail: { acknowledgment: owed.id, fault: code, words },
  });
}

/** @returns the `send` work that became due */
async function saveOutbound(
  sql: Sql,
  outbound: { owed: OwedAcknowledgment; connection: Connection; bytes: Uint8Array; controlNumber: number },
): Promise<string[]> {
  const { owed, connection, bytes, controlNumber } = outbound;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const fileId = uuidv7();
  const name = outboundName(connection, '997', controlNumber);
  await saveBytes(sql, { sha256, byteCount: bytes.length, read: () => once(bytes) });
  await insertFile(sql, {
    id: fileId,
    direction: 'out',
    connection: connection.name,
    partner: owed.partner,
    name,
    sha256,
    byteCount: bytes.length,
    state: 'waiting',
    correlationId: owed.correlationId,
  });
  await setAcknowledgmentState(sql, owed.id, 'written', fileId);
  await addEvents(sql, [
    {
      event: 'acknowledgment.written',
      subjectKind: 'file',
      subjectId: fileId,
      correlationId: owed.correlationId,
      detail: { interchange: owed.interchangeId, controlNumber },
    },
  ]);
  return addWork(sql, 'send', [{ subjectId: fileId }]);
}

/** The file's name at the partner, from the connection's pattern. */
export function outboundName(connection: Connection, document: string, controlNumber: number): string {
  const pattern = connection.send?.name ?? '{document}_{control}.x12';
  return pattern
    .replaceAll('{document}', document)
    .replaceAll('{control}', String(controlNumber).padStart(9, '0'));
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
