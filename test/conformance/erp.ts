/**
 * The promises of src/erp/erp.ts, run unchanged by the test of every adapter.
 *
 * The adapter's test brings the outside: how to open the adapter, how to see what the ERP has, and how to break it.
 */
import { expect } from 'chai';
import type { ErpAdapter, ErpDelivery } from '../../src/erp/erp.js';
import { RefusedError, UnavailableError } from '../../src/errors.js';

/** One adapter with an ERP behind it. */
export interface ErpUnderTest {
  adapter: ErpAdapter;
  /** Idempotency keys of the records that the ERP has, one entry for each effect. */
  effects(): Promise<string[]>;
  /** From now on the ERP refuses this record for good. */
  refuse(delivery: ErpDelivery): Promise<void>;
  /** From now on the ERP cannot be reached. */
  breakDown(): Promise<void>;
  recover(): Promise<void>;
  close(): Promise<void>;
}

/** A delivery of an invoice; `changes` replaces parts of it. */
export function sampleDelivery(changes: Partial<ErpDelivery> = {}): ErpDelivery {
  const recordId = changes.recordId ?? '5b0c8a52-3f3c-5f0e-9f43-0a6a8f0f2c11';
  const revision = changes.revision ?? 1;
  return {
    recordId,
    revision,
    idempotencyKey: `${recordId}.${revision}`,
    kind: 'invoice@1',
    businessKey: 'INV-88213',
    partner: 'acme-medical',
    correlationId: '0192f0c1-7d1a-7000-8000-000000000001',
    body: sampleInvoice,
    ...changes,
  };
}

/** A whole record of kind `invoice@1`. */
export const sampleInvoice = {
  record: 'invoice@1',
  partner: 'acme-medical',
  number: 'INV-88213',
  date: '2026-03-02',
  kind: 'invoice',
  currency: 'USD',
  totals: { stated: '1250.00' },
  lines: [
    {
      number: '1',
      item: { identifiers: [{ kind: 'vendor', value: 'AM-7731' }] },
      quantity: { value: '10', unit: 'CA' },
      price: { value: '125.00' },
      amount: '1250.00',
    },
  ],
};

/** The error that a delivery ends with; fails when it ends without one. */
export async function errorOf(delivered: Promise<unknown>): Promise<unknown> {
  try {
    await delivered;
  } catch (error) {
    return error;
  }
  throw new Error('the delivery went through, an error was expected');
}

const never = new AbortController().signal;

export function keepsErpPromises(open: () => Promise<ErpUnderTest>): void {
  let erp: ErpUnderTest;
  beforeEach(async () => {
    erp = await open();
  });
  afterEach(async () => {
    await erp.adapter.close();
    await erp.close();
  });

  it('creates a record once', async () => {
    await erp.adapter.deliver(sampleDelivery(), never);
    expect(await erp.effects()).to.deep.equal([sampleDelivery().idempotencyKey]);
  });

  it('has one effect and the same answer when a key is repeated, also under another correlation id', async () => {
    const first = await erp.adapter.deliver(sampleDelivery(), never);
    const again = await erp.adapter.deliver(sampleDelivery({ correlationId: 'another' }), never);
    expect(again).to.deep.equal(first);
    expect(await erp.effects()).to.have.length(1);
  });

  it('has one effect when a key is offered many times at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => erp.adapter.deliver(sampleDelivery(), never)));
    expect(await erp.effects()).to.have.length(1);
  });

  it('has two effects for two revisions of one record', async () => {
    await erp.adapter.deliver(sampleDelivery(), never);
    await erp.adapter.deliver(sampleDelivery({ revision: 2 }), never);
    expect(await erp.effects()).to.have.length(2);
  });

  it('throws RefusedError for a record that the ERP will not take', async () => {
    await erp.refuse(sampleDelivery());
    const error = await errorOf(erp.adapter.deliver(sampleDelivery(), never));
    expect(error).to.be.instanceOf(RefusedError);
    expect(error).to.have.property('code', 'DELIVERY_REFUSED');
  });

  it('throws UnavailableError while the ERP is down, and delivers when it is back', async () => {
    await erp.breakDown();
    const error = await errorOf(erp.adapter.deliver(sampleDelivery(), never));
    expect(error).to.be.instanceOf(UnavailableError);
    expect(error).to.have.property('code', 'DELIVERY_UNAVAILABLE');
    await erp.recover();
    await erp.adapter.deliver(sampleDelivery(), never);
    expect(await erp.effects()).to.have.length(1);
  });

  it('refuses the same key with another body, and keeps the first', async () => {
    await erp.adapter.deliver(sampleDelivery(), never);
    const changed = sampleDelivery({ body: { ...sampleInvoice, totals: { stated: '9999.00' } } });
    expect(await errorOf(erp.adapter.deliver(changed, never))).to.be.instanceOf(RefusedError);
    expect(await erp.effects()).to.have.length(1);
  });

  it('stops when its signal says so, without an effect of its own', async () => {
    const error = await errorOf(erp.adapter.deliver(sampleDelivery(), AbortSignal.abort()));
    expect(error).to.be.instanceOf(UnavailableError);
    expect(await erp.effects()).to.deep.equal([]);
  });

  it('keeps document content and secrets out of its errors', async () => {
    await erp.refuse(sampleDelivery());
    const refused = await errorOf(erp.adapter.deliver(sampleDelivery(), never));
    await erp.breakDown();
    const unavailable = await errorOf(erp.adapter.deliver(sampleDelivery(), never));
    for (const error of [refused, unavailable] as RefusedError[]) {
      const shown = JSON.stringify([error.message, error.detail, String(error.cause ?? '')]);
      expect(shown).not.to.match(/INV-88213|1250|AM-7731|sample-erp-token/);
    }
  });
}
