/**
 * A TCP proxy that can hurt: limit the bytes let through, freeze, reset, delay, slow down. After Toxiproxy's toxics.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Direction = 'up' | 'down';

export interface Toxics {
  /** After so many bytes in one direction, counted from when this is set, the connection is cut. */
  limitData?: { direction: Direction; bytes: number };
  /** Connections stay open and nothing passes any more, either way. */
  freeze?: boolean;
  /** Held back for so long in each direction. */
  latencyMs?: number;
  /** Let through at this rate in each direction. */
  bytesPerSecond?: number;
}

export interface TcpProxy {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Bytes that have passed towards the server since the start. */
  bytesUp(): number;
  /** In place of those before, for open and new connections. */
  set(toxics: Toxics): void;
  /** Ends all connections with RST. */
  reset(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let toxics: Toxics = {};
  let bytesUp = 0;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    // A test cuts connections on purpose; the other socket of the pair then fails too.
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    return socket.setNoDelay(true);
  };
  const server = createServer((near) => {
    const far = connect(target);
    keep(near).on('close', () => far.destroy());
    keep(far).on('close', () => near.destroy());
    const cut = () => {
      near.resetAndDestroy();
      far.resetAndDestroy();
    };
    const count = (bytes: number) => (bytesUp += bytes);
    pump({ from: near, to: far, direction: 'up', toxics: () => toxics, cut, count });
    pump({ from: far, to: near, direction: 'down', toxics: () => toxics, cut, count: () => undefined });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    bytesUp: () => bytesUp,
    set: (next) => (toxics = next),
    reset: () => sockets.forEach((socket) => socket.resetAndDestroy()),
    async close() {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}

interface Pump {
  from: Socket;
  to: Socket;
  direction: Direction;
  toxics(): Toxics;
  cut(): void;
  count(bytes: number): void;
}

function pump({ from, to, direction, toxics, cut, count }: Pump): void {
  let passed = 0;
  let counted = toxics();
  /** When the line is free again, at the rate that is set. */
  let freeAtMs = 0;
  from.on('data', (chunk: Buffer) => {
    if (counted !== toxics()) passed = 0;
    counted = toxics();
    const { limitData, freeze, latencyMs = 0, bytesPerSecond } = counted;
    if (freeze) return;
    const limit = limitData?.direction === direction ? limitData.bytes : Infinity;
    const allowed = chunk.subarray(0, Math.max(0, limit - passed));
    passed += chunk.length;
    count(allowed.length);
    const now = performance.now();
    freeAtMs =
      Math.max(now, freeAtMs) + (bytesPerSecond === undefined ? 0 : (chunk.length / bytesPerSecond) * 1000);
    const deliver = () => {
      if (toxics().freeze || to.destroyed) return;
      to.write(allowed);
      if (passed > limit) to.write('', cut);
    };
    const delayMs = freeAtMs - now + latencyMs;
    if (delayMs > 0) setTimeout(deliver, delayMs);
    else deliver();
  });
  from.on('end', () => to.end());
}
