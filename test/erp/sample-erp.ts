/**
 * Starts demo/sample-erp.ts in its own process, as the demo does.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../demo/sample-erp.ts', import.meta.url));

export const sampleToken = 'sample-erp-token';

export interface SampleErp {
  address: string;
  /** Changes the faults; names as in demo/sample-erp.ts. */
  setFaults(faults: Record<string, number>): Promise<void>;
  /** What the ERP has, and how often it was asked. */
  records(): Promise<{
    posts: number;
    repeated: number;
    records: { key: string; kind: string; body: unknown }[];
  }>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export async function startSampleErp(flags: string[] = []): Promise<SampleErp> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...flags], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const failed = ended.then(() => Promise.reject(new Error('the sample ERP ended before it was ready')));
  const [line] = (await Promise.race([once(lines, 'line'), failed])) as [string];
  failed.catch(() => undefined);
  const { address } = JSON.parse(line) as { address: string };
  const headers = { authorization: `Bearer ${sampleToken}` };
  return {
    address,
    async setFaults(faults) {
      const response = await fetch(`${address}/faults`, {
        method: 'PUT',
        headers,
        body: JSON.stringify(faults),
      });
      if (!response.ok) throw new Error(`the sample ERP refused the faults: ${await response.text()}`);
    },
    async records() {
      const response = await fetch(`${address}/records`, { headers });
      return (await response.json()) as Awaited<ReturnType<SampleErp['records']>>;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
