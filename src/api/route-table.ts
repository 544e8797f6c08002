/**
 * Who may call which route. A route that is not listed here keeps the API from starting.
 *
 * The table states what the guards do; test/api/routes.test.ts calls every route to see that they do it.
 */

/** `setup`: anyone, and only while no operator exists. `operator`: whoever has signed in. */
export type Caller = 'anyone' | 'setup' | 'operator';

const routeTable: Record<string, Caller> = {
  'GET /livez': 'anyone',
  'GET /readyz': 'anyone',
  'GET /metrics': 'anyone',
  'GET /status': 'anyone',
  'GET /ops': 'anyone',
  'GET /ops/pages.css': 'anyone',
  'GET /ops/setup': 'setup',
  'POST /ops/setup': 'setup',
  'GET /ops/sign-in': 'anyone',
  'POST /ops/sign-in': 'anyone',
  'GET /ops/sign-out': 'operator',
  'POST /ops/sign-out': 'operator',
};

/** Bull Board brings its own routes; one guard stands before all of them. */
const queueBoard = '/ops/queues';

/** Who may call a route; undefined when nobody decided. */
export function callerOf(method: string, url: string): Caller | undefined {
  if (url === queueBoard || url.startsWith(`${queueBoard}/`)) return 'operator';
  // Fastify adds HEAD to every GET.
  return routeTable[`${method === 'HEAD' ? 'GET' : method} ${url}`];
}
