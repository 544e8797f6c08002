/**
 * The environment variables that the hub reads, checked.
 *
 * A variable set to nothing counts as not set. Addresses may hold passwords and are never shown.
 */
import { nearest, type Problem } from '../yaml/index.js';
import { parseListen } from './hub-file.js';

export interface EnvironmentValues {
  databaseUrl?: string;
  redisUrl?: string;
  dataDir?: string;
  listen?: { host: string; port: number };
  logLevel?: LogLevel;
}

export type LogLevel = (typeof logLevels)[number];
const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export function readEnvironment(environment: NodeJS.ProcessEnv): {
  values: EnvironmentValues;
  problems: Problem[];
} {
  const { DATABASE_URL, REDIS_URL, WAYBILL_DATA, WAYBILL_LISTEN, WAYBILL_LOG_LEVEL } = environment;
  const problems: Problem[] = [];
  const values: EnvironmentValues = {};

  if (DATABASE_URL) values.databaseUrl = DATABASE_URL;
  if (DATABASE_URL && !hasScheme(DATABASE_URL, ['postgres:', 'postgresql:'])) {
    const help = 'postgres://user:password@host:5432/database';
    problems.push(
      variableProblem({ name: 'DATABASE_URL', message: 'is not the address of a PostgreSQL database', help }),
    );
  }
  if (REDIS_URL) values.redisUrl = REDIS_URL;
  if (REDIS_URL && !hasScheme(REDIS_URL, ['redis:', 'rediss:'])) {
    const help = 'redis://host:6379';
    problems.push(
      variableProblem({ name: 'REDIS_URL', message: 'is not the address of a Redis server', help }),
    );
  }
  if (WAYBILL_DATA) values.dataDir = WAYBILL_DATA;
  if (WAYBILL_LISTEN) {
    const listen = parseListen(WAYBILL_LISTEN);
    if (listen) values.listen = listen;
    const fault = { message: 'is not HOST:PORT', help: 'such as 127.0.0.1:8080', value: WAYBILL_LISTEN };
    if (!listen) problems.push(variableProblem({ name: 'WAYBILL_LISTEN', ...fault }));
  }
  if (WAYBILL_LOG_LEVEL) {
    const level = logLevels.find((known) => known === WAYBILL_LOG_LEVEL);
    if (level) values.logLevel = level;
    else problems.push(levelProblem(WAYBILL_LOG_LEVEL));
  }
  return { values, problems };
}

function levelProblem(value: string): Problem {
  const suggestion = nearest(value, logLevels);
  const help = suggestion === undefined ? `one of ${logLevels.join(', ')}` : `did you mean "${suggestion}"?`;
  return variableProblem({ name: 'WAYBILL_LOG_LEVEL', message: 'is not a log level', help, value });
}

function hasScheme(address: string, schemes: readonly string[]): boolean {
  return URL.canParse(address) && schemes.includes(new URL(address).protocol);
}

/** @param fault its value is shown, so leave it out where it could hold a password */
function variableProblem(fault: { name: string; message: string; help: string; value?: string }): Problem {
  const { name, value } = fault;
  return {
    code: 'ENVIRONMENT_INVALID',
    severity: 'error',
    message: `the variable ${name} ${fault.message}`,
    file: 'environment',
    line: 1,
    col: value === undefined ? 1 : name.length + 2,
    length: Math.max(1, value?.length ?? name.length),
    path: name,
    help: fault.help,
    ...(value === undefined ? {} : { sourceLine: `${name}=${value}` }),
  };
}
