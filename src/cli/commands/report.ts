import path from 'node:path';
import { z } from 'zod';
import { EXIT } from '../../errors.ts';
import { makeReport, type Report, reportRates } from '../../report/make-report.ts';
import { reportText } from '../../report/report-text.ts';
import type { RunCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import { json, readOptions } from '../read-options.ts';
import { requireCampaign } from '../require-campaign.ts';
import { cannotWrite, makeFolder, writeFile } from '../write-file.ts';

const OPTIONS = { ...json, html: z.string().optional(), csv: z.string().optional() };

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, OPTIONS);
    const ledger = await context.ledger();
    const campaign = await requireCampaign(ledger, args[0] ?? '');
    const { trackedUrls } = await import('../../campaign/tracked-urls.ts');
    const report = await makeReport(ledger, campaign, trackedUrls(campaign));
    if (options.html !== undefined) await writePage(io, options.html, report);
    if (options.csv !== undefined) await writeCsv(io, options.csv, report);
    const document = () => JSON.stringify({ ...report, rates: reportRates(report) });
    io.out(options.json ? document() : reportText(report));
    return EXIT.done;
  });

async function writePage(io: Io, file: string, report: Report): Promise<void> {
  const { reportPage } = await import('../../report/report-page.ts');
  await writeFile(path.resolve(io.cwd, file), reportPage(report));
  io.err(`The page is in ${file}`);
}

async function writeCsv(io: Io, name: string, report: Report): Promise<void> {
  const { writeTables } = await import('../../report/report-csv.ts');
  const folder = path.resolve(io.cwd, name);
  await makeFolder(folder);
  try {
    const files = await writeTables(folder, report);
    io.err(`The tables are in ${name}: ${files.join(', ')}`);
  } catch (error) {
    throw cannotWrite(name, error);
  }
}
