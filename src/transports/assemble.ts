/**
 * Puts a transport together from the halves that its connection has.
 *
 * A connection may only receive or only send; asking for the other half is a mistake in the partner's file.
 */
import { ConfigError } from '../errors.js';
import { createPut } from './put-leftovers.js';
import type { PutFolder } from './put-once.js';
import type { Transport, TransportConnection } from './transport.js';

export interface TransportHalves {
  receive: Pick<Transport, 'list' | 'claim' | 'finish'> | undefined;
  send: PutFolder | undefined;
  fetch: Transport['fetch'];
  close: Transport['close'];
}

export function assembleTransport(connection: TransportConnection, halves: TransportHalves): Transport {
  const receiving = () => halves.receive ?? refuse(connection, 'receive');
  const put = halves.send && createPut(halves.send);
  const sending = () => put ?? refuse(connection, 'send');
  return {
    list: async () => receiving().list(),
    claim: async (file, claimId) => receiving().claim(file, claimId),
    fetch: halves.fetch,
    finish: async (claimed) => receiving().finish(claimed),
    put: async (name, bytes, size) => sending()(name, bytes, size),
    close: halves.close,
  };
}

function refuse(connection: TransportConnection, half: 'receive' | 'send'): never {
  throw new ConfigError('CONFIG_INVALID', `The connection ${connection.name} has no \`${half}:\`.`, {
    detail: { connection: connection.name },
  });
}
