/**
 * Where secrets come from: the environment and files, never a configuration file, which only holds their names.
 *
 * A value is looked up each time it is asked for, so that a secret can be changed without a restart.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from './errors.js';

/** Letters, digits, hyphens and underscores; anything else could leave the folder of secrets. */
export const secretNamePattern = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
/** Bytes in a file that holds a secret; a private key needs some 4,000. */
export const secretBytesMax = 65_536;

export interface SecretSource {
  /**
   * @param name without the leading `secret:`
   * @returns undefined when there is no such secret
   * @throws ConfigError SECRET_UNUSABLE there is one but it cannot be read
   */
  find(name: string): Promise<string | undefined>;
}

/** Places to look in, in this order: environment variables, or a folder of files named after the secrets. */
export type SecretPlace = 'environment' | { files: string };

/** @param places folders as absolute paths */
export function openSecrets(places: readonly SecretPlace[], environment: NodeJS.ProcessEnv): SecretSource {
  return {
    async find(name) {
      if (!secretNamePattern.test(name)) return undefined;
      for (const place of places) {
        const value =
          place === 'environment' ? environment[secretVariable(name)] : await fromFile(place.files, name);
        if (value !== undefined && value !== '') return value;
      }
      return undefined;
    },
  };
}

/** The environment variable that holds a secret: `acme-sftp-key` is WAYBILL_SECRET_ACME_SFTP_KEY. */
export function secretVariable(name: string): string {
  return `WAYBILL_SECRET_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** A place in options that holds a secret itself where a name belongs. */
export interface ClearSecret {
  path: (string | number)[];
  /** What to write instead. */
  help: string;
}

/** Options that hold a secret, in small letters. */
const secretKeys = new Set([
  ...['password', 'passphrase', 'key', 'privatekey'],
  ...['token', 'bearer', 'apikey', 'secret', 'clientsecret', 'authorization'],
]);

/** Looks through options as written, however deep, for secrets in clear text; never shows them. */
export function findClearSecrets(value: unknown, path: readonly (string | number)[] = []): ClearSecret[] {
  if (typeof value === 'object' && value !== null) {
    const isList = Array.isArray(value);
    return Object.entries(value).flatMap(([key, inner]) =>
      findClearSecrets(inner, [...path, isList ? Number(key) : key]),
    );
  }
  const key = String(path.at(-1) ?? '');
  if (isUrlWithPassword(value)) {
    return [{ path: [...path], help: 'take the password out of the address and name it as a secret' }];
  }
  if (!secretKeys.has(key.toLowerCase()) || value === null || isSecretName(value)) return [];
  const name = key.toLowerCase() === 'key' ? 'NAME' : key.toLowerCase();
  return [{ path: [...path], help: `write secret:${name} and put the value into ${secretVariable(name)}` }];
}

function isSecretName(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('secret:') && secretNamePattern.test(value.slice(7));
}

function isUrlWithPassword(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*:[^/?#]*@/i.test(value);
}

async function fromFile(folder: string, name: string): Promise<string | undefined> {
  const unusable = (reason: string, cause?: unknown) =>
    new ConfigError('SECRET_UNUSABLE', 'The file of a secret cannot be used', {
      detail: { name, reason },
      cause,
    });
  let text: string;
  try {
    text = await readFile(join(folder, name), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unusable(code, error);
  }
  if (text.length > secretBytesMax) throw unusable(`longer than ${secretBytesMax} bytes`);
  // Editors end a file with a line break that a password does not have; a private key of many lines keeps its own.
  return /^[^\r\n]*\r?\n$/.test(text) ? text.replace(/\r?\n$/, '') : text;
}
