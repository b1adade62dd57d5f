import type { Stop } from '../campaign/stops.ts';
import { formatCount } from '../format-count.ts';
import type {
  BatchReport,
  Campaign,
  CampaignState,
  LanguageFigures,
  Tally,
} from '../ledger/ledger.ts';
import { sayDuration } from '../schedule/say-time.ts';
import { whoWasMailed } from './present-campaign.ts';
import { plural } from './present-problems.ts';
import { presentReasons } from './present-trouble.ts';
import { saySpeed } from './progress/describe-standing.ts';

/** How one run of a send ended. */
export interface Outcome {
  readonly campaign: Campaign;
  readonly state: CampaignState;
  readonly tally: Tally;
  readonly stop: Stop | undefined;
  /** Of this run alone. */
  readonly tookMs: number;
  readonly settled: number;
}

/** What there is to say besides the counts: how long it took, the languages, and what was refused why. */
export function presentRun(
  { tookMs, settled }: Outcome,
  languages: Readonly<Record<string, LanguageFigures>>,
  troubled: readonly BatchReport[],
): string[] {
  return [...speedLine(tookMs, settled), ...languageLine(languages), ...presentReasons(troubled)];
}

function speedLine(tookMs: number, settled: number): string[] {
  if (settled === 0) return [];
  const took = tookMs < 1_000 ? 'less than a second' : sayDuration(tookMs);
  const speed = tookMs < 1_000 ? '' : `: ${saySpeed((settled * 1000) / tookMs)}`;
  return [`  ${plural(settled, 'recipient')} in ${took}${speed}`];
}

function languageLine(languages: Readonly<Record<string, LanguageFigures>>): string[] {
  const all = Object.entries(languages);
  if (all.length < 2) return [];
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const parts = all.map(([lang, { recipients }]) => `${names.of(lang)} ${formatCount(recipients)}`);
  return [`  by language: ${parts.join(', ')}`];
}

/** What happened, who was mailed, what to do. */
export function closingWords({ campaign: { name }, state, tally, stop }: Outcome): string {
  const todo = [...troubleSteps(name, tally), ...(stop ? [] : [reportStep(name)])];
  const steps = todo.map(([what, command]) => `${what}: ${command}`).join('\n');
  return stop
    ? `\n${[stop.reason, whoWasMailed(tally, state), stop.fix, steps].filter(Boolean).join('\n')}`
    : `\n${steps}`;
}

function reportStep(name: string): [string, string] {
  return ['See what the letter does with', `outcry report ${name}`];
}

function troubleSteps(name: string, { refused, unknown }: Tally): [string, string][] {
  const steps: [string, string][] = [];
  if (refused > 0) {
    const command = `outcry recipients ${name} --state refused --csv refused.csv`;
    steps.push(['Who was refused, as a list to mend and send to', command]);
  }
  if (unknown > 0) steps.push(['What may not have arrived', `outcry reconcile ${name}`]);
  return steps;
}
