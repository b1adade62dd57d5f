import { z } from 'zod';
import { EXIT } from '../../errors.ts';
import { proxySchema } from '../../trusted-proxy.ts';
import { startServer } from '../../web/serve.ts';
import { jsonLog, type LogLine } from '../../web/web-log.ts';
import type { RunCommand } from '../command.ts';
import { sayErr, sayOut } from '../fit-lines.ts';
import { withContext } from '../open-context.ts';
import { openMailer } from '../open-mailer.ts';
import { json, optionalPort, port, readOptions } from '../read-options.ts';
import { untilStopped } from '../until-stopped.ts';

const shape = {
  ...json,
  host: z.string().default('127.0.0.1'),
  port: port(4000),
  metricsPort: optionalPort,
  drain: z.coerce
    .number('it is a number of seconds')
    .min(0, 'it is 0 to 600 seconds')
    .max(600, 'it is 0 to 600 seconds')
    .default(0),
  trustProxy: z.array(proxySchema).optional(),
};

/** What visitors wait for of a database that hangs; then they get back what they typed. */
const PATIENCE_MS = 5000;

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io } = invocation;
    const options = readOptions(invocation, shape);
    const { config, environment } = context.workspace;
    const mailer = await openMailer(environment);
    const log = options.json ? jsonLog(io.err) : (line: LogLine) => sayErr(logLine(line), io);
    const warn = (what: string) => log({ level: 'warn', at: io.now(), what });
    const server = await startServer({
      ledger: await context.ledger(PATIENCE_MS),
      links: await context.links(),
      templateRoots: context.templateRoots,
      organisation: config.organisation,
      lang: config.lang,
      publicUrl: context.url(),
      mailMeans: mailer?.means,
      colour: config.theme.colour,
      webhookKey: environment.OUTCRY_WEBHOOK_KEY || undefined,
      host: options.host,
      port: options.port,
      metricsPort: options.metricsPort,
      trustProxy: options.trustProxy ?? config.trust_proxy,
      drainMs: options.drain * 1000,
      now: io.now,
      timezone: config.timezone,
      log,
    });
    const { url, metricsUrl } = server;
    if (options.json) io.out(JSON.stringify({ url, metrics: metricsUrl }));
    else {
      io.out(`The web side listens on ${url}`);
      if (metricsUrl) io.out(`Figures for Prometheus: ${metricsUrl}`);
      sayOut(`Supporters reach it at ${context.url()}. Stop it with Ctrl-C.`, io);
    }
    if (!environment.OUTCRY_WEBHOOK_KEY) warn(NO_EVENTS);
    if (!mailer) warn(NO_MAIL);
    await untilStopped(io);
    await server.close();
    await mailer?.close();
    return EXIT.done;
  });

const NO_EVENTS = "OUTCRY_WEBHOOK_KEY is not set, so SendGrid's events are not taken.";
const NO_MAIL =
  'SENDGRID_API_KEY is not set, so the public pages of petitions take no signatures: nobody can be mailed to confirm hers. Sign links of letters work.';

function logLine({ at, what, method, path: route, status, ms }: LogLine): string {
  const time = new Date(at).toISOString().slice(11, 19);
  return method ? `${time} ${method} ${route} ${status} ${ms} ms` : `${time} ${what}`;
}
