import autocannon from 'autocannon';

export interface Load {
  readonly url: string;
  /** Each is posted to once, in order. */
  readonly tokens: Iterator<string>;
  readonly seconds: number;
  /** Requests a second in all; as many as possible unless said. */
  readonly rate?: number;
}

export interface Loaded {
  readonly perSecond: number;
  /** Milliseconds from the request to its answer. */
  readonly p50: number;
  readonly p99: number;
  /** Answers that say "signed". */
  readonly signed: number;
  readonly others: number;
}

const CONNECTIONS = 256;
const BODY = 'first_name=Gabriela&last_name=Montes&postcode=90210&comment=&consent=yes';

/** Posts sign forms from 256 connections. Node's clock counts from the first to the last answer. */
export async function postSignatures({ url, tokens, seconds, rate }: Load): Promise<Loaded> {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    ...(rate === undefined ? {} : { overallRate: rate }),
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: BODY,
        setupRequest: (request) => ({ ...request, path: `/s/${tokens.next().value}` }),
      },
    ],
  });
  return {
    perSecond: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    signed: result['3xx'],
    others: result['1xx'] + result['2xx'] + result['4xx'] + result['5xx'] + result.errors,
  };
}
