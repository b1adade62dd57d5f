import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Load } from './back-pressure.ts';
import { maskPath } from './web-log.ts';

/** Seconds. A page takes milliseconds; whatever takes longer than five is as good as lost. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Counts and times the answers of a server, by route; no token, address or unknown path is a label. */
export function addMetrics(server: FastifyInstance, load: Load): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'outcry_http_request_seconds',
    help: 'Time from a request to the end of its answer, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers,
  });
  new Gauge({
    name: 'outcry_http_requests_under_way',
    help: 'Requests that are not answered yet.',
    registers,
    collect() {
      this.set(load.underWay());
    },
  });
  server.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    const labels = { method, route: maskPath(routeOptions.url), status: reply.statusCode };
    seconds.observe(labels, reply.elapsedTime / 1000);
  });
  return registry;
}
