import { z } from 'zod';

export const VIEWS = ['html', 'phone', 'text', 'headers'] as const;
export type View = (typeof VIEWS)[number];

const optional = z.string().trim().optional().catch(undefined);

/** What an address of the inbox may say. Whatever is wrong counts as not said. */
export const InboxQuery = z.object({
  q: optional,
  to: optional,
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
  id: optional,
  view: z.enum(VIEWS).catch('html'),
  pictures: z.enum(['yes', 'no']).catch('no'),
});
export type InboxQuery = z.infer<typeof InboxQuery>;

const UNSAID = new Map<string, unknown>([
  ['page', 1],
  ['view', 'html'],
  ['pictures', 'no'],
]);

/** The inbox's own address for a query, as short as can be. */
export function inboxHref(query: InboxQuery, change: Partial<InboxQuery> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...change })) {
    if (value && value !== UNSAID.get(name)) search.set(name, String(value));
  }
  return search.size > 0 ? `/?${search}` : '/';
}
