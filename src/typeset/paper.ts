const PAPERS = ['a4', 'letter'] as const;
export type Paper = (typeof PAPERS)[number];

/** In points. */
export const SIZES: Readonly<Record<Paper, readonly [width: number, height: number]>> = {
  a4: [595.28, 841.89],
  letter: [612, 792],
};
export const MARGIN = { side: 54, top: 54, bottom: 64 } as const;
