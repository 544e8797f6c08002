/**
 * A terminal that keeps what a command writes, for the tests of commands.
 */
import type { Terminal } from '../../src/commands/terminal.js';

export interface MadeTerminal extends Terminal {
  /** What was written to stdout and stderr. */
  readonly out: string;
  readonly err: string;
}

export interface MadeTerminalOptions {
  /** Bytes of stdin. */
  input?: AsyncIterable<Uint8Array>;
  colours?: boolean;
  /** Writes after which nobody reads stdout any more. */
  writesMax?: number;
}

export function makeTerminal(options: MadeTerminalOptions = {}): MadeTerminal {
  const written = { out: '', err: '', writes: 0 };
  return {
    get out() {
      return written.out;
    },
    get err() {
      return written.err;
    },
    async write(part) {
      written.writes += 1;
      if (written.writes > (options.writesMax ?? Number.POSITIVE_INFINITY)) return false;
      written.out += typeof part === 'string' ? part : Buffer.from(part).toString('utf8');
      return true;
    },
    remark: (text) => void (written.err += text),
    input: options.input ?? nothing(),
    colours: options.colours ?? false,
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
