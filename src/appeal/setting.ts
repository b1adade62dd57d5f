import { z } from 'zod';

export const EMPTY = 'it is empty; write something there, or take the line out';

/** A text of the front matter. A number is not taken for one: YAML has dropped the zero of 0800 by then. */
export const text = z
  .string({
    error: ({ input }) => (input === null ? EMPTY : 'it is not a text; put quotes around it'),
  })
  .trim()
  .min(1, EMPTY);

export const webAddress = z.url({ protocol: /^https?$/, error: 'it is not a web address' });

/** What a mail or another site shows is fetched over https alone. */
export const secureAddress = z.url({
  protocol: /^https$/,
  error: 'it is not a web address that starts with https://',
});
