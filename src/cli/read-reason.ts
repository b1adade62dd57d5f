import { z } from 'zod';
import { REASONS } from '../suppressions/reasons.ts';

/** A reason for a suppression, as typed. */
export const reason = z
  .enum(REASONS, `it is one of ${REASONS.slice(0, -1).join(', ')} or ${REASONS.at(-1)}`)
  .optional();
