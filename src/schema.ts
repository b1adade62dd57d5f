import { z } from 'zod';

/** An object in which an unknown key is an error that names the known ones. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `known: ${known}`
        : `it is not a group of settings (${known})`,
  });
}
