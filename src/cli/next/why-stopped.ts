import type { Finding } from '../../guard/guard.ts';
import type { Campaign, CommandEntry, Ledger } from '../../ledger/ledger.ts';
import { sayPerson } from '../present-approval.ts';
import { minuteOf } from '../present-suppressions.ts';

/** Why a paused campaign is paused: the guard, what broke, or who paused it; undefined if that was not kept. */
export async function whyStopped(
  campaign: Campaign,
  holding: readonly Finding[],
  ledger: Pick<Ledger, 'commandsOf'>,
): Promise<string | undefined> {
  if (campaign.state !== 'paused') return undefined;
  if (holding.length > 0) {
    return ['The guard has stopped it.', ...holding.map(({ reason }) => reason)].join(' ');
  }
  if (campaign.stop) return `It has stopped: ${campaign.stop.reason}`;
  return whoPaused(await ledger.commandsOf(campaign.number, ''));
}

/** Whoever went on with it since then is why it stands still now, and not who had paused it. */
function whoPaused(commands: readonly CommandEntry[]): string | undefined {
  const last = commands.findLast(({ command }) => /^(pause|resume|send)\b/.test(command));
  if (!last?.command.startsWith('pause')) return undefined;
  return `${sayPerson(last)} paused it, ${minuteOf(last.at)} UTC.`;
}
