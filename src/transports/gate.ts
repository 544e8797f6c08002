/**
 * Lets at most so many calls run at once; the others wait in order.
 */
export interface Gate {
  run<Result>(call: () => Promise<Result>): Promise<Result>;
}

export function createGate(atOnceMax: number): Gate {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async run(call) {
      if (running < atOnceMax) running++;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await call();
      } finally {
        // Whoever waits takes over the place, so that nobody can slip in before.
        const next = waiting.shift();
        if (next === undefined) running--;
        else next();
      }
    },
  };
}
