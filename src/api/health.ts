/**
 * Whether the hub is alive and ready.
 *
 * Without its queue store the hub still works, only slower, so it is ready but degraded. Without its database it is not. A
 * partner's or ERP's trouble is for alerts, never for readiness.
 */
import type { FastifyInstance } from 'fastify';

/** Something that can say whether it answers, without ever throwing. */
export interface Healthy {
  healthy(): Promise<boolean>;
}

export function addHealthRoutes(app: FastifyInstance, edges: { database: Healthy; queues: Healthy }): void {
  app.get('/livez', () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const [database, queues] = await Promise.all([edges.database.healthy(), edges.queues.healthy()]);
    const status = !database ? 'unavailable' : queues ? 'ready' : 'degraded';
    return reply.code(database ? 200 : 503).send({ status, database, queues });
  });
}
