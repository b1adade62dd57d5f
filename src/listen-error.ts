import { EXIT, OutcryError, systemCode } from './errors.ts';

interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** An address that cannot be listened on as an OutcryError (exit 3); any other error as it is. */
export function listenError(error: unknown, { host, port }: ListenAddress): unknown {
  const reason = systemCode(error) ?? '';
  const [what, fix] = LISTEN_ERRORS[reason]?.(host, port) ?? [];
  if (!what) return error;
  return new OutcryError({
    code: reason === 'EADDRINUSE' ? 'port-in-use' : 'cannot-listen',
    what,
    fix,
    exit: EXIT.environment,
    cause: error,
  });
}

const LISTEN_ERRORS: Readonly<Record<string, (host: string, port: number) => [string, string]>> = {
  EADDRINUSE: (host, port) => [
    `Port ${port} is already in use on ${host}.`,
    'Choose another one with --port, or 0 for any free one, or stop what uses it.',
  ],
  EACCES: (_, port) => [
    `This user may not open port ${port}.`,
    'Choose one above 1023 with --port.',
  ],
  EADDRNOTAVAIL: noSuchAddress,
  ENOTFOUND: noSuchAddress,
  EAI_AGAIN: noSuchAddress,
};

function noSuchAddress(host: string): [string, string] {
  return [
    `This machine has no address ${host}.`,
    'Choose another with --host, such as 127.0.0.1 or 0.0.0.0.',
  ];
}
