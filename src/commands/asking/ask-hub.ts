/**
 * Asks the hub to do something: the running one over its control channel, or the one at rest in this process.
 */
import { request } from 'node:http';
import { userInfo } from 'node:os';
import { ConfigurationError } from '../../configuration/index.js';
import { callerForm, findSocket } from '../../control-address.js';
import { ConfigError, RefusedError, UnavailableError, type ErrorDetail } from '../../errors.js';
import { loadHubFile } from '../../hub-file/index.js';
import { openLog } from '../../log.js';
import type { OperationInput, OperationName, OperationOutput } from '../../operations/index.js';
import type { Problem } from '../../yaml/index.js';
import type { JsonOption } from '../telling/index.js';
import { type ErrorCode, errorCodes } from '../../vocabulary/index.js';

export interface AskOptions extends JsonOption {
  /** Who asks; the user of this machine when left out. */
  as?: string;
  /** The reason of an act, for the audit trail. */
  why?: string | undefined;
  environment?: NodeJS.ProcessEnv;
}

/**
 * Runs an operation in the running hub, or here when none runs.
 * @param root the folder that holds hub.yaml
 * @throws RefusedError what was asked cannot be done; ConfigurationError; ConfigError and UnavailableError when there is no way
 *   to the hub
 */
export async function askHub<Name extends OperationName>(
  root: string,
  name: Name,
  input: OperationInput<Name>,
  options: AskOptions = {},
): Promise<OperationOutput<Name>> {
  const { environment = process.env, as = callerName(environment) } = options;
  if (!callerForm.test(as)) {
    throw new RefusedError('REQUEST_INVALID', 'A name has 1 to 64 characters, on one line.');
  }
  const { settings, problems } = loadHubFile(root, environment);
  if (settings === undefined) throw new ConfigurationError(problems);
  const path = await socketOf(settings.dataDir);
  const answer = path === undefined ? undefined : await callHub(path, name, { actor: as, input });
  if (answer !== undefined) return answer.result as OperationOutput<Name>;
  // A database is opened only here: asking a running hub needs none.
  const { openAtRest, runOperation } = await import('../../operations/index.js');
  const hub = await openAtRest(root, environment, openLog('silent'));
  try {
    const context = hub.context({ actor: `local:${as}`, signal: new AbortController().signal });
    const result = await runOperation(context, name, input);
    return JSON.parse(JSON.stringify(result ?? null)) as OperationOutput<Name>;
  } finally {
    await hub.close();
  }
}

/** The person: where several share the account of the hub, sudo knows who it is. */
function callerName(environment: NodeJS.ProcessEnv): string {
  if (environment['SUDO_USER']) return environment['SUDO_USER'];
  try {
    return userInfo().username;
  } catch {
    // Containers often run as a number that has no name.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

async function socketOf(dataDir: string): Promise<string | undefined> {
  try {
    return await findSocket(dataDir);
  } catch (error) {
    throw notOurs(dataDir, error);
  }
}

function notOurs(place: string, cause: unknown): ConfigError {
  const sentence = `${place} belongs to another user: run the command as the user that the hub runs as.`;
  return new ConfigError('CONTROL_REFUSED', sentence, { cause });
}

interface Answer {
  result: unknown;
}

/** @returns undefined when nobody listens there any more */
async function callHub(path: string, name: string, body: object): Promise<Answer | undefined> {
  let status: number;
  let text: string;
  try {
    ({ status, text } = await post(path, `/operations/${encodeURIComponent(name)}`, JSON.stringify(body)));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined;
    if (code === 'EACCES' || code === 'EPERM') throw notOurs(path, error);
    throw new UnavailableError('CONTROL_UNREACHABLE', 'The running hub ended before it had answered.', {
      cause: error,
    });
  }
  const answer = JSON.parse(text) as Answer & ProblemAnswer;
  if (status === 200) return answer;
  throw asThrown(status, answer);
}

interface ProblemAnswer {
  code: ErrorCode;
  detail?: string;
  facts?: ErrorDetail;
  problems?: Problem[];
}

/** The error as the hub threw it. */
function asThrown(status: number, { code, detail, facts, problems }: ProblemAnswer): Error {
  if (problems !== undefined) return new ConfigurationError(problems);
  const sentence = detail ?? errorCodes[code].sentence;
  const options = facts === undefined ? {} : { detail: facts };
  if (status === 422) return new ConfigError(code, sentence, options);
  if (status >= 500) return new UnavailableError(code, sentence, options);
  return new RefusedError(code, sentence, options);
}

function post(socketPath: string, path: string, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asking = request(
      { socketPath, path, method: 'POST', headers: { 'content-type': 'application/json' } },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 500, text: Buffer.concat(parts).toString('utf8') }),
        );
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}
