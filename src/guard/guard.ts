/**
 * The guard stops a send that goes wrong. Its words:
 * - kind: what it watches. - finding: of that kind, more than may be. - pass: staff go on despite it.
 */

/** `silence`: SendGrid's events do not come, so that the guard would know nothing. */
export type GuardKind = ShareKind | 'links' | 'sign-page' | 'silence';
export type ShareKind = 'bounces' | 'complaints' | 'refused' | 'unsubscribes';

/** Over which shares, 0 to 1, a campaign is stopped; null and false for what is not watched. */
export interface GuardLimits extends Readonly<Record<ShareKind, number | null>> {
  readonly links: boolean;
  readonly signPage: boolean;
}

/** One mail domain of a campaign; `recipients` are those of its whole audience. */
export interface DomainCounts {
  readonly domain: string;
  readonly recipients: number;
  readonly delivered: number;
  readonly bounced: number;
}

/** People of one campaign: what is known of it now. */
export interface GuardFigures {
  readonly recipients: number;
  readonly accepted: number;
  readonly refused: number;
  /** Of whom any event has come. */
  readonly heard: number;
  readonly delivered: number;
  readonly bounced: number;
  readonly complaints: number;
  readonly unsubscribes: number;
  /** Those with enough bounces to be looked at. */
  readonly domains: readonly DomainCounts[];
}

export interface Finding {
  readonly kind: GuardKind;
  /** The mail domain or the address of the page that it is about; empty for the whole campaign. */
  readonly subject: string;
  /** 0 to 1, where it is a share. */
  readonly share: number | null;
  /** A sentence with the figures. */
  readonly reason: string;
}

/** What staff have gone on despite. */
export type Pass = Pick<Finding, 'kind' | 'subject' | 'share'>;
