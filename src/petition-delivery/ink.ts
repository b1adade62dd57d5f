/** The colours of a delivery's documents, beside the theme's own. */
export const INK = '#1d2420';
export const QUIET = '#5b645f';
export const RULE = '#d5d9d6';
