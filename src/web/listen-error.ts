import { EXIT, OutcryError, systemCode } from '../errors.ts';

interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** An address that cannot be listened on as an OutcryError; any other error as it is. */
export function listenError(error: unknown, { host, port }: ListenAddress): unknown {
  const [what, fix] = LISTEN_ERRORS[systemCode(error) ?? '']?.(host, port) ?? [];
  if (!what) return error;
  return new OutcryError({
    code: 'cannot-listen',
    what,
    fix,
    exit: EXIT.environment,
    cause: error,
  });
}

const LISTEN_ERRORS: Readonly<Record<string, (host: string, port: number) => [string, string]>> = {
  EADDRINUSE: (_, port) => [
    `Port ${port} is already in use.`,
    'Choose another one with --port, or 0 for any free one, or stop what uses it.',
  ],
  EACCES: (_, port) => [
    `This user may not open port ${port}.`,
    'Choose one above 1023 with --port.',
  ],
  EADDRNOTAVAIL: (host) => [
    `This machine has no address ${host}.`,
    'Choose another with --host, such as 127.0.0.1 or 0.0.0.0.',
  ],
  ENOTFOUND: (host) => [
    `This machine has no address ${host}.`,
    'Choose another with --host, such as 127.0.0.1 or 0.0.0.0.',
  ],
};
