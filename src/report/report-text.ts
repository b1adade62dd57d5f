import { type FunnelStep, funnelOf, lossesOf, shareOf } from './funnel.ts';
import type { Report } from './make-report.ts';

const BAR_WIDTH = 24;

/** The funnel for a terminal of 80 columns. */
export function reportText(report: Report): string {
  const { petition } = report;
  const steps = funnelOf(report);
  const most = Math.max(...steps.map(({ count }) => count), 1);
  const goal = ((petition.signatures / petition.goal) * 100).toFixed(1);
  const losses = lossesOf(report);
  return [
    `${report.campaign}: ${report.state}`,
    `"${report.subject}"`,
    '',
    ...steps.map((step) => `${figures(step).padEnd(56)}${bar(step.count / most)}`.trimEnd()),
    ...(losses.length > 0 ? ['', ...losses.map(figures)] : []),
    '',
    `Clicks of any kind, scanners included: ${number(report.clicks.all)}.`,
    `The petition "${petition.slug}" has ${number(petition.signatures)} of ${number(petition.goal)} signatures (${goal} %).`,
  ].join('\n');
}

function figures(step: FunnelStep): string {
  return `  ${step.label.padEnd(22)}${number(step.count).padStart(10)}  ${shareOf(step)}`.trimEnd();
}

function bar(share: number): string {
  const eighths = Math.round(share * BAR_WIDTH * 8);
  const rest = eighths % 8;
  return '█'.repeat(Math.floor(eighths / 8)) + (rest > 0 ? '▏▎▍▌▋▊▉'[rest - 1] : '');
}

function number(count: number): string {
  return count.toLocaleString('en-GB');
}
