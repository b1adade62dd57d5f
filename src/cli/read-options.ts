import { z } from 'zod';
import { EXIT, OutcryError } from '../errors.ts';
import type { Invocation } from './command.ts';

/** The number of a port, as typed. */
const anyPort = z.coerce
  .number('a port is a number')
  .int('a port is a whole number')
  .min(0, 'a port is 0 to 65535')
  .max(65_535, 'a port is 0 to 65535');

export const port = (standard: number) => anyPort.default(standard);
export const optionalPort = anyPort.optional();

export const flag = z.boolean().default(false);
export const json = { json: flag };

/** Holds the options to a schema; the first mistake is an OutcryError (exit 2). */
export function readOptions<Shape extends z.ZodRawShape>(
  { options }: Pick<Invocation, 'options'>,
  shape: Shape,
): z.infer<z.ZodObject<Shape>> {
  const result = z.object(shape).safeParse(options);
  if (result.success) return result.data as z.infer<z.ZodObject<Shape>>;
  const issue = result.error.issues[0];
  const name = String(issue?.path[0] ?? '');
  const typed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new OutcryError({
    code: 'usage',
    what:
      options[name] === undefined
        ? `--${typed} is missing.`
        : `--${typed} is not right: ${issue?.message}.`,
    fix: 'Add --help to see how the command is used.',
    exit: EXIT.usage,
  });
}
