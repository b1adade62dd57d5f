import { isIP } from 'node:net';
import { z } from 'zod';
import { openDns } from '../../doctor/check-dns.ts';
import { examine } from '../../doctor/examine.ts';
import type { Finding } from '../../doctor/finding.ts';
import { EXIT } from '../../errors.ts';
import type { RunCommand } from '../command.ts';
import { sayOut } from '../fit-lines.ts';
import { openSetup } from '../open-setup.ts';
import { findingsText } from '../present-findings.ts';
import { coloursFor, problemJson } from '../present-problems.ts';
import { json, readOptions } from '../read-options.ts';
import { untilStopped } from '../until-stopped.ts';

const shape = {
  ...json,
  workspace: z.string().default('.'),
  from: z.email('it is not an e-mail address').optional(),
  dns: z
    .string()
    .refine(isServer, 'a DNS server is an IP address, such as 1.1.1.1 or 127.0.0.1:5353')
    .optional(),
};

/** Reads and asks, and changes nothing: neither here nor at SendGrid. */
export const run: RunCommand = async (invocation) => {
  const { io } = invocation;
  const { json: asJson, workspace, from, dns } = readOptions(invocation, shape);
  const setup = await openSetup({ io, workspace, from, dns, openDns });
  if (io.isErrTerminal) io.err('Looking at this machine, SendGrid, the sign page and the DNS …');
  const findings = await Promise.race([examine(setup), untilStopped(io)]);
  if (!findings) {
    io.err('Stopped.');
    return EXIT.stopped;
  }
  if (asJson) io.out(JSON.stringify(toJson(findings)));
  else sayOut(findingsText(findings, coloursFor(io.isOutTerminal, io.env)), io);
  // As for every command.
  if (setup.configProblems.length > 0) return EXIT.environment;
  return findings.some(({ problems }) => problems.length > 0) ? EXIT.attention : EXIT.done;
};

function isServer(text: string): boolean {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d+)?|([^:]+)(?::\d+)?)$/.exec(text) ?? [];
  return isIP(bracketed ?? plain ?? text) > 0;
}

function toJson(findings: readonly Finding[]) {
  const problems = findings.flatMap((finding) => finding.problems);
  return {
    ok: problems.length === 0,
    checks: findings.map(({ about, state, what }) => ({ about, state, what })),
    problems: problems.map(problemJson),
  };
}
