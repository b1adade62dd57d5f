import { expect, it } from 'vitest';
import { runJson } from './run-outcry.ts';

it('shows a report that adds up: rows = accepted + skipped, signatures as simulated', async () => {
  const { status, json } = await runJson(['demo', '--exit']);
  expect(status).toBe(0);
  const { accepted, skipped, simulated } = json;
  expect(accepted + skipped.duplicate + skipped.invalid + skipped.suppressed).toBe(1000);
  expect(json).toMatchObject({ state: 'done', planned: 0, refused: 0, unknown: 0 });
  expect(json.signatures).toBe(simulated.signed);
  expect(json.clicks.human).toBe(simulated.signed + simulated.visited);
  expect(json.unsubscribes).toBe(simulated.unsubscribed);
  expect(json.events.processed).toBe(accepted);
  expect(json.events.delivered + json.events.bounce + (json.events.dropped ?? 0)).toBe(accepted);
}, 60_000);
