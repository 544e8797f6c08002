/**
 * Brings one record to one ERP system. The idempotency key is the record's id and revision, so the ERP can tell a repeat
 * from a correction.
 */
import { ConfigError } from '../../errors.js';
import type { Sql } from '../../store/database/index.js';
import {
  loadDeliveries,
  setDelivered,
  setDeliveryFailed,
  type DeliveryToMake,
} from '../../store/received/index.js';
import { addEvents, leaseWork, type Lease } from '../../store/working/index.js';
import { GroupCommit, leaserOf, type Hub, finish, runLeased } from '../../working/index.js';
import { crashPoint } from '#crash-points';

/** Deliveries made at once by one job. */
const deliveriesAtOnce = 8;

export async function deliver(hub: Hub, workIds: readonly string[]): Promise<void> {
  const leases = await leaseWork(hub.sql, 'deliver', workIds, leaserOf(hub));
  if (leases.length === 0) return;
  crashPoint('deliver:after-lease');
  const deliveries = await loadDeliveries(
    hub.sql,
    leases.map((lease) => lease.subjectId),
  );
  const commits = new GroupCommit((delivered: readonly Delivered[]) => saveDelivered(hub, delivered));
  const run = async (lease: Lease) =>
    commits.add(await deliverOne(hub, lease, deliveries.get(lease.subjectId)));
  const giveUp = (sql: Sql, { subjectId }: Lease, errorCode: string) =>
    setDeliveryFailed(
      sql,
      subjectId,
      errorCode === 'DELIVERY_REFUSED' ? 'refused' : 'dead-lettered',
      errorCode,
    );
  await runLeased(hub, leases, { step: 'deliver', run, giveUp }, deliveriesAtOnce);
}

/** A delivery that the ERP has taken. */
interface Delivered {
  lease: Lease;
  delivery: DeliveryToMake;
  reference: string | undefined;
}

async function deliverOne(hub: Hub, lease: Lease, delivery: DeliveryToMake | undefined): Promise<Delivered> {
  if (delivery === undefined) throw new Error(`work ${lease.id} has no delivery`);
  const erp = hub.erps.get(delivery.erp);
  if (erp === undefined) {
    throw new ConfigError('ERP_UNKNOWN', 'hub.yaml has no ERP system of this name.', {
      detail: { erp: delivery.erp },
    });
  }
  crashPoint('deliver:before-erp');
  const { reference } = await erp.deliver(
    {
      recordId: delivery.recordId,
      revision: delivery.revision,
      idempotencyKey: `${delivery.recordId}.${delivery.revision}`,
      kind: delivery.kind,
      businessKey: delivery.businessKey,
      partner: delivery.partner,
      correlationId: delivery.fileId,
      body: delivery.body,
    },
    hub.aborting,
  );
  crashPoint('deliver:after-erp');
  return { lease, delivery, reference };
}

async function saveDelivered(hub: Hub, delivered: readonly Delivered[]): Promise<void[]> {
  await hub.sql.transaction().execute(async (trx) => {
    await setDelivered(
      trx,
      delivered.map(({ delivery: { id }, reference }) => ({ id, reference })),
    );
    await addEvents(
      trx,
      delivered.map(({ delivery: { recordId, revision, erp, fileId } }) => ({
        event: 'document.delivered',
        subjectKind: 'record',
        subjectId: recordId,
        correlationId: fileId,
        detail: { erp, revision },
      })),
    );
    await finish(
      trx,
      delivered.map(({ lease }) => lease),
    );
    crashPoint('deliver:before-commit');
  });
  crashPoint('deliver:after-commit');
  return delivered.map(() => undefined);
}
