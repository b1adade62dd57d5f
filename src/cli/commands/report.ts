import path from 'node:path';
import { z } from 'zod';
import { EXIT, OutcryError } from '../../errors.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { compareReports, comparisonTable, comparisonText } from '../../report/compare.ts';
import { makeReport, type Report, reportRates } from '../../report/make-report.ts';
import { reportText } from '../../report/report-text.ts';
import { tablesOf } from '../../report/tables.ts';
import type { RunCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { requireCampaign } from '../require-campaign.ts';
import { watchReport } from '../watch-report.ts';
import { cannotWrite, makeFolder, writeFile } from '../write-file.ts';

const OPTIONS = {
  ...json,
  html: z.string().optional(),
  csv: z.string().optional(),
  compare: z.array(z.string()).default([]),
  watch: flag,
};

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const { html, csv, compare, watch, json: isJson } = readOptions(invocation, OPTIONS);
    if (watch) refuseBesideWatch({ html, csv, compare: compare[0] });
    const ledger = await context.ledger();
    const name = args[0] ?? '';
    if (watch) {
      await watchReport(io, { make: () => reportOn(ledger, name), isJson });
      return EXIT.done;
    }
    const report = await reportOn(ledger, name);
    const others: Report[] = [];
    for (const other of compare) others.push(await reportOn(ledger, other));
    if (html !== undefined) await writePage(io, html, report, others);
    if (csv !== undefined) await writeCsv(io, csv, report, others);
    io.out(isJson ? documentOf(report, others) : textOf(report, others));
    return EXIT.done;
  });

async function reportOn(ledger: Ledger, name: string): Promise<Report> {
  const campaign = await requireCampaign(ledger, name);
  const { trackedUrls } = await import('../../campaign/tracked-urls.ts');
  return makeReport(ledger, campaign, trackedUrls(campaign));
}

function refuseBesideWatch(beside: Readonly<Record<string, string | undefined>>): void {
  const [option] = Object.keys(beside).filter((name) => beside[name] !== undefined);
  if (option === undefined) return;
  throw new OutcryError({
    code: 'usage',
    what: `--watch shows one report again and again: it does not go with --${option}.`,
    fix: `Run the command without --watch for --${option}.`,
    exit: EXIT.usage,
  });
}

function documentOf(report: Report, others: readonly Report[]): string {
  const compared = others.length > 0 ? { compared: compareReports([report, ...others]) } : {};
  return JSON.stringify({ ...report, rates: reportRates(report), ...compared });
}

function textOf(report: Report, others: readonly Report[]): string {
  if (others.length === 0) return reportText(report);
  return `${reportText(report)}\n\n${comparisonText(compareReports([report, ...others]))}`;
}

async function writePage(io: Io, file: string, report: Report, others: readonly Report[]) {
  const { reportPage } = await import('../../report/report-page.ts');
  await writeFile(path.resolve(io.cwd, file), reportPage(report, others));
  io.err(`The page is in ${file}`);
}

async function writeCsv(io: Io, name: string, report: Report, others: readonly Report[]) {
  const { writeTables } = await import('../../report/report-csv.ts');
  const folder = path.resolve(io.cwd, name);
  const compared = others.length > 0 ? [comparisonTable(compareReports([report, ...others]))] : [];
  await makeFolder(folder);
  try {
    const files = await writeTables(folder, [...tablesOf(report), ...compared]);
    io.err(`The tables are in ${name}: ${files.join(', ')}`);
  } catch (error) {
    throw cannotWrite(name, error);
  }
}
