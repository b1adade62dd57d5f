import type { Campaign, EarlierSend, Ledger } from '../ledger/ledger.ts';
import type { RecentCampaign } from '../ledger/repeat-ledger.ts';
import type { Message } from '../message/message.ts';
import { type Envelope, openEnvelope } from './envelope.ts';
import { type Shingles, shinglesOf, similarity } from './similar-text.ts';
import { isTest } from './test-petition.ts';

/** Another campaign of nearly the same letter. */
export interface NearSend extends EarlierSend {
  /** How alike the letters are, from 0 to 1. */
  readonly similarity: number;
}

/**
 * From here on two letters count as nearly the same. A mended sentence leaves nine tenths and more; a
 * reminder that shares petition, signers and notes with the letter before, and tells the rest anew, a
 * third to a half.
 */
export const NEARLY = 0.6;

const DAYS_30 = 30 * 24 * 60 * 60 * 1000;
/** However many campaigns there are: so many letters are read, and so many audiences compared. */
const MOST_LETTERS = 50;
const MOST_AUDIENCES = 5;

/**
 * Campaigns of nearly the same letter, for the same petition or of the same appeal, that share people
 * with this one: those of the 30 days before it and later, and older ones that are still to be sent.
 * The newest first. Exactly the same letter is another matter, and a test is none.
 */
export async function nearSendsOf(campaign: Campaign, ledger: Ledger): Promise<NearSend[]> {
  if (isTest(campaign)) return [];
  const candidates = (await ledger.recentCampaigns(campaign.createdAt - DAYS_30)).filter(
    (one) => one.number !== campaign.number && one.hash !== campaign.hash && !isTest(one),
  );
  if (candidates.length === 0) return [];
  const own = letterOf(campaign);
  const alike: { campaign: Campaign; similarity: number }[] = [];
  for (const { number } of likeliestFirst(candidates, campaign).slice(0, MOST_LETTERS)) {
    const other = await ledger.campaignByNumber(number);
    const found = other && howAlike(own, letterOf(other));
    if (other && found) alike.push({ campaign: other, similarity: found });
  }
  const newest = alike.sort((a, b) => b.campaign.number - a.campaign.number);
  const sends: NearSend[] = [];
  for (const { campaign: other, similarity } of newest.slice(0, MOST_AUDIENCES)) {
    sends.push({ ...(await ledger.sharedWith(campaign.number, other)), similarity });
  }
  return sends.filter(({ overlap, waiting }) => overlap > 0 || waiting > 0);
}

/** Those of the same petition first; of each kind the newest. */
function likeliestFirst(
  candidates: readonly RecentCampaign[],
  { petition: { slug } }: Campaign,
): RecentCampaign[] {
  const isSame = ({ petition }: RecentCampaign) => petition.slug === slug;
  return [...candidates.filter(isSame), ...candidates.filter((one) => !isSame(one))];
}

interface Letter {
  readonly slug: string;
  readonly appeal: string | undefined;
  readonly texts: readonly { readonly lang: string; readonly shingles: Shingles }[];
}

function letterOf({ petition, envelope }: Campaign): Letter {
  const { appeal, editions } = openEnvelope(envelope);
  const texts = firstLanguage(editions).map(({ lang, message }) => ({
    lang,
    shingles: shinglesOf(sharedText(message)),
  }));
  return { slug: petition.slug, appeal, texts };
}

/** The first edition of each variant: what is mended in one language mostly is in all. */
function firstLanguage(editions: Envelope['editions']): Envelope['editions'][number][] {
  return editions.filter(({ lang }) => lang === editions[0].lang);
}

/** What is the same for everybody: the tokens of the rest differ from letter to letter. */
function sharedText({ text, slots }: Message): string {
  return slots.reduce((rest, { token }) => rest.replaceAll(token, ' '), text);
}

/** Undefined if they are not nearly the same. */
function howAlike(own: Letter, other: Letter): number | undefined {
  const isKin = own.slug === other.slug || (own.appeal ?? '') === other.appeal;
  if (!isKin) return undefined;
  const pairs = own.texts.flatMap((one) =>
    other.texts
      .filter(({ lang }) => lang === one.lang)
      .map((two) => similarity(one.shingles, two.shingles)),
  );
  const best = Math.max(0, ...pairs);
  return best >= NEARLY ? best : undefined;
}
