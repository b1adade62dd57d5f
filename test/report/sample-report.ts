import type { Report } from '../../src/report/make-report.ts';

const CLICKS = { all: 0, human: 0, machine: 0, unsure: 0, people: 0, rules: {} };
const NOTHING = {
  recipients: 0,
  accepted: 0,
  delivered: 0,
  bounced: 0,
  dropped: 0,
  complaints: 0,
  clicked: 0,
  signatures: 0,
};

/** Of a large campaign, with what is hard to show. */
export const REPORT: Report = {
  campaign: 'door',
  state: 'done',
  subject: 'Keep the <door> open',
  recipients: 1_000_000,
  planned: 0,
  accepted: 1_000_000,
  refused: 0,
  unknown: 0,
  suppressed: 0,
  batches: 1000,
  requests: 1000,
  skipped: { duplicate: 12, invalid: 9, suppressed: 0 },
  events: { processed: 990_000, delivered: 985_000, bounce: 5_000 },
  clicks: {
    all: 440,
    people: 390,
    human: 400,
    machine: 30,
    unsure: 10,
    rules: { 'no-sign': 400, burst: 30, pair: 10 },
    links: [
      { ...CLICKS, kind: 'sign', url: null, human: 400, machine: 30, unsure: 10 },
      { ...CLICKS, kind: 'link', url: `https://example.org/${'long/'.repeat(20)}`, human: 12_345 },
      { ...CLICKS, kind: 'trap', url: null, machine: 7 },
    ],
  },
  preferences: { monthly: 3, petition: 2 },
  signatures: 312,
  unsubscribes: 5,
  petition: { slug: 'door', goal: 50_000, signatures: 312 },
  sources: { link: 312, shared: 20, public: 0, public_shared: 0, other_campaigns: 0 },
  times: {
    unit: 'hour',
    spans: [12, 200, 0, 100].map((signatures, hour) => ({
      from: new Date(Date.UTC(2026, 10, 24, 22 + hour)).toISOString(),
      signatures,
    })),
  },
  domains: [
    {
      ...NOTHING,
      domain: 'gmail.com',
      recipients: 600_000,
      accepted: 600_000,
      delivered: 598_000,
      clicked: 240,
      signatures: 180,
    },
    { ...NOTHING, domain: `${'long.'.repeat(9)}example.org`, recipients: 2, bounced: 1 },
    { ...NOTHING, domain: '', recipients: 1, accepted: 1 },
  ],
  languages: { en: { recipients: 979, signatures: 312 } },
  variants: [],
  rest: undefined,
};

export const TESTED: Report = {
  ...REPORT,
  variants: [
    {
      variant: 'A',
      subject: 'Keep the <door> open',
      recipients: 101,
      accepted: 101,
      signatures: 12,
      rate: 12 / 101,
      low: 0.069,
      high: 0.196,
      probability_best: 0.002,
    },
    {
      variant: 'B',
      subject: `{{first_name}}, ${'the door is yours and '.repeat(5)}mine`,
      recipients: 99,
      accepted: 99,
      signatures: 0,
      rate: 0,
      low: 0,
      high: 0.0365,
      probability_best: 0.99999,
    },
  ],
  rest: { recipients: 800, accepted: 0, signatures: 0, winner: null },
};
