/**
 * An ERP in the test's own process: it keeps the first record of each idempotency key, as a good one does, and counts
 * the calls. A test can make it fail.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface ErpEffect {
  key: string;
  kind: string;
  businessKey: string;
  partner: string;
  /** When it was first asked for, by performance.now(). */
  at: number;
  /** How often it was asked for. */
  calls: number;
}

export interface ErpStub {
  url: string;
  effects: Map<string, ErpEffect>;
  /** What to do with a call: answer it, store and then drop the reply, or answer with a status and headers. */
  behave: (call: number) => 'answer' | 'drop-reply' | { status: number; headers?: Record<string, string> };
  calls: number;
  close(): Promise<void>;
}

export async function startErpStub(): Promise<ErpStub> {
  const stub: ErpStub = {
    url: '',
    effects: new Map(),
    behave: () => 'answer',
    calls: 0,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer((request, response) => {
    answer(stub, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return stub;
}

async function answer(stub: ErpStub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  stub.calls += 1;
  const behaviour = stub.behave(stub.calls);
  if (typeof behaviour === 'object') {
    response.writeHead(behaviour.status, behaviour.headers).end();
    return;
  }
  const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, string>;
  const key = String(request.headers['idempotency-key']);
  const known = stub.effects.get(key);
  if (known !== undefined) known.calls += 1;
  else {
    const { kind = '', businessKey = '', partner = '' } = body;
    stub.effects.set(key, { key, kind, businessKey, partner, at: performance.now(), calls: 1 });
  }
  if (behaviour === 'drop-reply') response.destroy();
  else
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ reference: key }));
}
