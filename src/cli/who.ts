import { hostname, userInfo } from 'node:os';

/** Who runs a command, and on which machine. */
export interface Who {
  readonly user: string;
  readonly host: string;
}

export function whoAmI(): Who {
  return { user: whoRuns(), host: hostname() };
}

export function sayWho({ user, host }: Who): string {
  return `${user} on ${host}`;
}

/** The user of this machine who runs a command. */
export function whoRuns(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that no user has.
    return `user ${process.getuid?.() ?? '?'}`;
  }
}
