import { userInfo } from 'node:os';

/** The user of this machine who runs a command. */
export function whoRuns(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that no user has.
    return `user ${process.getuid?.() ?? '?'}`;
  }
}
