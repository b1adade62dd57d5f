import type { Fault, FaultShare } from './parse-faults.ts';
import type { Random } from './seeded.ts';

/** Which fault meets a request, if any: one draw against the shares laid end to end. */
export function chooseFault(faults: readonly FaultShare[], random: Random): Fault | undefined {
  let rest = random();
  for (const { fault, share } of faults) {
    if (rest < share) return fault;
    rest -= share;
  }
  return undefined;
}
