import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { trackedUrls } from '../../campaign/tracked-urls.ts';
import { EXIT } from '../../errors.ts';
import { makeReport } from '../../report/make-report.ts';
import { reportPage } from '../../report/report-page.ts';
import { reportText } from '../../report/report-text.ts';
import type { RunCommand } from '../command.ts';
import { openDemo } from '../open-demo.ts';
import { flag, json, port, readOptions } from '../read-options.ts';
import { untilStopped } from '../until-stopped.ts';

/** How the sample's supporters act: a few hundred sign, as the report must then say. */
const CROWD = { seed: 7, signers: 312, visitors: 88, leavers: 5, scanned: 40 };

/** The whole story on this machine: sandbox, web side, a send, signatures, the report. */
export const run: RunCommand = async (invocation) => {
  const { io } = invocation;
  const options = readOptions(invocation, { ...json, exit: flag, port: port(0) });
  const say = options.json ? io.err : io.out;
  const folder = await mkdtemp(path.join(tmpdir(), 'outcry-demo-'));
  const demo = await openDemo({ folder, port: options.port, now: io.now });
  try {
    say(
      `1. A local SendGrid and the sign page are up:\n   ${demo.sandbox.url}\n   ${demo.server.url}`,
    );
    const campaign = await demo.send(io.signal);
    say(`2. The sample appeal went to the sample list as ${campaign.name}.`);
    const { simulateSupporters } = await import('../../sandbox/simulate-supporters.ts');
    const crowd = await simulateSupporters({ ...CROWD, sandboxUrl: demo.sandbox.url });
    say(
      `3. Supporters have read it:\n   ${crowd.signed} signed, ${crowd.visited} looked and left, ` +
        `${crowd.unsubscribed} unsubscribed; scanners followed ${crowd.scanned} links.`,
    );
    await demo.eventsArrived();
    const report = await makeReport(demo.ledger, campaign, trackedUrls(campaign));
    const page = path.join(folder, 'report.html');
    await writeFile(page, reportPage(report));
    if (options.json) io.out(JSON.stringify({ ...report, simulated: crowd }));
    else io.out(`4. What the letter did:\n\n${reportText(report)}\n`);
    say(`   inbox      ${demo.sandbox.url}`);
    say(`   sign page  ${await demo.unsignedLink(campaign)}`);
    say(`   public     ${demo.server.url}/p/${campaign.petition.slug}`);
    say(`   report     ${pathToFileURL(page).href}`);
    if (options.exit) {
      say('\nWith --exit all of this ends here; run it without, to look around.');
      return EXIT.done;
    }
    say('\nLook around; Ctrl-C ends it.');
    await untilStopped(io);
    return EXIT.done;
  } finally {
    await demo.close();
    // Whoever stayed to look around may want to keep the report.
    if (options.exit) await rm(folder, { recursive: true });
  }
};
