import type { Campaign } from '../ledger/ledger.ts';
import type { PaceTools } from './keep-pace.ts';
import { createListener } from './listen.ts';

/**
 * Tells whoever follows a campaign that workers send what the guard does there: that the rest waits for
 * the first wave, that it goes, that no events come. It is to be called again and again.
 */
export async function followGuard(
  { number }: Pick<Campaign, 'number'>,
  tools: Pick<PaceTools, 'ledger' | 'now' | 'tell'>,
): Promise<() => Promise<void>> {
  const { ledger, tell } = tools;
  const guard = await ledger.guardOf(number);
  if (!guard) return async () => {};
  const listen = createListener({ number }, tools);
  let isWaiting = guard.wave !== undefined && guard.wave.passedAt === undefined;
  let told = 0;
  const lookAtWave = async () => {
    const wave = (await ledger.guardOf(number))?.wave;
    const sentAt = await ledger.waveSent(number);
    if (!wave || sentAt === undefined) return;
    // Where all are in the first wave, nobody waits for it.
    if ((await ledger.tally(number)).planned === 0) return;
    isWaiting = wave.passedAt === undefined;
    const until = sentAt + wave.waitMs;
    if (!isWaiting) tell?.({ type: 'wave', recipients: wave.recipients });
    else if (until !== told) tell?.({ type: 'wait', reason: 'wave', until });
    told = until;
  };
  return async () => {
    if (isWaiting) await lookAtWave();
    await listen();
  };
}
