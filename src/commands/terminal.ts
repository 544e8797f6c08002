/**
 * Where a command writes and reads: stdout for answers, stderr for everything else, stdin for a file named "-".
 *
 * A reader of stdout that goes away (`| head`) is no fault: the command stops early.
 */
import type { Writable } from 'node:stream';

export interface Terminal {
  /** Writes an answer; false when nobody reads any more. */
  write(part: string | Uint8Array): Promise<boolean>;
  /** Writes a remark to stderr. */
  remark(text: string): void;
  /** Bytes of a file named "-". */
  input: AsyncIterable<Uint8Array>;
  /** Whether answers go to a person's screen that shows colours. */
  colours: boolean;
}

/** The terminal that this program was started from. */
export function standardTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  stdout.on('error', ignoreClosed);
  stderr.on('error', ignoreClosed);
  return {
    write: (part) => writeOrStop(stdout, part),
    remark: (text) => stderr.write(text),
    input: stdin,
    colours: stdout.isTTY && !process.env['NO_COLOR'],
  };
}

function writeOrStop(stream: Writable, part: string | Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    stream.write(part, (error) => {
      if (error === undefined || error === null) resolve(true);
      else if (isClosed(error)) resolve(false);
      else reject(error);
    });
  });
}

/** Each write hears of the error itself; without a listener it would end the program with a stack. */
function ignoreClosed(error: Error): void {
  if (!isClosed(error)) throw error;
}

function isClosed(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}
