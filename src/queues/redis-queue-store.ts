/**
 * Keeps the jobs on a Redis or Valkey server.
 *
 * A server that is away is no error: the hub works without it and the connection comes back by itself. A server that may
 * throw jobs away is refused as soon as it can be asked.
 */
import { createRedisBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { ConfigError } from '../errors.js';
import type { Log } from '../log.js';
import { within, type QueueStore } from './queue-store.js';

const reconnectDelayMsMax = 2_000;
const keepAliveAfterMs = 10_000;
/** Streams and the other commands BullMQ uses need 6.2. */
const versionMin = [6, 2] as const;

/**
 * @param url redis://... or rediss://...
 * @param timeoutMs how long to wait for a first answer
 * @throws ConfigError QUEUE_STORE_UNFIT when the server answers in time and does not fit, CONFIG_INVALID for another URL
 */
export async function openRedisQueueStore(url: string, timeoutMs: number, log: Log): Promise<QueueStore> {
  if (!/^rediss?:\/\//.test(url))
    throw new ConfigError('CONFIG_INVALID', 'REDIS_URL must begin with redis:// or rediss://');
  const redis = new Redis(url, {
    // BullMQ requires it: a command waits for the connection. Our own timeouts bound every wait.
    maxRetriesPerRequest: null,
    keepAlive: keepAliveAfterMs,
    retryStrategy: (attempt) => Math.min(attempt * 100, reconnectDelayMsMax),
  });
  // What goes wrong later, each queue and worker reports; a refused sign-in is no outage that passes by itself.
  const refused = new Promise<ConfigError>((tell) => {
    redis.on('error', (error) => isRefusal(error) && tell(signInRefused()));
  });
  const fault = findFault(redis).catch((error: unknown) => (isRefusal(error) ? signInRefused() : undefined));
  const unfit = await within(timeoutMs, Promise.race([fault, refused]));
  if (unfit !== undefined) {
    redis.disconnect();
    throw unfit;
  }
  redis.on('ready', () => {
    findFault(redis).then(
      (fault) => fault && log.error(fault.message, { code: fault.code }),
      // Lost again while asked; the next 'ready' asks again.
      () => {},
    );
  });
  return {
    backend: createRedisBackend as QueueStore['backend'],
    connection: redis,
    // The braces keep all keys in one slot of a cluster.
    prefix: '{waybill}',
    removesAsJobsFinish: true,
    firstConnectionCounts: false,
    // Redis runs one script at a time.
    alone: (change) => change(),
    ping: () => redis.ping(),
    close: async () => redis.disconnect(),
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && /^(NOAUTH|WRONGPASS|NOPERM)/.test(error.message);
}

function signInRefused(): ConfigError {
  return new ConfigError('QUEUE_STORE_UNFIT', 'The Redis server refused the user or password in REDIS_URL.');
}

async function findFault(redis: Redis): Promise<ConfigError | undefined> {
  const info = await redis.info();
  const version = field(info, 'redis_version');
  const policy = field(info, 'maxmemory_policy');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (version !== '' && (major - versionMin[0] || minor - versionMin[1]) < 0)
    return new ConfigError(
      'QUEUE_STORE_UNFIT',
      `The Redis server is version ${version}; ${versionMin.join('.')} or newer is needed.`,
      { detail: { version } },
    );
  if (policy !== '' && policy !== 'noeviction')
    return new ConfigError(
      'QUEUE_STORE_UNFIT',
      `The Redis server has maxmemory-policy ${policy} and may throw jobs away; set it to noeviction.`,
      { detail: { policy } },
    );
  return undefined;
}

function field(info: string, name: string): string {
  return new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1] ?? '';
}
