/**
 * Brings one record to one ERP system. The idempotency key is the record's id and revision, so the ERP can tell a repeat
 * from a correction.
 */
import { ConfigError } from '../errors.js';
import { addEvents } from '../store/events.js';
import { loadDeliveries, setDeliveryState, type DeliveryToMake } from '../store/records.js';
import { leaseWork, type Lease } from '../store/work.js';
import { crashPoint } from '#crash-points';
import { leaserOf, type Hub } from './hub.js';
import { finish, runLeased } from './run-leased.js';

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
  await runLeased(
    hub,
    leases,
    {
      step: 'deliver',
      run: (lease) => deliverOne(hub, lease, deliveries.get(lease.subjectId)),
      giveUp: (sql, lease, errorCode) => {
        const state = errorCode === 'DELIVERY_REFUSED' ? 'refused' : 'dead-lettered';
        return setDeliveryState(sql, lease.subjectId, state, { errorCode });
      },
    },
    deliveriesAtOnce,
  );
}

async function deliverOne(hub: Hub, lease: Lease, delivery: DeliveryToMake | undefined): Promise<void> {
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
  await hub.sql.transaction().execute(async (trx) => {
    await setDeliveryState(trx, delivery.id, 'delivered', reference === undefined ? {} : { reference });
    await addEvents(trx, [
      {
        event: 'document.delivered',
        subjectKind: 'record',
        subjectId: delivery.recordId,
        correlationId: delivery.fileId,
        detail: { erp: delivery.erp, revision: delivery.revision },
      },
    ]);
    await finish(trx, lease);
    crashPoint('deliver:before-commit');
  });
  crashPoint('deliver:after-commit');
}
