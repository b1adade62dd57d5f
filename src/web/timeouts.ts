/** How long slow clients are waited for, in milliseconds. */
export interface Patience {
  /** For all headers of a request, from the connection or the answer before. */
  readonly headersMs: number;
  /** For the whole request, body and all. */
  readonly requestMs: number;
  /** For a client that neither sends nor takes a byte. */
  readonly idleMs: number;
  /** How often Node looks for those that took too long. */
  readonly checkMs: number;
}

/** A phone on a bad line sends a form in seconds. Load balancers keep connections for a minute or so, and are to hang up first. */
export const PATIENCE: Patience = {
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 120_000,
  checkMs: 5_000,
};

/** In bytes, all headers together; Node answers 431 to more. */
const HEADERS_LIMIT = 16 * 1024;

/** Fastify's options for that. */
export function timeouts({ headersMs, requestMs, idleMs, checkMs }: Patience) {
  return {
    requestTimeout: requestMs,
    connectionTimeout: idleMs,
    keepAliveTimeout: idleMs,
    http: {
      headersTimeout: headersMs,
      connectionsCheckingInterval: checkMs,
      maxHeaderSize: HEADERS_LIMIT,
    },
  };
}
