/**
 * The transports, and the two doors to them: `openTransport` and, for what can be watched, `watchHint`.
 */
import type { ZodType } from 'zod';
import { ConfigError } from '../errors.js';
import { folderOptions, openFolder, watchFolder, type Watch } from './folder/index.js';
import { openSftp, sftpOptions } from './sftp/index.js';
import type { Transport, TransportConnection, TransportEnvironment } from './transport.js';

export type { Watch } from './folder/index.js';
export { createReadiness, endsWithTrailer, type Readiness } from './readiness.js';
export type { ClaimedFile, ReadyRule, RemoteFile, Transport } from './transport.js';

export interface TransportPlugin {
  options: ZodType;
  open(connection: TransportConnection, environment: TransportEnvironment): Promise<Transport>;
}

/** The shelf: by the name that `transport:` of a connection has. */
export const transports: Readonly<Record<string, TransportPlugin>> = {
  folder: { options: folderOptions, open: openFolder },
  sftp: { options: sftpOptions, open: openSftp },
};

/** What is wrong with the options of a connection; paths start at the connection. Empty when all is well. */
export function checkConnection(
  connection: Pick<TransportConnection, 'transport' | 'options'>,
): { path: PropertyKey[]; message: string }[] {
  const plugin = transports[connection.transport];
  if (plugin === undefined) {
    return [
      {
        path: ['transport'],
        message: `There is no transport ${connection.transport}: ${Object.keys(transports).join(', ')}.`,
      },
    ];
  }
  const { error } = plugin.options.safeParse(connection.options);
  return error?.issues.map(({ path, message }) => ({ path, message })) ?? [];
}

/**
 * Opens a connection: one per poll, closed in a `finally`.
 * Throws ConfigError CONFIG_INVALID for options that checkConnection finds fault with, and what the transport throws.
 */
export async function openTransport(
  connection: TransportConnection,
  environment: TransportEnvironment,
): Promise<Transport> {
  const [problem] = checkConnection(connection);
  const plugin = transports[connection.transport];
  if (problem === undefined && plugin !== undefined) return plugin.open(connection, environment);
  const where = [connection.name, ...(problem?.path ?? [])].map(String).join('.');
  throw new ConfigError('CONFIG_INVALID', `The connection ${where} is not right: ${problem?.message}`, {
    detail: { connection: connection.name },
  });
}

/**
 * Calls back soon after something appears in an inbox that can be watched. A hint only: events get lost under load, and
 * none may come from a network share.
 * @returns undefined when the connection cannot be watched
 */
export function watchHint(
  connection: TransportConnection,
  onHint: () => void,
  environment: Pick<TransportEnvironment, 'root'>,
): Watch | undefined {
  if (connection.transport !== 'folder' || connection.receive === undefined) return undefined;
  return watchFolder(connection.receive.path, onHint, environment);
}
