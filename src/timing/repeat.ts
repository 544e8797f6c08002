/**
 * Two ways to run something more than once: again and again, or once for many calls.
 */

export interface Repeating {
  /** Resolves when the run that is under way has ended; no other begins. */
  stop(): Promise<void>;
}

/** Runs again and again, a pause after each end; a failure is handed on and does not stop it. */
export function every(
  pauseMs: number,
  run: () => Promise<unknown>,
  onError: (error: unknown) => void,
): Repeating {
  let stopped = false;
  let wake: () => void = () => undefined;
  const loop = (async () => {
    while (!stopped) {
      await run().catch(onError);
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    async stop() {
      stopped = true;
      wake();
      await loop;
    },
  };
}

/** Runs soon after it is called, once for all calls until then. */
export function coalesce(pauseMs: number, run: () => Promise<void>): () => void {
  let due: Promise<void> | undefined;
  return () => {
    due ??= new Promise<void>((resolve) => setTimeout(resolve, pauseMs)).then(() => {
      due = undefined;
      return run();
    });
  };
}
