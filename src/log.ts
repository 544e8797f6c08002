/**
 * The logger: JSON lines on stdout for engineers.
 *
 * A message is a constant sentence; values go in named fields and are identifiers, counts and codes only, never document
 * content. ERROR means: wake someone.
 */
import { pino } from 'pino';

/** The fields a log line may carry besides its sentence. */
export interface LogFields {
  hub?: string;
  step?: string;
  connection?: string;
  partner?: string;
  /** What a partner owes for a document of ours, such as 997. */
  awaited?: string;
  fileId?: string;
  interchangeId?: string;
  recordId?: string;
  workId?: string;
  deliveryId?: string;
  erp?: string;
  /** Hash of a version of the configuration. */
  configuration?: string;
  /** `file:line` of a configuration file. */
  place?: string;
  code?: string;
  attempt?: number;
  count?: number;
  durationMs?: number;
  url?: string;
  requestId?: string;
  /** Where an error that nobody foresaw was thrown; see `framesOf`. */
  stack?: string;
  /** What keeps the process alive, as Node names it. */
  open?: string;
}

export interface Log {
  debug(sentence: string, fields?: LogFields): void;
  info(sentence: string, fields?: LogFields): void;
  warn(sentence: string, fields?: LogFields): void;
  error(sentence: string, fields?: LogFields): void;
}

/** Where an error was thrown, without its message: what nobody foresaw may quote the document that it choked on. */
export function framesOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames].join('\n');
}

/**
 * @param level the lowest level written: 'debug', 'info', 'warn', 'error' or 'silent'
 * @param fields fields that every line of this log carries
 */
export function openLog(level: string, fields: LogFields = {}): Log {
  const logger = pino({ level, base: fields, timestamp: pino.stdTimeFunctions.isoTime });
  const at =
    (name: 'debug' | 'info' | 'warn' | 'error') =>
    (sentence: string, values: LogFields = {}) =>
      logger[name](values, sentence);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
