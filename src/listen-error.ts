import { EXIT, OutcryError, systemCode } from './errors.ts';

interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** The option that names the port. */
  readonly option?: string;
}

/** An address that cannot be listened on as an OutcryError (exit 3); any other error as it is. */
export function listenError(
  error: unknown,
  { host, port, option = '--port' }: ListenAddress,
): unknown {
  const reason = systemCode(error) ?? '';
  const [what, fix] = LISTEN_ERRORS[reason]?.({ host, port, option }) ?? [];
  if (!what) return error;
  return new OutcryError({
    code: reason === 'EADDRINUSE' ? 'port-in-use' : 'cannot-listen',
    what,
    fix,
    exit: EXIT.environment,
    cause: error,
  });
}

const LISTEN_ERRORS: Readonly<
  Record<string, (address: Required<ListenAddress>) => [string, string]>
> = {
  EADDRINUSE: ({ host, port, option }) => [
    `Port ${port} is already in use on ${host}.`,
    `Choose another one with ${option}, or 0 for any free one, or stop what uses it.`,
  ],
  EACCES: ({ port, option }) => [
    `This user may not open port ${port}.`,
    `Choose one above 1023 with ${option}.`,
  ],
  EADDRNOTAVAIL: noSuchAddress,
  ENOTFOUND: noSuchAddress,
  EAI_AGAIN: noSuchAddress,
};

function noSuchAddress({ host }: ListenAddress): [string, string] {
  return [
    `This machine has no address ${host}.`,
    'Choose another with --host, such as 127.0.0.1 or 0.0.0.0.',
  ];
}
