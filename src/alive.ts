/** What `serve` answers at /healthz; by these words `doctor` knows it. */
export const ALIVE = 'alive';
