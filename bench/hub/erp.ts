/**
 * An ERP in the bench's own process that notes when each invoice comes. It looks for the numbers of invoices in the
 * body, not for its form, which may differ between commits.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { invoicesIn } from './tally.js';

export interface Erp {
  url: string;
  close(): Promise<void>;
}

/** @param onInvoice number, and when it came by Date.now() */
export async function startErp(onInvoice: (number: string, atMs: number) => void): Promise<Erp> {
  const server = createServer((request, response) => {
    take(request, response, onInvoice).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  onInvoice: (number: string, atMs: number) => void,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const now = Date.now();
  for (const number of invoicesIn(Buffer.concat(parts).toString('utf8'))) onInvoice(number, now);
  const reference = String(request.headers['idempotency-key']);
  response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ reference }));
}
