import path from 'node:path';
import { z } from 'zod';
import { EXIT } from '../../errors.ts';
import { makeReport } from '../../report/make-report.ts';
import { reportText } from '../../report/report-text.ts';
import type { RunCommand } from '../command.ts';
import { withContext } from '../open-context.ts';
import { json, readOptions } from '../read-options.ts';
import { requireCampaign } from '../require-campaign.ts';
import { writeFile } from '../write-file.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, { ...json, html: z.string().optional() });
    const ledger = await context.ledger();
    const campaign = await requireCampaign(ledger, args[0] ?? '');
    const { trackedUrls } = await import('../../campaign/tracked-urls.ts');
    const report = await makeReport(ledger, campaign, trackedUrls(campaign));
    if (options.html !== undefined) {
      const { reportPage } = await import('../../report/report-page.ts');
      await writeFile(path.resolve(io.cwd, options.html), reportPage(report));
      io.err(`The page is in ${options.html}`);
    }
    io.out(options.json ? JSON.stringify(report) : reportText(report));
    return EXIT.done;
  });
