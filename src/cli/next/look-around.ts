import { existsSync } from 'node:fs';
import path from 'node:path';
import { openEnvelope } from '../../campaign/envelope.ts';
import { holdingOf } from '../../campaign/guard-stop.ts';
import { isTest } from '../../campaign/test-petition.ts';
import { publicUrl, readWorkspace } from '../../config.ts';
import { checkApiKey, checkUrl, isLocal } from '../../delivery/sendgrid-settings.ts';
import { OutcryError } from '../../errors.ts';
import type { Finding } from '../../guard/guard.ts';
import type { Campaign, Ledger, Tally } from '../../ledger/ledger.ts';
import { parseSecrets } from '../../link-keys.ts';
import type { Problem } from '../../problem.ts';
import type { Io } from '../io.ts';
import { type Context, PACKAGE_FOLDER } from '../open-context.ts';
import { type TrialView, viewTrial } from '../present-trial.ts';
import { findLetter, findLists, type LetterSeen } from './find-letter.ts';
import { whyStopped } from './why-stopped.ts';

/** What there is in a workspace, as far as it says what to do next. */
export interface Surroundings {
  readonly folder: string;
  /** What keeps any letter from being sent. */
  readonly missing: readonly Problem[];
  /** The organisation is still that of the sample. */
  readonly isSample: boolean;
  /** Mail goes to a sandbox. */
  readonly isRehearsal: boolean;
  /** Without tests; the newest first. */
  readonly campaigns: readonly CampaignSeen[];
  /** Of the letters that no campaign has sent, the one that was written last. */
  readonly letter: LetterSeen | undefined;
  /** As typed; what was written last comes first. */
  readonly lists: readonly string[];
  readonly now: number;
}

export interface CampaignSeen {
  readonly campaign: Campaign;
  readonly tally: Tally;
  readonly trial: TrialView | undefined;
  /** What SendGrid, or nobody, said about the last batch that is refused or unknown. */
  readonly trouble: string | undefined;
  /** Why it is paused, as far as that was kept. */
  readonly stopped: string | undefined;
  /** What the guard has stopped it for, and still does. */
  readonly holding: readonly Finding[];
}

/** Looks at a workspace, and changes nothing in it. */
export async function lookAround(context: Context, io: Io): Promise<Surroundings> {
  const { folder, config } = context.workspace;
  const ledger = hasLedger(context) ? await context.ledger() : undefined;
  const all = ledger ? await ledger.listCampaigns() : [];
  const campaigns = all.filter((campaign) => !isTest(campaign));
  const sent = new Set(campaigns.map(({ envelope }) => openEnvelope(envelope).appeal));
  const sample = readWorkspace(PACKAGE_FOLDER, {}).config;
  return {
    folder,
    missing: whatIsMissing(context),
    isSample: config.organisation.address === sample.organisation.address,
    isRehearsal: isLocal(context.workspace.environment.OUTCRY_SENDGRID_URL),
    campaigns: ledger ? await Promise.all(campaigns.map((one) => see(one, ledger))) : [],
    letter: await findLetter(context, { sent, ledger }),
    lists: await findLists(context),
    now: io.now(),
  };
}

/** A ledger is not made only to find it empty. */
function hasLedger({ workspace: { folder, environment } }: Context): boolean {
  const file = path.join(folder, '.outcry', 'ledger.sqlite');
  return Boolean(environment.OUTCRY_DATABASE_URL) || existsSync(file);
}

async function see(campaign: Campaign, ledger: Ledger): Promise<CampaignSeen> {
  const { number } = campaign;
  const troubled = await ledger.troubledBatches(number);
  const holding = await holdingOf(campaign, ledger);
  return {
    campaign,
    tally: await ledger.tally(number),
    trial: await viewTrial(ledger, number),
    trouble: troubled.at(-1)?.reason,
    stopped: await whyStopped(campaign, holding, ledger),
    holding,
  };
}

function whatIsMissing({ workspace }: Context): Problem[] {
  const { SENDGRID_API_KEY, OUTCRY_SECRET, OUTCRY_SENDGRID_URL } = workspace.environment;
  return [
    () => parseSecrets(OUTCRY_SECRET),
    () => checkApiKey(SENDGRID_API_KEY ?? ''),
    () => OUTCRY_SENDGRID_URL && checkUrl(OUTCRY_SENDGRID_URL),
    () => publicUrl(workspace),
  ].flatMap(problemsIn);
}

function problemsIn(attempt: () => unknown): readonly Problem[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (error instanceof OutcryError) return error.problems;
    throw error;
  }
}
