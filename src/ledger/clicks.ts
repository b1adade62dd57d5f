import type { LedgerContext } from './context.ts';
import type { ClickDraft } from './ledger.ts';

/** Keeps the raw facts, so that better rules can be applied to old clicks. */
export async function recordClick({ db, now }: LedgerContext, click: ClickDraft): Promise<void> {
  const { campaign, recipient, kind, link = null, method, userAgent: user_agent } = click;
  const { purpose = '', network = '' } = click;
  await db
    .insertInto('clicks')
    .values({ campaign, recipient, kind, link, method, user_agent, purpose, network, at: now() })
    .execute();
}
