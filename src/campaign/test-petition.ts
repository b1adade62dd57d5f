import type { Petition } from '../terms.ts';

const SUFFIX = '--test';

/** The petition of a test send: who tries its link must not count as a supporter. */
export function testPetition(petition: Petition): Petition {
  return { ...petition, slug: `${petition.slug}${SUFFIX}` };
}

/** Whether a campaign is a test send. */
export function isTest({ petition }: { readonly petition: Pick<Petition, 'slug'> }): boolean {
  return petition.slug.endsWith(SUFFIX);
}
