import { z } from 'zod';
import { strict } from '../schema.ts';
import type { GuardLimits } from './guard.ts';

const ADVICE = 'it is no share; write one such as "5 %", or "off" for what is not to be watched';

/** A share, 0 to 1, as `5 %`; null for `off`. */
const share = (standard: number) =>
  z
    .unknown()
    .transform((written, context): number | null => {
      if (written === false || written === 'off') return null;
      const [, percent] = /^(\d+(?:\.\d+)?)\s*%$/.exec(String(written).trim()) ?? [];
      if (percent !== undefined && Number(percent) < 100) return Number(percent) / 100;
      context.addIssue({ code: 'custom', message: ADVICE });
      return z.NEVER;
    })
    .default(standard);

const onOrOff = z
  .unknown()
  .transform((written, context): boolean => {
    if (written === true || written === 'on') return true;
    if (written === false || written === 'off') return false;
    context.addIssue({ code: 'custom', message: 'it is neither; write "on" or "off"' });
    return z.NEVER;
  })
  .default(true);

/** What stops a send: `guard` in outcry.yaml. Gmail and Yahoo begin to turn mail away at 0.3 % of complaints. */
export const guardSchema = strict({
  bounces: share(0.05),
  complaints: share(0.001),
  refused: share(0.02),
  unsubscribes: share(0.02),
  links: onOrOff,
  sign_page: onOrOff,
}).transform(({ sign_page: signPage, ...rest }): GuardLimits => ({ ...rest, signPage }));
