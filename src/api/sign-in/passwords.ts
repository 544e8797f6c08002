/**
 * Passwords of operators as scrypt hashes, and secrets that are long enough to be hashed once.
 *
 * A stored hash names its own parameters, so they can be raised later without locking anybody out.
 */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** The shortest password that is taken, in characters. */
export const passwordCharactersMin = 12;
/** The longest, so that hashing has a bounded cost. */
export const passwordCharactersMax = 200;

interface ScryptParameters {
  /** Cost, a power of two; one hash takes 128 * cost * blockSize bytes. */
  cost: number;
  blockSize: number;
  parallelization: number;
}

/** As OWASP's password storage guide gives them for 32 MiB. */
const current: ScryptParameters = { cost: 32_768, blockSize: 8, parallelization: 3 };
const saltBytes = 16;
const hashBytes = 32;
/** Twice what the parameters above need. */
const memoryBytesMax = 64 * 1_048_576;

const storedForm =
  /^scrypt\$(?<cost>\d{1,7})\$(?<blockSize>\d{1,2})\$(?<parallelization>\d{1,2})\$(?<salt>[\w-]{22})\$(?<hash>[\w-]{43})$/;

/** Makes `scrypt$cost$blockSize$parallelization$salt$hash`, the last two in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, current);
  const { cost, blockSize, parallelization } = current;
  return [
    'scrypt',
    cost,
    blockSize,
    parallelization,
    salt.toString('base64url'),
    hash.toString('base64url'),
  ].join('$');
}

/**
 * Whether this is the password of the stored hash. Takes as long when there is no stored hash, so that the time does not
 * tell which names exist.
 */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const parts = storedForm.exec(stored ?? '')?.groups;
  if (parts === undefined) {
    await derive(password, randomBytes(saltBytes), current);
    return false;
  }
  const parameters = {
    cost: Number(parts['cost']),
    blockSize: Number(parts['blockSize']),
    parallelization: Number(parts['parallelization']),
  };
  const hash = await derive(password, Buffer.from(parts['salt'] ?? '', 'base64url'), parameters);
  return timingSafeEqual(hash, Buffer.from(parts['hash'] ?? '', 'base64url'));
}

function derive(password: string, salt: Buffer, parameters: ScryptParameters): Promise<Buffer> {
  const { cost, blockSize, parallelization } = parameters;
  const options = { N: cost, r: blockSize, p: parallelization, maxmem: memoryBytesMax };
  return new Promise((resolve, reject) => {
    // The same characters typed on different keyboards may come composed or decomposed.
    scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

/** The length of a random secret: 32 bytes in base64url. */
export const randomSecretCharacters = 43;

/** A secret that nobody can guess: 256 random bits. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Under what a random secret is stored. Random secrets need no slow hash. */
export function sha256(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
