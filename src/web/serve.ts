/** The web side: sign links, sign page, public pages, unsubscribe, SendGrid's events. */
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Means } from '../delivery/deliver.ts';
import { readWebhookKey } from '../delivery/sendgrid-signature.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Links } from '../links.ts';
import { listenError } from '../listen-error.ts';
import { makeCloser } from '../make-closer.ts';
import { readAddress } from '../sign-publicly.ts';
import { createLoad } from './back-pressure.ts';
import { addClickRoutes } from './click-routes.ts';
import { loadConfirmMail } from './confirm-mail.ts';
import { addConfirmRoutes } from './confirm-routes.ts';
import { addEventRoutes } from './event-routes.ts';
import { openForms } from './forms.ts';
import { createNetworkHash } from './hash-network.ts';
import { keepForgetting } from './keep-forgetting.ts';
import { keepJudging } from './keep-judging.ts';
import { makeServer } from './make-server.ts';
import type { Organisation } from './page-contexts.ts';
import { loadPages } from './pages.ts';
import { addPublicRoutes } from './public-routes.ts';
import { createReadiness } from './readiness.ts';
import { createPictures } from './share-picture.ts';
import { addSignRoutes } from './sign-routes.ts';
import type { Site } from './site.ts';
import { addStaticRoutes, cssPath } from './static-routes.ts';
import { pictureColours } from './theme-css.ts';
import type { Patience } from './timeouts.ts';
import { addUnsubscribeRoutes } from './unsubscribe-routes.ts';
import { addViewRoutes } from './view-routes.ts';
import { visitorsLedger } from './visitors-ledger.ts';
import type { Log } from './web-log.ts';

export interface ServeOptions {
  readonly ledger: Ledger;
  readonly links: Links;
  /** Where pages and their words are looked for, the workspace's own first. */
  readonly templateRoots: readonly string[];
  readonly organisation: Organisation;
  /** For visitors whose language is not known; English unless said. */
  readonly lang?: string | undefined;
  /** Where supporters reach this server; may have a path. Where it listens, unless said. */
  readonly publicUrl?: string | undefined;
  /** What each confirmation is mailed by; without it, public pages take no signatures. */
  readonly mailMeans?: (() => Means) | undefined;
  /** The theme's, for pages and mails; that of style.css unless said. */
  readonly colour?: string | undefined;
  /** OUTCRY_WEBHOOK_KEY. */
  readonly webhookKey?: string | undefined;
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Where Prometheus finds the figures, on the same host; nowhere unless said, 0 takes any free port. */
  readonly metricsPort?: number | undefined;
  /** Web servers in front that may say whom they speak for, besides those on this machine: addresses, CIDR ranges. */
  readonly trustProxy?: readonly string[] | undefined;
  /** How long slow clients are waited for. */
  readonly patience?: Patience | undefined;
  /** How long, in milliseconds, visitors are still taken once it is not ready any more; 0 unless said. */
  readonly drainMs?: number | undefined;
  /** Requests under way beyond which whoever comes is asked to come again. */
  readonly mostUnderWay?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds that only go forward; of this process unless said. */
  readonly elapsed?: (() => number) | undefined;
  /** The zone of the days on which petitions close (IANA); this machine's unless said. */
  readonly timezone?: string | undefined;
  readonly log?: Log | undefined;
}

export interface RunningServer {
  /** Where it listens. */
  readonly url: string;
  /** Where the figures are. */
  readonly metricsUrl?: string | undefined;
  /**
   * Is not ready any more; after `drainMs` stops listening, answers what is under way, then returns.
   * The ledger stays open.
   */
  close(): Promise<void>;
}

const ROUTES = [
  addStaticRoutes,
  addSignRoutes,
  addPublicRoutes,
  addConfirmRoutes,
  addUnsubscribeRoutes,
  addViewRoutes,
  addClickRoutes,
  addEventRoutes,
];
const DRAINING =
  'This server is being stopped: it is not ready any more, and still answers until load balancers know (--drain). Ask again to stop it at once.';
/** A second's work, or less. */
const MOST_UNDER_WAY = 2000;

/**
 * Starts the web side. Throws an OutcryError for a page template that cannot be used, a webhook key
 * that is none, or an address that cannot be listened on.
 */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  let url = '';
  const site = makeSite(options, () => url);
  const server = makeServer(site, options);
  const close = makeCloser(server);
  keepForgetting(server, site);
  keepJudging(server, site);
  const metrics = await startMetrics(server, site, options);
  try {
    for (const addRoutes of ROUTES) addRoutes(server, site);
    url = await server.listen({ host: options.host, port: options.port });
    return {
      url,
      metricsUrl: metrics?.url,
      close: async () => {
        site.readiness.stop();
        if (options.drainMs) {
          site.log({ level: 'info', what: DRAINING });
          await wait(options.drainMs);
        }
        await close();
        await metrics?.close();
      },
    };
  } catch (error) {
    await metrics?.close();
    throw listenError(error, options);
  }
}

function makeSite(options: ServeOptions, ownUrl: () => string): Site {
  const { templateRoots, organisation, publicUrl, colour, webhookKey, now, log } = options;
  const prefix = publicUrl ? new URL(publicUrl).pathname.replace(/\/+$/, '') : '';
  const pages = loadPages({
    templateRoots,
    organisation,
    lang: options.lang ?? 'en',
    colour,
    cssPath: (hash) => cssPath(prefix, hash),
  });
  const { wordsIn } = pages;
  const ledger = visitorsLedger(options.ledger, options.elapsed ?? (() => performance.now()));
  const load = createLoad(options.mostUnderWay ?? MOST_UNDER_WAY);
  return {
    ledger,
    links: options.links,
    mailMeans: options.mailMeans,
    writeConfirmMail: loadConfirmMail({ templateRoots, organisation, colour, wordsIn }),
    pages,
    organisation,
    formOf: openForms(readAddress),
    drawPicture: createPictures(pictureColours(colour)),
    origin: () => new URL(publicUrl ?? ownUrl()).origin,
    prefix,
    now,
    load,
    readiness: createReadiness(ledger, load),
    hashNetwork: createNetworkHash(now, ledger),
    timezone: options.timezone,
    webhookKey: webhookKey ? readWebhookKey(webhookKey) : undefined,
    log: (line) => log?.({ at: now(), ...line }),
  };
}

async function startMetrics(server: FastifyInstance, site: Site, options: ServeOptions) {
  const { host, metricsPort: port } = options;
  if (port === undefined) return undefined;
  // Loaded where it is wanted.
  const { addMetrics } = await import('./metrics.ts');
  const { serveFigures } = await import('../serve-figures.ts');
  return serveFigures({ registry: addMetrics(server, site.load), host, port });
}
