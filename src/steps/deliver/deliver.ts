/**
 * Delivers one record to one ERP system. The idempotency key is the record's id and revision, so the ERP can distinguish a
 * repeat from a correction.
 */
import { ConfigError } from '../../errors.js';
import type { Sql } from '../../store/database/index.js';
import {
  loadDeliveries,
  setDelivered,
  setDeliveryFailed,
  type DeliveryToMake,
} from '../../store/received/index.js';
import { addEvents } from '../../store/working/index.js';
import { leasedStep, type Saved, type Job } from '../../working/index.js';
import { crashPoint } from '#crash-points';

export const deliver = leasedStep({
  step: 'deliver',
  atOnce: 8,
  load: async ({ sql }, ids) => ({ subjects: await loadDeliveries(sql, ids) }),
  run: deliverOne,
  save: saveDelivered,
  giveUp: (sql, id, errorCode) =>
    setDeliveryFailed(sql, id, errorCode === 'DELIVERY_REFUSED' ? 'refused' : 'dead-lettered', errorCode),
});

/** A delivery that the ERP has taken. */
interface Delivered {
  delivery: DeliveryToMake;
  reference: string | undefined;
}

async function deliverOne(delivery: DeliveryToMake, { hub }: Job): Promise<Delivered> {
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
  return { delivery, reference };
}

async function saveDelivered(sql: Sql, delivered: readonly Delivered[]): Promise<Saved> {
  await setDelivered(
    sql,
    delivered.map(({ delivery: { id }, reference }) => ({ id, reference })),
  );
  await addEvents(
    sql,
    delivered.map(({ delivery: { recordId, revision, erp, fileId } }) => ({
      event: 'document.delivered',
      subjectKind: 'record',
      subjectId: recordId,
      correlationId: fileId,
      detail: { erp, revision },
    })),
  );
  return {};
}
